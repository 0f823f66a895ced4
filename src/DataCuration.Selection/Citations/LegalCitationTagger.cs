using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataCuration.Selection;

/// <summary>
/// Writes the places of citations of United States law in a text: of cases (<c>347 U.S. 483 (1954)</c>), statutes (<c>42 U.S.C. § 1983</c>) and regulations
/// (<c>17 C.F.R. § 240.10b-5</c>).
/// </summary>
/// <remarks>
/// The field is a JSON array with an object for each citation: <c>start</c> and <c>end</c> in code points, as Python counts, <c>kind</c> (<c>case</c>,
/// <c>statute</c> or <c>regulation</c>) and <c>text</c>. Cases need a volume, a reporter of the federal or regional courts, and a page; a pinpoint page and the
/// parentheses with court and year belong to the citation. Short forms ("Id.", "supra") and state codes are not found.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("opinions/*.jsonl").Pipe(new LegalCitationTagger()).WriteJsonlAsync("tagged", run);
/// </code>
/// </example>
public sealed partial class LegalCitationTagger : DocumentTransform
{
    /// <summary>The number of citations of the document.</summary>
    public static readonly AnnotationKey<int> Count = new("citation_count");

    /// <summary>The field to write. Default: <c>citations</c>.</summary>
    public string Field { get; init => field = OptionChecks.NotEmpty(value); } = "citations";

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        (byte[] spans, int count) = Find(document.Text);
        return StageResult.Replace(document.Edit().Set(Field, AnnotationValue.FromJson(spans)).Set(Count, count).Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(Field), Field);
    }

    private static (byte[] Spans, int Count) Find(string text)
    {
        using var bytes = new MemoryStream();
        int count = 0, position = 0, points = 0;
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            for (Match match = Citation().Match(text); match.Success; match = match.NextMatch(), count++)
            {
                points += CountPoints(text.AsSpan(position, match.Index - position));
                int length = CountPoints(match.ValueSpan);
                json.WriteStartObject();
                json.WriteNumber("start", points);
                json.WriteNumber("end", points + length);
                json.WriteString("kind", match.Groups["case"].Success ? "case" : match.Groups["statute"].Success ? "statute" : "regulation");
                json.WriteString("text", match.Value);
                json.WriteEndObject();
                points += length;
                position = match.Index + match.Length;
            }
            json.WriteEndArray();
        }
        return (bytes.ToArray(), count);
    }

    private static int CountPoints(ReadOnlySpan<char> text)
    {
        int points = 0;
        foreach (char one in text)
            if (!char.IsLowSurrogate(one)) points++;
        return points;
    }

    // A longer reporter comes before a shorter one with the same start. Every repetition is bounded.
    [GeneratedRegex("(?<![0-9A-Za-z.])[0-9]{1,4}[ \u00A0](?:"
        + "(?<case>(?:U\\.[ ]?S\\.|S\\.[ ]?Ct\\.|L\\.[ ]?Ed\\.(?:[ ]?2d)?|F\\.[ ]?Supp\\.(?:[ ]?[23]d)?|F\\.[ ]?App['\u2019]x|F\\.[ ]?R\\.[ ]?D\\.|"
        + "B\\.[ ]?R\\.|F\\.(?:[ ]?(?:2d|3d|4th))?|(?:N\\.[ ]?E\\.|N\\.[ ]?W\\.|S\\.[ ]?E\\.|S\\.[ ]?W\\.|So\\.|A\\.|P\\.)(?:[ ]?[23]d)?)"
        + "(?![A-Za-z.])"
        + "[ \u00A0][0-9]{1,5}(?:,[ ][0-9]{1,5}(?:[-\u2013][0-9]{1,5})?)?(?:[ ]\\([^()\\n]{0,60}[0-9]{4}\\))?)|"
        + "(?<statute>U\\.[ ]?S\\.[ ]?C\\.(?:[ ]?A\\.)?[ ]?\u00A7{1,2}[ \u00A0]?[0-9]{1,5}[0-9A-Za-z-]{0,12}(?:\\([0-9A-Za-z]{1,4}\\)){0,6})|"
        + "(?<regulation>C\\.[ ]?F\\.[ ]?R\\.[ ]?(?:\u00A7{1,2}|[Pp]art|pt\\.)[ \u00A0]?[0-9]{1,5}(?:\\.[0-9]{1,5}[0-9A-Za-z-]{0,12})?"
        + "(?:\\([0-9A-Za-z]{1,4}\\)){0,6}))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Citation();
}
