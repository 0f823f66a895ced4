using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>
/// Fits a law to measured points. The loss is Huber's, on residuals of the logarithm, minimised by L-BFGS from many starts, as Hoffmann et al. 2022
/// (Chinchilla) and the D-CPT law (arXiv 2406.01375) do. Gradients are exact. A bootstrap over the points gives intervals.
/// </summary>
/// <remarks>
/// The result depends on points, options and seed, and not on the number of threads. All starts are searched for a limited number of steps, and the best
/// eighth of them to the end.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.Mixing;
///
/// var points = new List&lt;LawPoint&gt;();
/// foreach (double n in new[] { 5e8, 1.8e9, 4e9 })
///     foreach (double d in new[] { 1e9, 5e9, 2e10 })
///         points.Add(LawPoint.Create($"{n:E1}, {d:E1}", 1.7 + 400 / Math.Pow(n, 0.34) + 410 / Math.Pow(d, 0.28), ("N", n), ("D", d)));
/// LawFit fit = new LawFitter { Seed = 7 }.Fit(ScalingLaws.Chinchilla, points);
/// Console.WriteLine(fit);
/// Console.WriteLine(fit.Predict(("N", 7e9), ("D", 1e11)));
/// </code>
/// </example>
public sealed class LawFitter
{
    private const int ExploreIterations = 120;
    private const double ExploreTolerance = 1e-6;
    private const int LeastPolished = 4;
    private const int BootstrapIterations = 400;
    private const double BootstrapTolerance = 1e-9;

