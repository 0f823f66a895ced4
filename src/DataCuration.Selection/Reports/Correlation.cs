namespace DataCuration.Selection;

/// <summary>Pearson's and Spearman's correlation coefficients.</summary>
internal static class Correlation
{
    /// <summary>
    /// The moments of pairs of numbers, updated pair by pair (Welford 1962, for products as well as squares). Exact for equal numbers and stable for large
    /// ones.
    /// </summary>
    public struct Moments
    {
        private double meanX, meanY, squaresX, squaresY, products;

        public long Count { get; private set; }

        public void Add(double x, double y)
        {
            Count++;
            double dx = x - meanX, dy = y - meanY;
            meanX += dx / Count;
            meanY += dy / Count;
            squaresX += dx * (x - meanX);
            squaresY += dy * (y - meanY);
            products += dx * (y - meanY);
        }

        public readonly double MeanX => Count == 0 ? double.NaN : meanX;

        /// <summary>The standard deviation of the first number (population form).</summary>
        public readonly double DeviationX => Count == 0 ? double.NaN : Math.Sqrt(squaresX / Count);

        /// <summary>Pearson's coefficient; NaN if one of the two numbers is constant.</summary>
        public readonly double Pearson => squaresX > 0 && squaresY > 0 ? Math.Clamp(products / Math.Sqrt(squaresX) / Math.Sqrt(squaresY), -1, 1) : double.NaN;
    }

    /// <summary>Returns the ranks of numbers, from 1. Equal numbers share the mean of their ranks.</summary>
    public static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = [.. values];
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        for (int i = 0; i < order.Length;)
        {
            int end = i + 1;
            while (end < order.Length && sorted[end] == sorted[i]) end++;
            for (int j = i; j < end; j++) ranks[order[j]] = (i + 1 + end) / 2.0;
            i = end;
        }
        return ranks;
    }

    /// <summary>Computes Pearson's coefficient of two lists.</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Moments moments = default;
        for (int i = 0; i < x.Length; i++) moments.Add(x[i], y[i]);
        return moments.Pearson;
    }

    /// <summary>Computes Spearman's coefficient for each pair of columns, over the rows that have both values. NaN means a missing value.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The number of columns.</param>
    public static double[,] Spearman(double[][] rows, int columns)
    {
        var result = new double[columns, columns];
        double[][] values = [.. Enumerable.Range(0, columns).Select(column => rows.Select(row => row[column]).ToArray())];
        double[]?[] complete = [.. values.Select(column => Array.Exists(column, double.IsNaN) ? null : Ranks(column))];
        for (int a = 0; a < columns; a++)
        {
            for (int b = a + 1; b < columns; b++)
            {
                double[]? x = complete[a], y = complete[b];
                if (x is null || y is null)
                {
                    int[] both = [.. Enumerable.Range(0, rows.Length).Where(i => !double.IsNaN(values[a][i]) && !double.IsNaN(values[b][i]))];
                    x = Ranks([.. both.Select(i => values[a][i])]);
                    y = Ranks([.. both.Select(i => values[b][i])]);
                }
                result[a, b] = result[b, a] = Pearson(x, y);
            }
        }
        return result;
    }
}
