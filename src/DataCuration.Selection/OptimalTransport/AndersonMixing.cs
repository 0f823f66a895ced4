namespace DataCuration.Selection;

/// <summary>
/// Anderson's acceleration of a fixed-point iteration (Anderson, "Iterative procedures for nonlinear integral equations", J. ACM 1965): the next point is the
/// combination of the last results whose residuals cancel best.
/// </summary>
/// <remarks>
/// If the error rises to more than twice the least one, the memory is cleared, and the next steps are plain: 4 at first, and twice the number each time. So an
/// iteration that converges without the acceleration converges with it.
/// </remarks>
/// <param name="depth">The number of earlier steps that are combined; 0 for plain steps.</param>
/// <param name="length">The length of a point.</param>
internal sealed class AndersonMixing(int depth, int length)
{
    private readonly List<(double[] Residual, double[] Result)> changes = [];
    private double[]? lastResidual, lastResult;
    private double least = double.PositiveInfinity;
    private int plainSteps, nextPlainSteps = 4;

    /// <summary>Computes the next point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="result">The result of the iteration at the point.</param>
    /// <param name="error">The error at the point.</param>
    /// <param name="next">Receives the next point.</param>
    public void Step(ReadOnlySpan<double> point, ReadOnlySpan<double> result, double error, Span<double> next)
    {
        result.CopyTo(next);
        if (depth == 0) return;
        if (!(error <= 2 * least))
        {
            changes.Clear();
            (lastResidual, lastResult) = (null, null);
            (plainSteps, nextPlainSteps) = (nextPlainSteps, Math.Min(1 << 20, 2 * nextPlainSteps));
        }
        least = Math.Min(least, error);
        if (plainSteps > 0)
        {
            plainSteps--;
            return;
        }
        double[] residual = new double[length], own = result.ToArray();
        for (int i = 0; i < length; i++) residual[i] = result[i] - point[i];
        if (lastResidual is not null)
        {
            if (changes.Count == depth) changes.RemoveAt(0);
            changes.Add((Difference(residual, lastResidual), Difference(own, lastResult!)));
        }
        (lastResidual, lastResult) = (residual, own);
        double[] weights = Solve(residual);
        for (int k = 0; k < weights.Length; k++)
            for (int i = 0; i < length; i++) next[i] -= weights[k] * changes[k].Result[i];
    }

    /// <summary>Finds the combination of changes that is nearest to a residual: least squares by the normal equations.</summary>
    private double[] Solve(double[] residual)
    {
        int count = changes.Count;
        var matrix = new double[count, count + 1];
        double trace = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++) matrix[i, j] = Dot(changes[i].Residual, changes[j].Residual);
            matrix[i, count] = Dot(changes[i].Residual, residual);
            trace += matrix[i, i];
        }
        // Changes that are nearly multiples of each other would get weights without bound.
        for (int i = 0; i < count; i++) matrix[i, i] += 1e-10 * trace;
        for (int pivot = 0; pivot < count; pivot++)
        {
            // The matrix is symmetric and positive, so no exchange of rows is needed.
            if (!(matrix[pivot, pivot] > 0)) return [];
            for (int row = pivot + 1; row < count; row++)
            {
                double factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (int column = pivot; column <= count; column++) matrix[row, column] -= factor * matrix[pivot, column];
            }
        }
        var weights = new double[count];
        for (int row = count - 1; row >= 0; row--)
        {
            double sum = matrix[row, count];
            for (int column = row + 1; column < count; column++) sum -= matrix[row, column] * weights[column];
            weights[row] = sum / matrix[row, row];
        }
        return weights;
    }

    private static double[] Difference(double[] left, double[] right)
    {
        var difference = new double[left.Length];
        for (int i = 0; i < left.Length; i++) difference[i] = left[i] - right[i];
        return difference;
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
