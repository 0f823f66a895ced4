namespace DataCuration.Selection;

/// <summary>
/// Holds whole sources out: all documents of a source are on the same side, so that no source is both trained and evaluated on. The side is a function of the
/// seed and the source's name. Drop reasons: <c>held_out</c>, <c>not_held_out</c> and <c>no_source</c>.
/// </summary>
/// <remarks>
/// The share is of the sources, in expectation; large sources may make it another share of the documents. The same filter with <see cref="KeepsHeldOut"/> gives
/// the other side.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// Corpus papers = Corpus.FromJsonl("papers/*.jsonl"); // with the field "journal"
/// Corpus train = papers.Pipe(new SourceHoldoutFilter("journal") { Share = 0.05 });
/// Corpus test = papers.Pipe(new SourceHoldoutFilter("journal") { Share = 0.05, KeepsHeldOut = true });
/// </code>
/// </example>
/// <param name="sourceField">The annotation or field that holds the source.</param>
public sealed class SourceHoldoutFilter(string sourceField) : DocumentFilter
{
    private readonly string sourceField = OptionChecks.NotEmpty(sourceField);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>The share of sources that are held out, 0 to 1. Default: 0.1 (our choice).</summary>
    public double Share
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is from 0 to 1.");
    } = 0.1;

    /// <summary>Sources that are held out in any case. Default: empty.</summary>
    public IReadOnlyList<string> Sources
    {
        get;
        init
        {
            field = SelectionChecks.Names(value, nameof(value));
            names = new(field, StringComparer.Ordinal);
        }
    } = [];

    /// <summary>True to keep the sources that are held out; false to keep the others. Default: false.</summary>
    public bool KeepsHeldOut { get; init; }

    /// <summary>The seed. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        string source = GroupNumbers.NameOf(document, sourceField);
        if (source.Length == 0) return StageResult.Drop("no_source");
        bool isHeldOut = names.Contains(source) || SeededRandom.Create(Seed, "source-holdout", source).NextDouble() < Share;
        return isHeldOut == KeepsHeldOut ? StageResult.Keep : StageResult.Drop(isHeldOut ? "held_out" : "not_held_out");
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("source", sourceField);
        writer.Add(nameof(Share), Share);
        SelectionChecks.Describe(writer, nameof(Sources), Sources);
        writer.Add(nameof(KeepsHeldOut), KeepsHeldOut);
        writer.Add(nameof(Seed), Seed);
    }
}
