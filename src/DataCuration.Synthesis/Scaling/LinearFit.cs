namespace DataCuration.Synthesis;

/// <summary>
/// The ceiling and the amplitudes that fit points best for given speeds. Amplitudes are not negative: of all subsets of terms, the best one whose solution has
/// positive amplitudes is taken, which is exact for so few terms.
/// </summary>
/// <param name="Ceiling">The ceiling.</param>
/// <param name="Amplitudes">The amplitude of each term; 0 for one that is left out.</param>
/// <param name="SquaredError">The sum of squared differences.</param>
internal readonly record struct LinearFit(double Ceiling, double[] Amplitudes, double SquaredError)
{
    /// <summary>A pivot below this share of the largest number is zero: two terms are the same within the precision of the numbers.</summary>
    private const double Singular = 1e-12;

    /// <summary>Solves the least squares.</summary>
    /// <param name="points">The points.</param>
    /// <param name="speeds">The speeds; a term is exp(-speed · x).</param>
    public static LinearFit Solve(ScalingPoint[] points, double[] speeds)
    {
        double mean = points.Average(point => point.Value);
        var best = new LinearFit(mean, new double[speeds.Length], points.Sum(point => (point.Value - mean) * (point.Value - mean)));
        for (int subset = 1; subset < 1 << speeds.Length; subset++)
        {
            LinearFit? solved = SolveSubset(points, speeds, subset);
            if (solved is { } found && found.SquaredError < best.SquaredError) best = found;
        }
        return best;
    }

    private static LinearFit? SolveSubset(ScalingPoint[] points, double[] speeds, int subset)
    {
        int[] terms = [.. Enumerable.Range(0, speeds.Length).Where(i => (subset >> i & 1) != 0)];
        int size = terms.Length + 1;
        // Normal equations of the columns 1 and -exp(-speed x). The numbers are of the same size, and few.
        var matrix = new double[size, size + 1];
        var row = new double[size];
        foreach (ScalingPoint point in points)
        {
            row[0] = 1;
            for (int i = 0; i < terms.Length; i++) row[i + 1] = -Math.Exp(-speeds[terms[i]] * point.MillionTokens);
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++) matrix[i, j] += row[i] * row[j];
                matrix[i, size] += row[i] * point.Value;
            }
        }
        if (!Eliminate(matrix, size)) return null;
        var amplitudes = new double[speeds.Length];
        for (int i = 0; i < terms.Length; i++)
            if ((amplitudes[terms[i]] = matrix[i + 1, size]) <= 0) return null;
        double ceiling = matrix[0, size], error = 0;
        foreach (ScalingPoint point in points)
        {
            double value = ceiling;
            foreach (int term in terms) value -= amplitudes[term] * Math.Exp(-speeds[term] * point.MillionTokens);
            error += (value - point.Value) * (value - point.Value);
        }
        return new LinearFit(ceiling, amplitudes, error);
    }

    /// <summary>Gauss-Jordan elimination with row pivoting. The last column becomes the solution.</summary>
    private static bool Eliminate(double[,] matrix, int size)
    {
        double largest = 0;
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++) largest = Math.Max(largest, Math.Abs(matrix[i, j]));
        for (int column = 0; column < size; column++)
        {
            int pivot = column;
            for (int i = column + 1; i < size; i++)
                if (Math.Abs(matrix[i, column]) > Math.Abs(matrix[pivot, column])) pivot = i;
            if (Math.Abs(matrix[pivot, column]) <= Singular * largest) return false;
            for (int j = 0; j <= size; j++) (matrix[column, j], matrix[pivot, j]) = (matrix[pivot, j], matrix[column, j]);
            for (int i = 0; i < size; i++)
            {
                if (i == column) continue;
                double factor = matrix[i, column] / matrix[column, column];
                for (int j = column; j <= size; j++) matrix[i, j] -= factor * matrix[column, j];
            }
        }
        for (int i = 0; i < size; i++) matrix[i, size] /= matrix[i, i];
        return true;
    }
}
