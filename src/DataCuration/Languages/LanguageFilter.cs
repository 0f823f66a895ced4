namespace DataCuration;

/// <summary>
/// Keeps documents in the listed languages that were identified with enough confidence. It needs the annotations of a <see cref="LanguageTagger"/>, from this
/// run or an earlier one.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// // Reads the annotations that a LanguageTagger has written.
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("tagged/*.jsonl").Pipe(new LanguageFilter("en", "de") { MinScore = 0.65 }).WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public sealed class LanguageFilter : DocumentFilter, IPhaseCheck
{
    /// <summary>The drop reason of a document without a language annotation.</summary>
    public const string NoLanguage = "no_language";

    /// <summary>The drop reason of a document in another language.</summary>
    public const string OtherLanguage = "other_language";

    /// <summary>The drop reason of a document in a listed language with too low a score.</summary>
    public const string UnsureLanguage = "unsure_language";

    private readonly string[] languages;

    /// <summary>Creates a filter.</summary>
    /// <param name="languages">The languages to keep, as tags or codes (<c>en</c>, <c>pt-BR</c>, <c>zho</c>). Only their primary subtags are
    /// compared.</param>
    /// <exception cref="ArgumentException">The list is empty, or an entry is not a language tag.</exception>
    public LanguageFilter(params IEnumerable<string> languages)
    {
        ArgumentNullException.ThrowIfNull(languages);
        this.languages = [.. languages.Select(language => LanguageTags.Primary(language)
            ?? throw new ArgumentException($"'{language}' is not a language tag.", nameof(languages))).Distinct().Order(StringComparer.Ordinal)];
        if (this.languages.Length == 0) throw new ArgumentException("Name at least one language.", nameof(languages));
    }

    /// <summary>The minimum score, in [0, 1]. Default: 0.65, the threshold that RedStone uses for English with lid.176 (arXiv 2412.03398).</summary>
    public double MinScore
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A score is between 0 and 1.");
    } = 0.65;

    /// <inheritdoc/>
    protected internal override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!document.TryGet(LanguageTagger.Language, out string? language) || !document.TryGet(LanguageTagger.Score, out double score))
            return StageResult.Drop(NoLanguage);
        if (LanguageTags.Primary(language) is not { } primary || Array.BinarySearch(languages, primary, StringComparer.Ordinal) < 0)
            return StageResult.Drop(OtherLanguage);
        return score >= MinScore ? StageResult.Keep : StageResult.Drop(UnsureLanguage);
    }

    /// <inheritdoc/>
    void IPhaseCheck.Check(StageReport counts, RunReport report)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(report);
        if (counts.In == 0 || counts.DroppedByReason.GetValueOrDefault(NoLanguage) < counts.In) return;
        throw new CurationException(FormattableString.Invariant(
            $"{report.Phase}: {counts.Name} dropped all {counts.In} documents ({NoLanguage}): none has the annotations '{LanguageTagger.Language.Name}' and ")
                + $"'{LanguageTagger.Score.Name}'. Put a {nameof(LanguageTagger)} in front of the filter.");
    }

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("languages", string.Join(',', languages));
        writer.Add(nameof(MinScore), MinScore);
    }
}
