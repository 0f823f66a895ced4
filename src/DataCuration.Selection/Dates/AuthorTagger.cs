using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// Attributes documents to the authors of a table by name and year of birth, with the evidence, as historical-perspectival-lm does with Wikidata. It writes the
/// years of birth and death that <see cref="DateSliceTagger"/> reads.
/// </summary>
/// <remarks>
/// Names are compared in lower case, without marks and with sorted words. The score is the normalized Indel similarity, from 0 to 100. A candidate has at least
/// <see cref="MinScore"/>. It is accepted unless its year of birth and the document's differ by more than <see cref="MaxBirthDifference"/>. The best accepted
/// candidate is the author: the one with the best score, and of equal ones the one whose year of birth is known and nearest. If that leaves several, the
/// verdict is <c>ambiguous</c>, and no author is written. The other verdicts (<c>author_verdict</c>) are <c>matched</c>, <c>birth_differs</c>, <c>no_match</c>
/// and <c>no_name</c>. A match writes <c>author_match</c>, <c>author_confidence</c>, and <see cref="BirthField"/> and <see cref="DeathField"/> if the document
/// has no such year. The confidence is a hundredth of the score, divided by the number of accepted candidates. <c>author_evidence</c> is a JSON array with the
/// candidates, the best first, at most ten: <c>name</c>, <c>score</c>, <c>birth</c>, <c>death</c> and <c>verdict</c>. No document is dropped.
/// <para>
/// The years that it writes are also in <c>author_years</c>, a JSON object with fields and years. A later pass, such as one with another table, does not take
/// them for the document's own: it replaces or removes them.
/// </para>
/// <para>
/// A document is compared with the names of nearly its length that have nearly its letters. A year is read as <see cref="DateSliceTagger"/> reads it.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// AuthorTable table = AuthorTable.Load("authors.jsonl"); // lines such as {"name": "Herman Melville", "birth": 1819, "death": 1891}
/// Corpus books = Corpus.FromJsonl("books/*.jsonl"); // with the fields "author" and "first_published"
/// Corpus dated = books.Pipe(new AuthorTagger(table), new DateSliceTagger { DateFields = ["first_published"] });
/// await dated.WriteJsonlAsync("dated", run);
/// </code>
/// </example>
/// <param name="table">The authors.</param>
public sealed class AuthorTagger(AuthorTable table) : DocumentTransform
{
    /// <summary>The name of the author in the table.</summary>
    public static readonly AnnotationKey<string> Match = new("author_match");

    /// <summary>The result: <c>matched</c>, <c>ambiguous</c>, <c>birth_differs</c>, <c>no_match</c> or <c>no_name</c>.</summary>
    public static readonly AnnotationKey<string> Verdict = new("author_verdict");

    /// <summary>The confidence, above 0 and at most 1.</summary>
    public static readonly AnnotationKey<double> Confidence = new("author_confidence");

    private const string EvidenceName = "author_evidence", YearsName = "author_years";

    private const int MaxEvidence = 10;

    private readonly AuthorTable table = table ?? throw new ArgumentNullException(nameof(table));

    /// <summary>The field of the author's name. Default: <c>author</c>.</summary>
    public string NameField { get; init => field = OptionChecks.NotEmpty(value); } = "author";

    /// <summary>The field of the author's year of birth, which is read and written. Default: <c>author_birth</c>.</summary>
    public string BirthField { get; init => field = OptionChecks.NotEmpty(value); } = "author_birth";

    /// <summary>The field of the author's year of death, which is written. Default: <c>author_death</c>.</summary>
    public string DeathField { get; init => field = OptionChecks.NotEmpty(value); } = "author_death";

    /// <summary>The least score of a candidate, 1 to 100. Default: 90 (historical-perspectival-lm).</summary>
    public double MinScore
    {
        get;
        init => field = value is >= 1 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be from 1 to 100.");
    } = 90;

