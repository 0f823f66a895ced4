using System.Globalization;
using System.Text;
using global::Lingua;

namespace DataCuration.Lingua;

/// <summary>
/// Identifies languages by Lingua, which brings its own models for 79 languages: no file is needed. Slower than a fastText model (about a megabyte a second), and better on short texts. Starting takes about two
/// seconds and 170 MB in the low-accuracy mode; the high-accuracy mode takes ten times as much of both.
/// </summary>
public sealed class LinguaLanguageIdentifier : ILanguageIdentifier
{
    private readonly Lazy<LanguageDetector> detector;
    private readonly Language[] languages;

    /// <summary>Makes an identifier. The models are loaded when the first text comes.</summary>
    /// <param name="languages">The languages to choose from, as tags or codes (<c>en</c>, <c>deu</c>): at least two; none takes all. Fewer are faster and surer, where the texts are in no others.</param>
    /// <exception cref="ArgumentException">Lingua does not know a language, or there is just one.</exception>
    public LinguaLanguageIdentifier(params IEnumerable<string> languages)
    {
        ArgumentNullException.ThrowIfNull(languages);
        this.languages = [.. languages.Select(Find).Distinct().Order()];
        if (this.languages.Length == 1) throw new ArgumentException("One language leaves nothing to identify: name at least two, or none for all.", nameof(languages));
        detector = new(Create);
    }

    /// <summary>Whether n-grams of one to five letters are looked at instead of three alone: better below 120 letters or so, at ten times the memory and start. Default: false.</summary>
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
            // Rounded, since the order of Lingua's sums is not always the same.
            .Select(pair => new LanguageScore(Code(pair.Key), Math.Round(pair.Value, 6)))
            .Where(score => score.Score > 0)
            .OrderByDescending(score => score.Score).ThenBy(score => score.Language, StringComparer.Ordinal).Take(languages.Length)];
        scores.CopyTo(languages);
        return scores.Length;
    }

    private static string Code(Language language) => LanguageTags.Primary(LanguageInfo.IsoCode6393(language).ToString()) ?? language.ToString().ToLowerInvariant();

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
