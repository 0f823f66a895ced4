using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// Dates documents from several fields, and assigns them to slices of time, with the evidence. A date must be after the author's birth and not after the
/// death, as in historical-perspectival-lm: an edition that was printed later does not date the text.
/// </summary>
/// <remarks>
/// The first field of <see cref="DateFields"/> with an acceptable year dates the document. The stage writes <c>date_year</c>, <c>date_slice</c> (such as
/// <c>1820-1850</c>), <c>date_field</c>, <c>date_confidence</c> and <c>date_evidence</c>. The evidence is a JSON array with an object for each field that has a
/// value: <c>field</c>, <c>value</c>, <c>year</c> (null if none was found) and <c>verdict</c>. The confidence is the share of these fields whose year is
/// acceptable and in the same slice. A year is a value that is a whole number of at most four digits, such as 980 or -43, or else the first number of exactly
/// four digits in it. 0 is no year. Drop reasons: <c>no_date</c> and <c>outside_slices</c>.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus books = Corpus.FromJsonl("books/*.jsonl"); // with the fields "first_published", "printed", "author_birth" and "author_death"
/// Corpus dated = books.Pipe(new DateSliceTagger { DateFields = ["first_published", "printed"] });
/// await dated.WriteJsonlAsync("dated", run);
/// </code>
/// </example>
public sealed class DateSliceTagger : DocumentTransform
{
    /// <summary>The year of the document.</summary>
    public static readonly AnnotationKey<int> Year = new("date_year");

    /// <summary>The slice of the document.</summary>
    public static readonly AnnotationKey<string> Slice = new("date_slice");

    /// <summary>The field that dated the document.</summary>
    public static readonly AnnotationKey<string> Field = new("date_field");

    /// <summary>The share of the evidence that agrees, above 0 and at most 1.</summary>
    public static readonly AnnotationKey<double> Confidence = new("date_confidence");

    private const string EvidenceName = "date_evidence";

    /// <summary>The fields that dates are read from, the most trusted first. Default: <c>year</c>.</summary>
    public IReadOnlyList<string> DateFields { get; init => field = SelectionChecks.Metrics(value); } = ["year"];

    /// <summary>The field of the author's year of birth. Default: <c>author_birth</c>. A document without it is not checked against it.</summary>
    public string BirthField { get; init => field = OptionChecks.NotEmpty(value); } = "author_birth";

    /// <summary>The field of the author's year of death. Default: <c>author_death</c>. A document without it is not checked against it.</summary>
    public string DeathField { get; init => field = OptionChecks.NotEmpty(value); } = "author_death";

    /// <summary>The slices. Default: <see cref="DateSlices.Historical"/>.</summary>
    public DateSlices Slices { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DateSlices.Historical;

    /// <summary>True to keep documents without a date or outside all slices, with the evidence only. Default: false.</summary>
    public bool KeepsUndated { get; init; }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        int? birth = YearText.Read(document, BirthField), death = YearText.Read(document, DeathField);
        var evidence = new List<(string Field, string Value, int? Year, string Verdict)>();
        foreach (string name in DateFields)
        {
            string value = YearText.Value(document, name);
            if (value.Length == 0) continue;
            int? year = YearText.Read(value);
            evidence.Add((name, value, year, year is null ? "no_year" : year <= birth ? "not_after_birth" : year > death ? "after_death" : "accepted"));
        }
        int chosen = evidence.FindIndex(one => one.Verdict == "accepted");
        string? slice = chosen < 0 ? null : Slices.Find(evidence[chosen].Year!.Value);
        if (slice is null && !KeepsUndated) return StageResult.Drop(chosen < 0 ? "no_date" : "outside_slices");
        DocumentEditor editor = document.Edit().Set(EvidenceName, AnnotationValue.FromJson(ToJson(evidence)));
        if (slice is null)
            foreach (string name in (string[])[Year.Name, Slice.Name, Field.Name, Confidence.Name])
                if (StaleAnnotation.IsThere(document, name)) editor.Set(name, AnnotationValue.Null);
        if (slice is not null)
            editor.Set(Year, evidence[chosen].Year!.Value).Set(Slice, slice).Set(Field, evidence[chosen].Field)
                .Set(Confidence, evidence.Count(one => one.Verdict == "accepted" && Slices.Find(one.Year!.Value) == slice) / (double)evidence.Count);
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        SelectionChecks.Describe(writer, nameof(DateFields), DateFields);
        writer.Add(nameof(BirthField), BirthField);
        writer.Add(nameof(DeathField), DeathField);
        writer.AddScope("slices", Slices.Describe);
        writer.Add(nameof(KeepsUndated), KeepsUndated);
    }

    private static byte[] ToJson(List<(string Field, string Value, int? Year, string Verdict)> evidence)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach ((string name, string value, int? year, string verdict) in evidence)
            {
                json.WriteStartObject();
                json.WriteString("field", name);
                json.WriteString("value", value);
                if (year is { } known) json.WriteNumber("year", known);
                else json.WriteNull("year");
                json.WriteString("verdict", verdict);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return bytes.ToArray();
    }
}
