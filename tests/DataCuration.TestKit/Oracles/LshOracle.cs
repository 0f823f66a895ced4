namespace DataCuration.TestKit;

/// <summary>Clusters of documents by signatures, in memory and by comparison of all bands: the plain form of MinHash deduplication.</summary>
public static class LshOracle
{
    /// <summary>Returns the first document of each one's cluster.</summary>
    /// <param name="signatures">The signatures; null for a document without one.</param>
    /// <param name="bands">The number of bands.</param>
    /// <param name="rows">The number of rows of a band.</param>
    public static int[] Clusters(IReadOnlyList<ulong[]?> signatures, int bands, int rows)
    {
        int[] first = [.. Enumerable.Range(0, signatures.Count)];
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            for (int i = 0; i < first.Length; i++)
            {
                for (int j = i + 1; j < first.Length; j++)
                {
                    if (first[i] == first[j] || !Share(signatures[i], signatures[j], bands, rows)) continue;
                    (int least, int most) = (Math.Min(first[i], first[j]), Math.Max(first[i], first[j]));
                    for (int k = 0; k < first.Length; k++) if (first[k] == most) first[k] = least;
                    isChanged = true;
                }
            }
        }
        return first;
    }

    /// <summary>Returns true if two signatures agree in a band.</summary>
    public static bool Share(ulong[]? left, ulong[]? right, int bands, int rows)
    {
        if (left is null || right is null) return false;
        for (int band = 0; band < bands; band++)
            if (left.AsSpan(band * rows, rows).SequenceEqual(right.AsSpan(band * rows, rows))) return true;
        return false;
    }
}
