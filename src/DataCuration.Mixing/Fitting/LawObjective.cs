namespace DataCuration.Mixing;

/// <summary>
/// The loss of a fit in the variables of the search: logarithms of positive parameters, and others in units of half their range. The mean Huber loss is
/// divided by the square of delta, so that a tolerance means the same for any data. A replication of Chinchilla's fit found that its optimizer had stopped
/// early because of the scale of the loss (Besiroglu et al. 2024, arXiv 2404.10102). Not thread-safe.
/// </summary>
internal sealed class LawObjective
{
    private readonly LawBatch batch;
    private readonly double[] targets, weights, parameters, gradient, scales;
    private readonly bool[] isPositive;
    private readonly double delta, unit;
    private readonly bool logarithm;

    /// <param name="law">The law.</param>
    /// <param name="batch">The law at the points.</param>
    /// <param name="targets">The measured values, or their logarithms; padded.</param>
    /// <param name="weights">The weight of each point; they sum to 1. Padded by zeros.</param>
    /// <param name="delta">The border of Huber's loss.</param>
    /// <param name="unit">The error that counts as 1.</param>
    /// <param name="logarithm">True for residuals of the logarithm.</param>
    public LawObjective(ParametricLaw law, LawBatch batch, double[] targets, double[] weights, double delta, double unit, bool logarithm)
    {
        (this.batch, this.targets, this.weights, this.delta, this.unit, this.logarithm) = (batch, targets, weights, delta, unit, logarithm);
        isPositive = [.. law.Parameters.Select(parameter => parameter.IsPositive)];
        scales = [.. law.Parameters.Select(parameter => (parameter.High - parameter.Low) / 2)];
        (parameters, gradient) = (new double[isPositive.Length], new double[isPositive.Length]);
    }

    /// <summary>Computes the loss and its derivatives by the variables.</summary>
    public double Compute(ReadOnlySpan<double> x, Span<double> byVariable)
    {
        ToParameters(x, parameters);
        double loss = batch.ComputeLoss(parameters, targets, weights, delta, logarithm, gradient);
        if (!double.IsFinite(loss)) return double.PositiveInfinity;
        double scale = 1 / (unit * unit);
        for (int i = 0; i < x.Length; i++)
        {
            byVariable[i] = gradient[i] * scale * (isPositive[i] ? parameters[i] : scales[i]);
            if (!double.IsFinite(byVariable[i])) return double.PositiveInfinity;
        }
        return loss * scale;
    }

    public void ToParameters(ReadOnlySpan<double> x, Span<double> values)
    {
        for (int i = 0; i < x.Length; i++) values[i] = isPositive[i] ? Math.Exp(x[i]) : x[i] * scales[i];
    }
}
