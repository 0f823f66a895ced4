namespace DataCuration.Selection;

/// <summary>The mean cost of a transport problem, without computing each cost.</summary>
internal static class TransportScale
{
    private const double MaxMeanCost = 1e25;

    /// <summary>Computes the mean squared distance, weighted: E|x|² + E|y|² - 2 E x · E y, with all vectors moved by the source's first one.</summary>
    public static double MeanCost(VectorSet source, double[] logSource, VectorSet target, double[] logTarget, CancellationToken cancellationToken)
    {
        int dimension = source.Dimension;
        var origin = new float[dimension];
        foreach ((_, ReadOnlyMemory<float> vector) in TransportTarget.Rows(source, cancellationToken))
        {
            vector.CopyTo(origin);
            break;
        }
        (double[] left, double leftSquare) = Moments(source, logSource, origin, cancellationToken);
        (double[] right, double rightSquare) = Moments(target, logTarget, origin, cancellationToken);
        double product = 0;
        for (int i = 0; i < dimension; i++) product += left[i] * right[i];
        double mean = Math.Max(0, leftSquare + rightSquare - (2 * product));
        // Costs are 32-bit numbers.
        if (!(mean < MaxMeanCost))
            throw new ArgumentException(FormattableString.Invariant($"The mean squared distance of the vectors is {mean}, which is too large: scale them."));
        return mean;
    }

    private static (double[] Mean, double Square) Moments(VectorSet vectors, double[] log, float[] origin, CancellationToken cancellationToken)
    {
        var mean = new double[origin.Length];
        double square = 0;
        foreach ((int place, ReadOnlyMemory<float> vector) in TransportTarget.Rows(vectors, cancellationToken))
        {
            double weight = DeterministicMath.Exp(log[place]), own = 0;
            ReadOnlySpan<float> values = vector.Span;
            for (int i = 0; i < mean.Length; i++)
            {
                double value = (double)values[i] - origin[i];
                mean[i] += weight * value;
                own += value * value;
            }
            square += weight * own;
        }
        return (mean, square);
    }
}
