namespace DataCuration.Mixing;

/// <summary>
/// Weights that follow the excess loss of a small model over a reference model, as in DoReMi (arXiv 2305.10429): a source on which the model can still learn
/// gets more weight. One update is a step of exponentiated gradient with smoothing, and the result is the mean over all updates.
/// </summary>
/// <remarks>
/// The update is that of <c>update_domain_weights</c> in <c>doremi/trainer.py</c> of the authors' repository: the logarithms of the weights grow by
/// <see cref="StepSize"/> times the excess losses, a softmax follows, and a part <see cref="Smoothing"/> is divided evenly. A source that a batch lacks keeps
/// its last excess loss. Instances are not safe for concurrent use.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.Mixing;
///
/// var reweighting = new DomainReweighting(new(["web", "books"], [0.5, 0.5]));
/// for (int step = 0; step &lt; 100; step++) reweighting.Update(new Dictionary&lt;string, double&gt; { ["web"] = 0.1, ["books"] = 0.3 });
/// Console.WriteLine(reweighting.Average);
/// </code>
/// </example>
public sealed class DomainReweighting
{
    private readonly double[] current;
    private readonly double[] sum;
    private readonly double[] excess;

    /// <summary>Creates weights.</summary>
    /// <param name="start">The first weights. The repository's runs start from equal ones (<c>configs/pile_uniform.json</c>). All are positive.</param>
    /// <exception cref="ArgumentException">A weight is 0: no update could change it but by smoothing.</exception>
    public DomainReweighting(MixtureWeights start)
    {
        ArgumentNullException.ThrowIfNull(start);
        for (int i = 0; i < start.Names.Length; i++)
            if (start.Weights[i] == 0)
                throw new ArgumentException($"'{start.Names[i]}' has the weight 0. Leave the source out, or give it a weight.", nameof(start));
        Current = Average = start;
        current = [.. start.Weights];
        sum = new double[current.Length];
        excess = new double[current.Length];
    }

    /// <summary>The factor of excess losses.</summary>
    /// <value>Positive; default 1 (<c>reweight_eta</c> in <c>doremi/training_args.py</c>).</value>
    public double StepSize
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive.");
    } = 1;

    /// <summary>The part of the weight that all sources share evenly.</summary>
    /// <value>From 0 to 1; default 1e-4 (<c>reweight_eps</c> in <c>doremi/training_args.py</c>).</value>
    public double Smoothing
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be from 0 to 1.");
    } = 1e-4;

    /// <summary>The number of updates.</summary>
    public int Updates { get; private set; }

    /// <summary>The weights after the last update, for the next batch.</summary>
    public MixtureWeights Current { get; private set; }

    /// <summary>The mean of the weights over all updates: the result. Before the first update, the first weights.</summary>
    public MixtureWeights Average { get; private set; }

    /// <summary>Computes the mean excess loss of tokens. The excess of a token is at least 0, as in the repository.</summary>
    /// <param name="losses">The losses of the model, one for each token.</param>
    /// <param name="reference">The losses of the reference model on the same tokens.</param>
    /// <exception cref="ArgumentException">There is no token, or the lengths differ.</exception>
    public static double ExcessLoss(ReadOnlySpan<float> losses, ReadOnlySpan<float> reference)
    {
        if (losses.IsEmpty) throw new ArgumentException("There is no token.", nameof(losses));
        if (losses.Length != reference.Length)
            throw new ArgumentException($"There are {losses.Length} losses and {reference.Length} of the reference.", nameof(reference));
        double sum = 0;
        for (int i = 0; i < losses.Length; i++) sum += Math.Max(0, (double)losses[i] - reference[i]);
        return sum / losses.Length;
    }

    /// <summary>Updates the weights.</summary>
    /// <param name="excessLosses">The mean excess loss of each source that the batch had tokens of. Negative ones count as 0.</param>
    /// <exception cref="ArgumentException">A name is not of a source, or a loss is not finite.</exception>
    public void Update(IReadOnlyDictionary<string, double> excessLosses)
    {
        ArgumentNullException.ThrowIfNull(excessLosses);
        foreach ((string name, double loss) in excessLosses)
        {
            if (!Current.Names.Contains(name)) throw new ArgumentException($"There is no source '{name}'.", nameof(excessLosses));
            if (!double.IsFinite(loss))
                throw new ArgumentException(FormattableString.Invariant($"The excess loss of '{name}' is {loss}."), nameof(excessLosses));
        }
        double largest = double.NegativeInfinity, total = 0;
        for (int i = 0; i < current.Length; i++)
        {
            if (excessLosses.TryGetValue(Current.Names[i], out double loss)) excess[i] = Math.Max(0, loss);
            current[i] = DeterministicMath.Log(current[i]) + (StepSize * excess[i]);
            largest = Math.Max(largest, current[i]);
        }
        foreach (ref double weight in current.AsSpan())
        {
            weight = DeterministicMath.Exp(weight - largest);
            total += weight;
        }
        for (int i = 0; i < current.Length; i++)
        {
            current[i] = ((1 - Smoothing) * current[i] / total) + (Smoothing / current.Length);
            sum[i] += current[i];
        }
        Updates++;
        Current = MixtureWeights.Normalize(Current.Names, current);
        Average = MixtureWeights.Normalize(Current.Names, sum);
    }
}
