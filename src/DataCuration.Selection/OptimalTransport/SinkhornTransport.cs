namespace DataCuration.Selection;

/// <summary>
/// Entropic optimal transport between two sets of vectors by Sinkhorn's iterations, with the squared Euclidean distance as cost (Cuturi 2013, arXiv 1306.0895).
/// It works with logarithms, so that a weak regularisation does not underflow.
/// </summary>
/// <remarks>
/// <para>
/// An iteration computes each cost once, in tiles, for the potentials of both sides. The matrix of costs is never in memory. The result is the same for any
/// number of threads.
/// </para>
/// <para>Vectors that begin with NaN are left out. Vectors have equal weights unless others are given.</para>
/// <para>
/// Memory: the target's vectors, 24 bytes for each source vector, 200 bytes for each target vector, and a tile for each thread. A tile has 1 MiB, or the costs
/// of six source vectors if these are more. Source vectors are read in each iteration.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// float[] pool = [0, 0, 0, 1, 9, 9, 9, 8], target = [9, 9];
/// TransportResult plan = SinkhornTransport.Solve(VectorSet.FromMemory(pool, 2), VectorSet.FromMemory(target, 2));
/// double[] gradients = SinkhornTransport.CalibrateGradients(plan.SourcePotentials.Span);
/// Console.WriteLine($"{plan.Cost}: {string.Join(' ', gradients)}");
/// </code>
/// </example>
public static class SinkhornTransport
{
    /// <summary>Finds the transport between vectors of equal weights.</summary>
    /// <param name="source">The source vectors.</param>
    /// <param name="target">The target vectors, of the same length.</param>
    /// <param name="options">The options. Default: null, all defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InsufficientDataException">One side has no vector.</exception>
    /// <exception cref="ArgumentException">The vectors have different lengths, or there are too many.</exception>
    public static TransportResult Solve(VectorSet source, VectorSet target, TransportOptions? options = null, CancellationToken cancellationToken = default) =>
        Solve(source, default, target, default, options, cancellationToken);

    /// <summary>Finds the transport between weighted vectors.</summary>
    /// <param name="source">The source vectors.</param>
    /// <param name="sourceWeights">A weight of 0 or more for each source vector; empty for equal weights. They are divided by their sum.</param>
    /// <param name="target">The target vectors, of the same length.</param>
    /// <param name="targetWeights">A weight of 0 or more for each target vector; empty for equal weights. They are divided by their sum.</param>
    /// <param name="options">The options. Default: null, all defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InsufficientDataException">One side has no vector with a weight.</exception>
    /// <exception cref="ArgumentException">The vectors have different lengths, there are too many, or weights do not fit them.</exception>
    public static TransportResult Solve(VectorSet source, ReadOnlySpan<double> sourceWeights, VectorSet target, ReadOnlySpan<double> targetWeights,
        TransportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        options ??= new();
        if (source.Dimension != target.Dimension)
            throw new ArgumentException($"Vectors of {source.Dimension} and {target.Dimension} numbers have no distance.", nameof(target));
        TransportTarget columns = TransportTarget.Read(target, cancellationToken);
        double[] logSource = LogWeights(source, sourceWeights, "source", cancellationToken), logTarget = LogWeights(target, targetWeights, "target",
            cancellationToken);
        double mean = TransportScale.MeanCost(source, logSource, target, logTarget, cancellationToken);
        double epsilon = EpsilonOf(options, mean), own = Math.Max(epsilon, options.Annealing < 1 ? mean : epsilon);
        var pass = new TransportPass(source, logSource, columns, options.Threads);
        double[] f = new double[source.Count], g = new double[columns.Places.Length], next = new double[g.Length];
        var h = new float[columns.Width];
        var mixing = new AndersonMixing(options.Acceleration, g.Length);
        for (int iteration = 1; ; iteration++)
        {
            for (int j = 0; j < h.Length; j++) h[j] = j < g.Length ? (float)(g[j] + (own * logTarget[columns.Places[j]])) : float.NegativeInfinity;
            double cost = pass.Run(h, own, f, next, cancellationToken);
            double error = 0;
            for (int j = 0; j < g.Length; j++)
                error += DeterministicMath.Exp(logTarget[columns.Places[j]]) * Math.Abs(1 - DeterministicMath.Exp((g[j] - next[j]) / own));
            bool isConverged = own <= epsilon && error <= options.Tolerance;
            if (isConverged || iteration == options.MaxIterations)
                return Result(f, g, columns, logSource, logTarget, target.Count, cost, own, iteration, error, isConverged);
            // While the regularisation changes, so does the solution.
            if (own > epsilon) (g, next) = (next, g);
            else mixing.Step(g.ToArray(), next, error, g);
            own = Math.Max(epsilon, own * options.Annealing);
        }
    }

