using System.Globalization;

namespace DataCuration.Selection;

/// <summary>The options of <see cref="SinkhornTransport"/>.</summary>
public sealed record TransportOptions
{
    /// <summary>
    /// The strength of the entropic regularisation as a share of the mean cost; above 0, at most 10. Default: 0.05 (our choice). Smaller values are nearer to
    /// exact transport and need more iterations.
    /// </summary>
    public double RelativeEpsilon
    {
        get;
        init => field = value is > 0 and <= 10 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share must be above 0 and at most 10.");
    } = 0.05;

    /// <summary>The strength of the regularisation in the unit of the cost, above 0, in place of <see cref="RelativeEpsilon"/>. Default: null.</summary>
    public double? Epsilon
    {
        get;
        init => field = value is null || (value > 0 && double.IsFinite(value.Value)) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The regularisation must be above 0.");
    }

    /// <summary>
    /// The factor of the annealing, above 0, at most 1. The first iteration uses the mean cost as regularisation, and each later one this factor of the one
    /// before, until the final strength is reached. 1 turns annealing off. Default: 0.5 (our choice).
    /// </summary>
    public double Annealing
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A factor must be above 0 and at most 1.");
    } = 0.5;

    /// <summary>
    /// The sum of the absolute errors of the plan's marginal weights from which the iterations end; above 0, below 2. Default: 0.001 (our choice).
    /// </summary>
    public double Tolerance
    {
        get;
        init => field = value is > 0 and < 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A tolerance must be above 0 and below 2.");
    } = 1e-3;

    /// <summary>The maximum number of iterations, 1 or more. Default: 1,000 (our choice).</summary>
    public int MaxIterations
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one iteration is needed.");
    } = 1_000;

    /// <summary>
    /// The number of earlier iterations that are combined to reach the solution in fewer iterations (Anderson acceleration), 0 to 50. 0 gives Sinkhorn's own
    /// iterations. Default: 5 (our choice).
    /// </summary>
    public int Acceleration
    {
        get;
        init => field = value is >= 0 and <= 50 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number is from 0 to 50.");
    } = 5;

    /// <summary>The number of threads, 1 or more. The result does not depend on it. Default: 1.</summary>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one thread is needed.");
    } = 1;

    /// <summary>Writes the options that change the result.</summary>
    /// <param name="writer">Receives them.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(RelativeEpsilon), RelativeEpsilon);
        writer.Add(nameof(Epsilon), Epsilon?.ToString("R", CultureInfo.InvariantCulture));
        writer.Add(nameof(Annealing), Annealing);
        writer.Add(nameof(Tolerance), Tolerance);
        writer.Add(nameof(MaxIterations), MaxIterations);
        writer.Add(nameof(Acceleration), Acceleration);
    }
}
