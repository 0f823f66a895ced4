using System.Globalization;
using System.Text;
using global::Lingua;

namespace DataCuration.Lingua;

/// <summary>
/// Identifies languages with Lingua, whose package contains models for 79 languages, so no model file is needed. It is slower than a fastText model (about 1
/// MB/s), but better on short texts. Loading takes about two seconds and 170 MB in low-accuracy mode, and ten times the time and memory in high-accuracy
/// mode.
/// </summary>
public sealed class LinguaLanguageIdentifier : ILanguageIdentifier
{
    private readonly Lazy<LanguageDetector> detector;
    private readonly Language[] languages;

    /// <summary>Creates an identifier. The models are loaded with the first text.</summary>
    /// <param name="languages">The candidate languages as tags or codes (<c>en</c>, <c>deu</c>): at least two, or an empty list for all. If the texts have no
    /// other languages, fewer candidates are faster and more accurate.</param>
    /// <exception cref="ArgumentException">Lingua does not know a language, or there is only one.</exception>
    public LinguaLanguageIdentifier(params IEnumerable<string> languages)
    {
        ArgumentNullException.ThrowIfNull(languages);
        this.languages = [.. languages.Select(Find).Distinct().Order()];
        if (this.languages.Length == 1)
            throw new ArgumentException("With one language there is nothing to identify: give at least two, or an empty list for all.", nameof(languages));
        detector = new(Create);
    }

    /// <summary>
    /// True to use n-grams of one to five letters instead of three. Better for texts below about 120 letters, at ten times the memory and loading time.
    /// Default: false.
    /// </summary>
    public bool HighAccuracy { get; init; }

    /// <inheritdoc/>
    public string Name => "Lingua";

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "lingua");
        writer.Add("version", typeof(LanguageDetector).Assembly.GetName().Version?.ToString());
        writer.Add("languages", languages.Length == 0 ? "all" : string.Join(',', languages.Select(Code)));
        writer.Add(nameof(HighAccuracy), HighAccuracy);
    }

    /// <inheritdoc/>
    public int Identify(ReadOnlySpan<byte> utf8Text, Span<LanguageScore> languages)
    {
        if (languages.IsEmpty || utf8Text.IsEmpty) return 0;
        LanguageScore[] scores = [.. detector.Value.ComputeLanguageConfidenceValues(Encoding.UTF8.GetString(utf8Text))
            // Rounded, since Lingua's order of summation varies.
            .Select(pair => new LanguageScore(Code(pair.Key), Math.Round(pair.Value, 6)))
            .Where(score => score.Score > 0)
            .OrderByDescending(score => score.Score).ThenBy(score => score.Language, StringComparer.Ordinal).Take(languages.Length)];
        scores.CopyTo(languages);
        return scores.Length;
    }

    private static string Code(Language language) =>
        LanguageTags.Primary(LanguageInfo.IsoCode6393(language).ToString()) ?? language.ToString().ToLowerInvariant();

    private static Language Find(string tag)
    {
        if (LanguageTags.Primary(tag) is { } primary)
            foreach (Language language in LanguageInfo.All())
                if (Code(language) == primary) return language;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Lingua does not know the language '{tag}'."), nameof(tag));
    }

    private LanguageDetector Create()
    {
        LanguageDetectorBuilder builder = languages.Length == 0 ? LanguageDetectorBuilder.FromAllLanguages() : LanguageDetectorBuilder.FromLanguages(languages);
        return (HighAccuracy ? builder : builder.WithLowAccuracyMode()).Build();
    }
}
