using System.Globalization;

namespace DataCuration.Filters;

/// <summary>
/// Keeps documents of a span of time: from <see cref="From"/> on and before <see cref="To"/>, so that neighbouring slices share no document. Ablations by time
/// slices are those of A Pretrainer's Guide (arXiv 2305.13169). Drop reasons: <c>before_span</c>, <c>after_span</c>, <c>no_date</c>.
/// </summary>
/// <remarks>
/// Dates are in ISO 8601: <c>2024-05-01</c> or <c>20240501</c>, a month <c>2024-05</c> or a year <c>2024</c> for their first moment, and a time after <c>T</c>
/// or a blank, such as <c>2024-05-01T12:00:00Z</c> or <c>12:00:00.5+02:00</c>. The 14 digits of Web archives (<c>20240501120000</c>) and the dates of HTTP
/// (<c>Wed, 01 May 2024 12:00:00 GMT</c>) are read too. A time without zone is UTC. Any other text is a fault of the document: a form such as 05/01/2024 has
/// two meanings.
/// </remarks>
/// <param name="annotation">The annotation or field with the date.</param>
public sealed class DateFilter(string annotation = "date") : RuleFilter("date_filter")
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyyMMdd", "yyyy-MM", "yyyy", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK",
        "yyyy-MM-dd HH:mmK", "yyyyMMddTHHmmss.FFFFFFFK", "yyyyMMddHHmmss", "R",
    ];

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
        if (!TryRead(text, out DateTimeOffset date))
            throw new InvalidDataException($"Document '{document.Id}': '{text}' in '{annotation.Name}' is not a date in ISO 8601 or in HTTP's form.");
        if (date < From) return StageResult.Drop("before_span");
        return date >= To ? StageResult.Drop("after_span") : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (From >= To) throw new ArgumentException($"{Name} keeps nothing: it begins at {From:O} and ends before {To:O}.");
        writer.Add(nameof(annotation), annotation.Name);
        writer.Add(nameof(From), From?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        writer.Add(nameof(To), To?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        writer.Add(nameof(KeepsUndated), KeepsUndated);
    }

    /// <summary>Reads a date. Nothing of it is taken from the clock, as <see cref="DateTimeOffset.TryParse(string, out DateTimeOffset)"/> would.</summary>
    internal static bool TryRead(string text, out DateTimeOffset date)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int point = trimmed.IndexOf('.');
        if (point >= 0)
        {
            // Digits below the resolution of the clock do not matter.
            int end = point + 1;
            while (end < trimmed.Length && char.IsAsciiDigit(trimmed[end])) end++;
            if (end > point + 8) trimmed = string.Concat(trimmed[..(point + 8)], trimmed[end..]);
        }
        return DateTimeOffset.TryParseExact(trimmed, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
    }
}
