namespace DataCuration.Mixing;

/// <summary>
/// Grows regression trees on fixed rows. A split maximizes the sum of S(G)² / (n + λ) over both sides: LightGBM's gain for squared error. G is the sum of a
/// side's residuals, and n its number of rows. S moves G toward 0 by the absolute penalty.
/// </summary>
internal sealed class TreeGrower
{
    private const double MinGain = 1e-12;
    private readonly GradientBoostedRegression options;
    private readonly int[][] sorted;
    private readonly double[] matrix;
    private readonly int[] rows;
    private readonly int[] nodeOf;
    private readonly int sources;
    private readonly List<int> features = [];
    private readonly List<double> values = [];
    private readonly List<int> right = [];

    public TreeGrower(GradientBoostedRegression options, int sources, double[] matrix, int[] rows)
    {
        this.options = options;
        this.sources = sources;
        this.matrix = matrix;
        this.rows = rows;
        nodeOf = new int[matrix.Length / sources];
        // Rows of equal value keep their order, so that sums do not depend on the sort.
        sorted = [.. Enumerable.Range(0, sources).Select(feature => rows.OrderBy(row => matrix[(row * sources) + feature]).ThenBy(row => row).ToArray())];
    }

    public RegressionTree Grow(double[] residuals)
    {
        features.Clear();
        values.Clear();
        right.Clear();
        double sum = 0;
        foreach (int row in rows)
        {
            nodeOf[row] = 0;
            sum += residuals[row];
        }
        Grow(residuals, sum, rows.Length, depth: 0);
        return new([.. features], [.. values], [.. right]);
    }

    private void Grow(double[] residuals, double sum, int count, int depth)
    {
        int node = features.Count;
        features.Add(-1);
        values.Add(options.LearningRate * Shrink(sum) / (count + options.SquaredPenalty));
        right.Add(-1);
        if (depth == options.MaxDepth || count < 2 * options.MinLeaf) return;
        (int feature, double threshold, double leftSum, int leftCount) = FindSplit(residuals, node, sum, count);
        if (feature < 0) return;
        features[node] = feature;
        values[node] = threshold;
        // The left child gets the next number; the right one's is known when the left side is grown.
        foreach (int row in sorted[feature])
            if (nodeOf[row] == node) nodeOf[row] = matrix[(row * sources) + feature] <= threshold ? node + 1 : -1 - node;
        Grow(residuals, leftSum, leftCount, depth + 1);
        int own = features.Count;
        right[node] = own;
        foreach (int row in rows)
            if (nodeOf[row] == -1 - node) nodeOf[row] = own;
        Grow(residuals, sum - leftSum, count - leftCount, depth + 1);
    }

    private (int Feature, double Threshold, double LeftSum, int LeftCount) FindSplit(double[] residuals, int node, double sum, int count)
    {
        double best = Gain(sum, count) + MinGain;
        (int Feature, double Threshold, double LeftSum, int LeftCount) found = (-1, 0, 0, 0);
        for (int feature = 0; feature < sources; feature++)
        {
            double left = 0, before = double.NaN;
            int seen = 0;
            foreach (int row in sorted[feature])
            {
                if (nodeOf[row] != node) continue;
                double value = matrix[(row * sources) + feature];
                if (seen >= options.MinLeaf && count - seen >= options.MinLeaf && value > before)
                {
                    double gain = Gain(left, seen) + Gain(sum - left, count - seen);
                    if (gain > best)
                    {
                        best = gain;
                        // Half the sum can round to the larger value, which would then go to the left.
                        double middle = before + ((value - before) / 2);
                        found = (feature, middle < value ? middle : before, left, seen);
                    }
                }
                left += residuals[row];
                seen++;
                before = value;
            }
        }
        return found;
    }

    private double Gain(double sum, int count) => Shrink(sum) * Shrink(sum) / (count + options.SquaredPenalty);

    private double Shrink(double sum) => Math.Sign(sum) * Math.Max(0, Math.Abs(sum) - options.AbsolutePenalty);
}
