namespace DataCuration.Selection;

/// <summary>Sinkhorn's iterations as the formulas say, in 64-bit scalars: the oracle of the tests, and the baseline of the benchmark.</summary>
internal static class PlainTransport
{
    /// <summary>Runs iterations at one strength of regularisation, with equal weights.</summary>
    /// <param name="source">The source vectors, one after the other.</param>
    /// <param name="target">The target vectors.</param>
    /// <param name="dimension">The length of a vector.</param>
    /// <param name="epsilon">The strength.</param>
    /// <param name="iterations">The number of iterations.</param>
    /// <returns>The potentials, and the cost of the plan.</returns>
    public static (double[] Source, double[] Target, double Cost) Solve(float[] source, float[] target, int dimension, double epsilon, int iterations)
    {
        int n = source.Length / dimension, m = target.Length / dimension;
        double[] f = new double[n], g = new double[m], row = new double[m], costs = new double[m], column = new double[n];
        double cost = 0;
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            if (iteration > 0)
                for (int j = 0; j < m; j++)
                {
                    for (int i = 0; i < n; i++) column[i] = ((f[i] - Cost(source, i, target, j, dimension)) / epsilon) - Math.Log(n);
                    g[j] = -epsilon * LogSum(column);
                }
            cost = 0;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < m; j++)
                {
                    costs[j] = Cost(source, i, target, j, dimension);
                    row[j] = ((g[j] - costs[j]) / epsilon) - Math.Log(m);
                }
                double sum = LogSum(row);
                f[i] = -epsilon * sum;
                for (int j = 0; j < m; j++) cost += Math.Exp(row[j] - sum) * costs[j] / n;
            }
        }
        return (f, g, cost);
    }

    private static double Cost(float[] source, int i, float[] target, int j, int dimension)
    {
        double sum = 0;
        for (int k = 0; k < dimension; k++)
        {
            double difference = (double)source[(i * dimension) + k] - target[(j * dimension) + k];
            sum += difference * difference;
        }
        return sum;
    }

    private static double LogSum(double[] values)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double value in values) largest = Math.Max(largest, value);
        foreach (double value in values) sum += Math.Exp(value - largest);
        return largest + Math.Log(sum);
    }
}