    /// <summary>
    /// Computes the Sinkhorn divergence: the regularised cost between two sets, less half of that of each set to itself. It is 0 for equal sets, and positive
    /// for others (Feydy and others 2019, arXiv 1810.08278).
    /// </summary>
    /// <param name="source">The one set.</param>
    /// <param name="target">The other one.</param>
    /// <param name="options">The options. Default: null, all defaults. All three problems have the regularisation of that between the sets.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static double Divergence(VectorSet source, VectorSet target, TransportOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        TransportResult between = Solve(source, target, options, cancellationToken);
        return Divergence(between, source, target, options, cancellationToken);
    }

    /// <summary>
    /// Converts potentials to the gradients by which "Get more for less" selects (Kang and others 2024, arXiv 2405.02774): g_i = f_i - Σ_{j≠i} f_j / (N - 1). A
    /// negative one tells that more weight on the vector brings the source nearer to the target.
    /// </summary>
    /// <param name="potentials">The potentials of the source vectors. Those that are NaN are left out, and their gradients are NaN.</param>
    public static double[] CalibrateGradients(ReadOnlySpan<double> potentials)
    {
        double sum = 0;
        long count = 0;
        foreach (double potential in potentials)
        {
            if (double.IsNaN(potential)) continue;
            sum += potential;
            count++;
        }
        var gradients = new double[potentials.Length];
        for (int i = 0; i < gradients.Length; i++) gradients[i] = count < 2 ? potentials[i] * 0 : potentials[i] - ((sum - potentials[i]) / (count - 1));
        return gradients;
    }

    internal static double Divergence(TransportResult between, VectorSet source, VectorSet target, TransportOptions options,
        CancellationToken cancellationToken)
    {
        TransportOptions same = options with { Epsilon = between.Epsilon };
        return between.RegularizedCost - (SelfCost(source, same, cancellationToken) / 2) - (SelfCost(target, same, cancellationToken) / 2);
    }

    /// <summary>
    /// Computes the regularised cost of a set to itself. Both sides have the same potentials, and the mean of old and new ones converges fast.
    /// </summary>
    private static double SelfCost(VectorSet vectors, TransportOptions options, CancellationToken cancellationToken)
    {
        TransportTarget columns = TransportTarget.Read(vectors, cancellationToken);
        double[] log = LogWeights(vectors, default, "source", cancellationToken);
        double mean = TransportScale.MeanCost(vectors, log, vectors, log, cancellationToken);
        double epsilon = EpsilonOf(options, mean), own = Math.Max(epsilon, options.Annealing < 1 ? mean : epsilon);
        var pass = new TransportPass(vectors, log, columns, options.Threads);
        double[] f = new double[vectors.Count], next = new double[f.Length];
        var h = new float[columns.Width];
        for (int iteration = 1; ; iteration++)
        {
            for (int j = 0; j < h.Length; j++)
                h[j] = j < columns.Places.Length ? (float)(f[columns.Places[j]] + (own * log[columns.Places[j]])) : float.NegativeInfinity;
            pass.Run(h, own, next, null, cancellationToken);
            double error = 0, value = 0;
            foreach (int i in columns.Places)
            {
                double weight = DeterministicMath.Exp(log[i]);
                error += weight * Math.Abs(1 - DeterministicMath.Exp((f[i] - next[i]) / own));
                value += weight * (f[i] + next[i]);
                f[i] = (f[i] + next[i]) / 2;
            }
            if ((own <= epsilon && error <= options.Tolerance) || iteration == options.MaxIterations) return value;
            own = Math.Max(epsilon, own * options.Annealing);
        }
    }

    /// <summary>Returns the strength of the regularisation. If all vectors are equal, any number above 0 will do.</summary>
    private static double EpsilonOf(TransportOptions options, double meanCost) =>
        options.Epsilon ?? (meanCost > 0 ? options.RelativeEpsilon * meanCost : options.RelativeEpsilon);

    private static double[] LogWeights(VectorSet vectors, ReadOnlySpan<double> weights, string side, CancellationToken cancellationToken)
    {
        if (vectors.Count > Array.MaxLength) throw new ArgumentException($"The {side} has {vectors.Count} vectors, which is too many; draw a sample.");
        if (!weights.IsEmpty && weights.Length != vectors.Count)
            throw new ArgumentException($"The {side} has {vectors.Count} vectors, and there are {weights.Length} weights.");
        var log = new double[vectors.Count];
        Array.Fill(log, double.NegativeInfinity);
        double total = 0;
        foreach ((int place, _) in TransportTarget.Rows(vectors, cancellationToken))
        {
            log[place] = 0;
        }
        for (int i = 0; i < log.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            if (!(weight >= 0) || double.IsInfinity(weight)) throw new ArgumentException(FormattableString.Invariant(
                $"Weight {i} of the {side} is {weight}: weights are finite and not negative."));
            if (log[i] == 0) total += weight;
        }
        if (!(total > 0)) throw new InsufficientDataException($"The {side} has no vector with a weight: transport needs at least one.");
        for (int i = 0; i < log.Length; i++)
            if (log[i] == 0) log[i] = DeterministicMath.Log((weights.IsEmpty ? 1 : weights[i]) / total);
        return log;
    }

    private static TransportResult Result(double[] f, double[] g, TransportTarget columns, double[] logSource, double[] logTarget, long targets, double cost,
        double epsilon, int iterations, double error, bool isConverged)
    {
        double value = 0;
        for (int i = 0; i < f.Length; i++)
            if (!double.IsNaN(f[i])) value += DeterministicMath.Exp(logSource[i]) * f[i];
        var all = new double[targets];
        Array.Fill(all, double.NaN);
        for (int j = 0; j < g.Length; j++)
        {
            all[columns.Places[j]] = g[j];
            // A column without weight has no part in the plan, and its potential may be infinite.
            if (!double.IsNegativeInfinity(logTarget[columns.Places[j]])) value += DeterministicMath.Exp(logTarget[columns.Places[j]]) * g[j];
        }
        return new(f, all)
        {
            Cost = cost,
            RegularizedCost = value,
            Epsilon = epsilon,
            Iterations = iterations,
            MarginalError = error,
            IsConverged = isConverged,
        };
    }
}
