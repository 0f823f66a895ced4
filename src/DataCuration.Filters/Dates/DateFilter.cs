using System.Globalization;

namespace DataCuration.Filters;

/// <summary>
/// Keeps documents of a span of time: from <see cref="From"/> on and before <see cref="To"/>, so that neighbouring slices share no document. Ablations by time
/// slices are those of A Pretrainer's Guide (arXiv 2305.13169). Drop reasons: <c>before_span</c>, <c>after_span</c>, <c>no_date</c>.
/// </summary>
/// <param name="annotation">The annotation or field with the date, in ISO 8601 (<c>2024-05-01</c>, <c>2024-05-01T12:00:00Z</c>). A time without zone is
/// UTC.</param>
public sealed class DateFilter(string annotation = "date") : RuleFilter("date_filter")
{
    private readonly AnnotationKey<string> annotation = new(annotation);

    /// <summary>The first moment that is kept; null for no limit. Default: null.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first moment that is not kept; null for no limit. Default: null.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>True to keep documents without a date. Default: false.</summary>
    public bool KeepsUndated { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!document.TryGet(annotation, out string? text) || string.IsNullOrWhiteSpace(text))
            return KeepsUndated ? StageResult.Keep : StageResult.Drop("no_date");
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces,
                out DateTimeOffset date))
            throw new InvalidDataException($"Document '{document.Id}': '{text}' in '{annotation.Name}' is not a date in ISO 8601.");
        if (date < From) return StageResult.Drop("before_span");
        return date >= To ? StageResult.Drop("after_span") : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(annotation), annotation.Name);
        writer.Add(nameof(From), From?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        writer.Add(nameof(To), To?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        writer.Add(nameof(KeepsUndated), KeepsUndated);
    }
}
