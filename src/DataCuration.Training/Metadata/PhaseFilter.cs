namespace DataCuration.Training;

/// <summary>
/// Keeps the documents of one phase of a training, so that no document is in two phases. The id of a document and the seed give it a number in [0, 1), and the
/// filter keeps those from <see cref="From"/> to below <see cref="To"/>. Documents with the same id are in the same phase. Drop reason: <c>other_phase</c>.
/// </summary>
/// <remarks>
/// The shares of documents are those of the interval, up to chance. Shares of tokens are set when training, by <see cref="TokenMixture.Phases"/>.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Training;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// await pool.Pipe(new PhaseFilter { To = 0.9 }).WriteTokenShardsAsync("tokens/first", ByteTokenEncoder.Instance, run);
/// await pool.Pipe(new PhaseFilter { From = 0.9 }).WriteTokenShardsAsync("tokens/last", ByteTokenEncoder.Instance, run);
/// </code>
/// </example>
public sealed class PhaseFilter : DocumentFilter
{
    /// <summary>The lower bound, from 0 to 1.</summary>
    /// <value>Default 0.</value>
    public double From { get; init => field = InUnit(value, nameof(From)); }

    /// <summary>The upper bound, from 0 to 1. It is not part of the interval.</summary>
    /// <value>Default 1.</value>
    public double To { get; init => field = InUnit(value, nameof(To)); } = 1;

    /// <summary>The seed of the numbers. All phases of a training need the same one.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        double number = SeededRandom.Create(Seed, "training phase", document.Id).NextDouble();
        return number >= From && number < To ? StageResult.Keep : StageResult.Drop("other_phase");
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(From), From);
        writer.Add(nameof(To), To);
        writer.Add(nameof(Seed), Seed);
    }

    private static double InUnit(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Must be at least 0 and at most 1.");
}
