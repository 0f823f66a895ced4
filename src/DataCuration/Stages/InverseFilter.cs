namespace DataCuration;

/// <summary>
/// Keeps the documents that another filter drops, and drops those that it keeps. Ablations train on what a filter removes, to see what the filter is worth
/// (A Pretrainer's Guide, arXiv 2305.13169). The documents stay as they are: if the other filter edits texts, the inverse does not.
/// </summary>
/// <param name="filter">The filter to invert.</param>
/// <example>
/// <code>
/// using DataCuration;
///
/// // Reads the annotations that a LanguageTagger has written.
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("tagged/*.jsonl").Pipe(new InverseFilter(new LanguageFilter("en"))).WriteJsonlAsync("not-english", run);
/// </code>
/// </example>
public sealed class InverseFilter(DocumentFilter filter) : DocumentFilter
{
    /// <summary>The annotation that holds the reason for which the other filter drops a document.</summary>
    public static readonly AnnotationKey<string> InverseOf = new("inverse_reason");

    private readonly DocumentFilter filter = filter ?? throw new ArgumentNullException(nameof(filter));

    /// <summary>The reason for documents that the other filter keeps: <c>kept_by_</c> and its name.</summary>
    public string Reason => field ??= "kept_by_" + filter.Name;

    /// <summary>True to write the other filter's reason, and its annotations if it writes any, to the documents that stay. Default: false.</summary>
    public bool Annotates { get; init; }

    /// <summary><c>InverseFilter</c> with the name of the other filter in parentheses.</summary>
    public override string Name => field ??= $"{nameof(InverseFilter)}({filter.Name})";

    /// <inheritdoc/>
    protected internal override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        // The other filter's drops are kept here: what it would add to the drop output must not depend on whether there is one.
        bool writesDrops = context.WritesDrops;
        context.WritesDrops = false;
        StageResult result;
        try
        {
            result = filter.Evaluate(document, context);
        }
        finally
        {
            context.WritesDrops = writesDrops;
        }
        if (!result.IsDrop) return StageResult.Drop(Reason);
        return Annotates ? StageResult.Replace((result.DroppedDocument ?? document).With(InverseOf, result.Reason)) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Annotates), Annotates);
        writer.Add("filter_type", filter.GetType().FullName);
        writer.Add("filter_name", filter.Name);
        writer.AddScope("filter", filter.Describe);
    }
}