    /// <summary>The error up to which Huber's loss is quadratic. Larger errors count linearly, so that outliers have little weight.</summary>
    /// <value>Positive; positive infinity for least squares. Default: 0.001, as in Chinchilla's fit of logarithms.</value>
    public double HuberDelta
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive.");
    } = 1e-3;

    /// <summary>The residual.</summary>
    /// <value>Default: <see cref="LawResidual.Logarithm"/>, as in Chinchilla's fit.</value>
    public LawResidual Residual
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such residual.");
    } = LawResidual.Logarithm;

    /// <summary>The number of starts, spread over the ranges of the parameters by Latin hypercube sampling.</summary>
    /// <value>1 to 100,000. Default: 64 (our choice: for the D-CPT law of 540 points, all eight that are searched to the end agree).</value>
    public int Starts { get; init => field = Range(value, 1, 100_000, nameof(Starts)); } = 64;

    /// <summary>The seed of the starts and of the bootstrap.</summary>
    /// <value>Default: 0.</value>
    public ulong Seed { get; init; }

    /// <summary>The maximum number of steps of a search.</summary>
    /// <value>1 to 1,000,000. Default: 3,000 (our choice).</value>
    public int MaxIterations { get; init => field = Range(value, 1, 1_000_000, nameof(MaxIterations)); } = 3_000;

    /// <summary>The number of bootstrap samples: the points are drawn with replacement, and the law is fitted again from the best parameters.</summary>
    /// <value>0 to 100,000; 0 for no intervals. Default: 200 (our choice).</value>
    public int BootstrapSamples { get; init => field = Range(value, 0, 100_000, nameof(BootstrapSamples)); } = 200;

    /// <summary>The share of the bootstrap samples that an interval contains.</summary>
    /// <value>Above 0 and below 1. Default: 0.95.</value>
    public double Confidence
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be above 0 and below 1.");
    } = 0.95;

    /// <summary>The number of threads. The result does not depend on it.</summary>
    /// <value>1 to 1,024. Default: 1.</value>
    public int Threads { get; init => field = Range(value, 1, 1_024, nameof(Threads)); } = 1;

    /// <summary>Leaves out points before an inflection; null to use all points.</summary>
    /// <value>Default: null.</value>
    public InflectionFilter? Inflection { get; init; }

    /// <summary>Fits a law.</summary>
    /// <param name="law">The law.</param>
    /// <param name="points">The points; not fewer than the parameters of the law.</param>
    /// <param name="cancellationToken">Cancels the fit.</param>
    /// <returns>The fitted law, its quality and its intervals.</returns>
    /// <exception cref="ArgumentException">
    /// There are too few points, two have the same name, or one lacks an input or has a value that the residual cannot use. The message names it.
    /// </exception>
    /// <exception cref="InvalidOperationException">The law is undefined at the points for every start.</exception>
    public LawFit Fit(ParametricLaw law, IEnumerable<LawPoint> points, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(points);
        LawPoint[] all = [.. points];
        Check(law, all);
        IReadOnlyList<ExcludedPoint> excluded = Inflection?.Find(all) ?? [];
        var names = excluded.Select(point => point.Name).ToHashSet(StringComparer.Ordinal);
        LawPoint[] used = [.. all.Where(point => !names.Contains(point.Name))];
        if (used.Length < law.Parameters.Count)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'{law.Name}' has {law.Parameters.Count} parameters, and there are "
                + $"{used.Length} points{(names.Count > 0 ? $" after the exclusion of {names.Count}" : "")}: measure more, "
                + $"or use a law with fewer parameters."), nameof(points));
        return Fit(law, used, excluded, cancellationToken);
    }

    private LawFit Fit(ParametricLaw law, LawPoint[] used, IReadOnlyList<ExcludedPoint> excluded, CancellationToken cancellationToken)
    {
        double[][] inputs = [.. law.Inputs.Select(input => used.Select(point => point.Inputs[input]).ToArray())];
        var batch = new LawBatch(law.Tape, inputs, used.Length);
        bool logarithm = Residual == LawResidual.Logarithm;
        double[] targets = [.. used.Select(point => logarithm ? Math.Log(point.Value) : point.Value)];
        double unit = double.IsFinite(HuberDelta) ? HuberDelta : Math.Max(1e-3 * Spread(targets), 1e-9);
        Array.Resize(ref targets, batch.PaddedCount);
        targets.AsSpan(used.Length).Fill(targets[used.Length - 1]);
        var weights = new double[batch.PaddedCount];
        weights.AsSpan(0, used.Length).Fill(1.0 / used.Length);

        double[][] starts = LawStarts.Draw(law, Starts, Seed);
        LbfgsResult[] ends = new LbfgsResult[Starts];
        ForEach(Starts, () => Objective(weights), (i, objective) =>
            ends[i] = Lbfgs.Minimize(objective.Compute, starts[i], Math.Min(ExploreIterations, MaxIterations), ExploreTolerance), cancellationToken);
        int[] order = [.. Enumerable.Range(0, Starts).Where(i => double.IsFinite(ends[i].Value)).OrderBy(i => ends[i].Value).ThenBy(i => i)];
        if (order.Length == 0)
            throw new InvalidOperationException($"'{law.Name}' is undefined, or not positive, at the points for all {Starts} starts. "
                + $"Check the ranges of its parameters, or use {nameof(LawResidual)}.{nameof(LawResidual.Plain)}.");
        int[] best = [.. order.Take(Math.Max(LeastPolished, Starts / 8))];
        ForEach(best.Length, () => Objective(weights), (i, objective) =>
            ends[best[i]] = Lbfgs.Minimize(objective.Compute, ends[best[i]].X, MaxIterations), cancellationToken);
        LbfgsResult winner = best.OrderBy(i => ends[i].Value).ThenBy(i => i).Select(i => ends[i]).First();

        var samples = new double[BootstrapSamples][];
        ForEach(BootstrapSamples, () => (Weights: new double[batch.PaddedCount], Batch: batch.Copy()), (sample, scratch) =>
        {
            Resample(sample, used.Length, scratch.Weights);
            var objective = new LawObjective(law, scratch.Batch, targets, scratch.Weights, HuberDelta, unit, logarithm);
            LbfgsResult end = Lbfgs.Minimize(objective.Compute, winner.X, Math.Min(BootstrapIterations, MaxIterations), BootstrapTolerance);
            objective.ToParameters(end.X, samples[sample] = new double[end.X.Length]);
        }, cancellationToken);

        var values = new double[law.Parameters.Count];
        Objective(weights).ToParameters(winner.X, values);
        return new LawFit(new FittedLaw(law, values), used, excluded, samples, Confidence)
        {
            Huber = winner.Value * unit * unit,
            IsConverged = winner.IsConverged,
            Starts = Starts,
            FailedStarts = Starts - order.Length,
            AgreeingStarts = best.Count(i => ends[i].Value <= winner.Value * 1.01 + 1e-9),
            PolishedStarts = best.Length,
        };

        LawObjective Objective(double[] own) => new(law, batch.Copy(), targets, own, HuberDelta, unit, logarithm);
    }

    private void ForEach<T>(int count, Func<T> create, Action<int, T> body, CancellationToken cancellationToken)
    {
        if (Threads == 1)
        {
            T own = create();
            for (int i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                body(i, own);
            }
            return;
        }
        var options = new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellationToken };
        Parallel.For(0, count, options, create, (i, _, own) =>
        {
            body(i, own);
            return own;
        }, _ => { });
    }

    private void Resample(int sample, int count, Span<double> weights)
    {
        weights.Clear();
        SeededRandom random = SeededRandom.Create(Seed, "law-bootstrap", sample.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < count; i++) weights[(int)random.NextInt64(count)] += 1.0 / count;
    }

    private void Check(ParametricLaw law, LawPoint[] points)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (LawPoint point in points)
        {
            if (!names.Add(point.Name)) throw new ArgumentException($"Two points have the name '{point.Name}'.", nameof(points));
            if (!double.IsFinite(point.Value) || (Residual == LawResidual.Logarithm && point.Value <= 0))
                throw new ArgumentException(FormattableString.Invariant($"The point '{point.Name}' has the value {point.Value}, which is not finite or has no ")
                    + $"logarithm. Leave it out, or use {nameof(LawResidual)}.{nameof(LawResidual.Plain)}.", nameof(points));
            foreach (string input in law.Inputs)
                if (!point.Inputs.TryGetValue(input, out double value) || !double.IsFinite(value))
                    throw new ArgumentException($"The point '{point.Name}' lacks a finite number for the input '{input}' of '{law.Name}'.", nameof(points));
        }
    }

    private static double Spread(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static int Range(int value, int low, int high, string name) =>
        value >= low && value <= high ? value : throw new ArgumentOutOfRangeException(name, value, $"Must be from {low} to {high}.");
}