    /// <summary>The largest difference of two years of birth, 0 or more. Default: 5 (historical-perspectival-lm).</summary>
    public int MaxBirthDifference
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A difference of years is not negative.");
    } = 5;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        Dictionary<string, int> earlier = WrittenYears(document);
        string name = YearText.Value(document, NameField);
        int? birth = OwnYear(document, BirthField, earlier), death = OwnYear(document, DeathField, earlier);
        List<(int Author, double Score)> candidates = table.Find(name, MinScore);
        List<(int Author, double Score)> accepted = candidates.FindAll(one => !Differs(table.Authors[one.Author].Birth, birth));
        List<(int Author, double Score)> best = accepted.FindAll(one => one.Score == accepted[0].Score);
        if (birth is { } year && best.Count > 1)
        {
            int nearest = best.Min(one => Distance(table.Authors[one.Author].Birth, year));
            best.RemoveAll(one => Distance(table.Authors[one.Author].Birth, year) > nearest);
        }
        string verdict = string.IsNullOrWhiteSpace(name) ? "no_name" : candidates.Count == 0 ? "no_match" : accepted.Count == 0 ? "birth_differs"
            : best.Count > 1 ? "ambiguous" : "matched";
        AuthorRecord? author = verdict == "matched" ? table.Authors[best[0].Author] : null;
        var years = new SortedDictionary<string, int>(StringComparer.Ordinal);
        if (birth is null && author?.Birth is { } born) years[BirthField] = born;
        if (death is null && author?.Death is { } died) years[DeathField] = died;
        // The best candidates come first, so that the author is in the evidence, however many names are alike.
        DocumentEditor editor = document.Edit().Set(Verdict, verdict)
            .Set(EvidenceName, AnnotationValue.FromJson(ToJson(best.Concat(candidates.Except(best)), birth)));
        foreach ((string field, int written) in years) editor.Set(field, AnnotationValue.FromInteger(written));
        IEnumerable<string> stale = earlier.Keys.Where(field => !years.ContainsKey(field));
        if (years.Count > 0) editor.Set(YearsName, AnnotationValue.FromJson(ToJson(years)));
        else stale = stale.Append(YearsName);
        if (author is not null) editor.Set(Match, author.Name).Set(Confidence, best[0].Score / 100 / accepted.Count);
        else stale = stale.Append(Match.Name).Append(Confidence.Name);
        foreach (string old in stale)
            if (StaleAnnotation.IsThere(document, old)) editor.Set(old, AnnotationValue.Null);
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.AddScope("table", table.Describe);
        writer.Add(nameof(NameField), NameField);
        writer.Add(nameof(BirthField), BirthField);
        writer.Add(nameof(DeathField), DeathField);
        writer.Add(nameof(MinScore), MinScore);
        writer.Add(nameof(MaxBirthDifference), MaxBirthDifference);
    }

    /// <summary>Returns the years that an earlier pass wrote, by field. A field that was changed since then is the document's own.</summary>
    private static Dictionary<string, int> WrittenYears(Document document)
    {
        var years = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!document.TryGetValue(YearsName, out AnnotationValue written) || written.Kind != AnnotationKind.Json) return years;
        using JsonDocument json = JsonDocument.Parse(written.AsJson());
        if (json.RootElement.ValueKind != JsonValueKind.Object) return years;
        foreach (JsonProperty field in json.RootElement.EnumerateObject())
            if (field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt32(out int year) && YearText.Read(document, field.Name) == year)
                years[field.Name] = year;
        return years;
    }

    private static int? OwnYear(Document document, string field, Dictionary<string, int> written) =>
        written.ContainsKey(field) ? null : YearText.Read(document, field);

    private static int Distance(int? birth, int year) => birth is { } own ? Math.Abs(own - year) : int.MaxValue;

    private bool Differs(int? birth, int? other) => birth is { } own && other is { } year && Math.Abs((long)own - year) > MaxBirthDifference;

    private byte[] ToJson(IEnumerable<(int Author, double Score)> candidates, int? birth)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach ((int author, double score) in candidates.Take(MaxEvidence))
            {
                AuthorRecord one = table.Authors[author];
                json.WriteStartObject();
                json.WriteString("name", one.Name);
                json.WriteNumber("score", Math.Round(score, 2));
                WriteYear(json, "birth", one.Birth);
                WriteYear(json, "death", one.Death);
                json.WriteString("verdict", Differs(one.Birth, birth) ? "birth_differs" : "accepted");
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return bytes.ToArray();
    }

    private static byte[] ToJson(SortedDictionary<string, int> years)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach ((string field, int year) in years) json.WriteNumber(field, year);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static void WriteYear(Utf8JsonWriter json, string name, int? year)
    {
        if (year is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }
}
