namespace DataCuration.Mixing;

/// <summary>A regression tree in arrays. A node with a negative feature is a leaf.</summary>
internal sealed class RegressionTree(int[] features, double[] values, int[] right)
{
    /// <summary>True if the tree has no split.</summary>
    public bool IsLeaf => features.Length == 1;

    /// <summary>Returns the value of the leaf that a row belongs to. The left child of a node follows it.</summary>
    public double Evaluate(ReadOnlySpan<double> row)
    {
        int node = 0;
        while (features[node] is >= 0 and var feature) node = row[feature] <= values[node] ? node + 1 : right[node];
        return values[node];
    }
}
