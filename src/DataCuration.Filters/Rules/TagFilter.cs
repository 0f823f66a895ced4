namespace DataCuration.Filters;

/// <summary>
/// Drops the documents that an earlier run tagged with a reason (<see cref="RuleFilter.TagsOnly"/>). The drop reason is that of the tag.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("tagged/*.jsonl").Pipe(new TagFilter("gopher_quality")).WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public sealed class TagFilter : DocumentFilter
{
    private readonly string annotation;

    /// <summary>Creates a filter by the tags of a rule filter.</summary>
    /// <param name="prefix">The rule filter's <see cref="RuleFilter.Prefix"/>.</param>
    public TagFilter(string prefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(prefix);
        annotation = $"{prefix}.{RuleFilter.ReasonMeasure}";
    }

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!document.TryGetValue(annotation, out AnnotationValue value))
            throw new InvalidDataException(
                $"Document '{document.Id}' has no annotation '{annotation}'. Run the filter with {nameof(RuleFilter.TagsOnly)} first.");
        return value.AsString() is { Length: > 0 } reason ? StageResult.Drop(reason) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(annotation), annotation);
    }
}
