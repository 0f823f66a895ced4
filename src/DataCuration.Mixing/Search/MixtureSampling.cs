namespace DataCuration.Mixing;

/// <summary>
/// Options of the first mixtures of a search: Dirichlet draws around the sources' shares of tokens. Defaults are RegMix's
/// (<c>mixture_config/synthesize_mixture.py</c>), which CLIMB took over (<c>5_mixture.py</c> of NeMo Curator's tutorial).
/// </summary>
public sealed record MixtureSampling
{
    /// <summary>The exponent of shares of tokens before they are normalised: below 1, small sources get larger shares.</summary>
    /// <value>At least 0; default 0.5 (<c>TEMP</c>). 0 gives all sources the same share.</value>
    public double Temperature { get; init => field = NotNegative(value); } = 0.5;

    /// <summary>The smallest concentration. A draw has concentration times share as the parameters of its Dirichlet distribution.</summary>
    /// <value>Positive; default 0.1 (<c>MIN_STRENGH</c>): nearly all weight on few sources.</value>
    public double MinConcentration { get; init => field = Positive(value); } = 0.1;

    /// <summary>The largest concentration.</summary>
    /// <value>At least <see cref="MinConcentration"/>; default 5 (<c>MAX_STRENGH</c>): nearer to the shares.</value>
    public double MaxConcentration { get; init => field = Positive(value); } = 5;

    /// <summary>The number of concentrations between smallest and largest, at equal steps of their logarithms. Each draw has one of them at random.</summary>
    /// <value>At least 1; default 15: RegMix.</value>
    public int Concentrations { get; init => field = AtLeast(value, 1); } = 15;

    /// <summary>The largest ratio of a source's weight to its share of tokens. A draw with a larger one is rejected.</summary>
    /// <value>At least 1; default 15 (<c>MAXIMUM_USAGE</c>). Infinity turns the check off.</value>
    public double MaxUsage
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be at least 1.");
    } = 15;

    /// <summary>The step of weights. Smaller weights become 0, and others are rounded to a multiple of it. 0 keeps weights as they are drawn.</summary>
    /// <value>From 0 to 0.1; default 2e-4 (<c>MINIMUM</c>): about 100 examples in a proxy training of 512,000.</value>
    public double MinWeight
    {
        get;
        init => field = value is >= 0 and <= 0.1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be from 0 to 0.1.");
    } = 2e-4;

    /// <summary>The number of draws for each mixture that is needed. Repeats are removed before the mixtures are chosen.</summary>
    /// <value>At least 1; default 100 (<c>SAMPLE_MULTIPLIER</c>).</value>
    public int Oversampling { get; init => field = AtLeast(value, 1); } = 100;

    internal void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(Temperature), Temperature);
        writer.Add(nameof(MinConcentration), MinConcentration);
        writer.Add(nameof(MaxConcentration), MaxConcentration);
        writer.Add(nameof(Concentrations), Concentrations);
        writer.Add(nameof(MaxUsage), MaxUsage);
        writer.Add(nameof(MinWeight), MinWeight);
        writer.Add(nameof(Oversampling), Oversampling);
    }

    private static int AtLeast(int value, int minimum) =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Must be at least {minimum}.");

    private static double NotNegative(double value) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must not be negative.");

    private static double Positive(double value) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive and finite.");
}
