namespace DataCuration.Models;

/// <summary>
/// Options of low-rank adaptation (LoRA: Hu et al. 2021, arXiv 2106.09685). The weights <c>W</c> of a model stay as they are, and a projection becomes
/// <c>W + alpha / rank * B A</c>, of which only the small matrices <c>A</c> (rank x inputs) and <c>B</c> (outputs x rank) are trained.
/// </summary>
public sealed record LoraOptions
{
    /// <summary>The rank: the number of rows of A.</summary>
    /// <value>Default 8: PEFT's default.</value>
    public int Rank
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Rank), value, "Must be at least 1.");
    } = 8;

    /// <summary>The factor of the change, divided by the rank.</summary>
    /// <value>Default 8: PEFT's default.</value>
    public double Alpha
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Alpha), value, "Must be positive and finite.");
    } = 8;

    /// <summary>The share of A's inputs that are set to zero in training, at random, from 0 to below 1. Others are scaled up accordingly.</summary>
    /// <value>Default 0: PEFT.</value>
    public double Dropout
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Dropout), value, "Must be at least 0 and below 1.");
    }

    /// <summary>The projections to adapt.</summary>
    /// <value>Default queries and values: the paper's choice for GPT-2 and GPT-3.</value>
    public LoraTargets Targets
    {
        get;
        init => field = value != LoraTargets.None && (value & ~LoraTargets.All) == 0 ? value
            : throw new ArgumentOutOfRangeException(nameof(Targets), value, "Must name at least one projection, and no others.");
    } = LoraTargets.Query | LoraTargets.Value;

    /// <summary>The distribution of A's initial values.</summary>
    /// <value>Default <see cref="LoraInitialization.Kaiming"/>: the code of the paper, and PEFT.</value>
    public LoraInitialization Initialization { get; init; }

    /// <summary>The factor of <c>B A</c>: <see cref="Alpha"/> divided by <see cref="Rank"/>.</summary>
    public double Scale => Alpha / Rank;

    /// <summary>Adds every option to a fingerprint, since all of them change the model.</summary>
    /// <param name="writer">Receives the options.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Rank), Rank);
        writer.Add(nameof(Alpha), Alpha);
        writer.Add(nameof(Dropout), Dropout);
        writer.Add(nameof(Targets), Targets.ToString());
        writer.Add(nameof(Initialization), Initialization.ToString());
    }
}
