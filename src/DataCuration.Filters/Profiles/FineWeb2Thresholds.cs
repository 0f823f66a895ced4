using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// The thresholds and stop words of one language, from a file in FineWeb2's form (<c>configs/por_Latn.yml</c> of huggingface/fineweb-2). The library contains
/// none of these files.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// FineWeb2Thresholds thresholds = FineWeb2Thresholds.Load("configs/por_Latn.yml");
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("por_Latn/*.jsonl").Pipe(FilterProfiles.FineWeb2(thresholds, WordSplitter.WhiteSpace)).WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public sealed record FineWeb2Thresholds
{
    /// <summary>The minimum score of the language (<c>language_score</c>); null if the file has none.</summary>
    public double? LanguageScore { get; init; }

    /// <summary>The maximum share of repeated lines (<c>dup_line_frac</c>).</summary>
    public required double MaxDuplicateLines { get; init; }

    /// <summary>The limits of the most frequent n-grams (<c>top_n_grams</c>).</summary>
    public required IReadOnlyList<NGramLimit> TopNGrams { get; init; }

    /// <summary>The limits of repeated n-grams (<c>dup_n_grams</c>).</summary>
    public required IReadOnlyList<NGramLimit> DuplicateNGrams { get; init; }

    /// <summary>The minimum share of lines that end with a mark (<c>line_punct_thr</c>).</summary>
    public required double MinLinePunctuation { get; init; }

    /// <summary>The maximum number of line feeds divided by the words (<c>new_line_ratio</c>).</summary>
    public required double MaxLineFeedsPerWord { get; init; }

    /// <summary>The minimum mean length of a word (<c>min_avg_word_length</c>).</summary>
    public required double MinMeanWordLength { get; init; }

    /// <summary>The maximum mean length of a word (<c>max_avg_word_length</c>).</summary>
    public required double MaxMeanWordLength { get; init; }

    /// <summary>The minimum share of words with a letter (<c>max_non_alpha_words_ratio</c>).</summary>
    public required double MinAlphaWordRatio { get; init; }

    /// <summary>The stop words (<c>stopwords</c>).</summary>
    public required IReadOnlyList<string> StopWords { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store of the file; null for the local file system.</param>
    /// <exception cref="InvalidDataException">The file has another form, or lacks a value. The message names file, line and value.</exception>
    public static FineWeb2Thresholds Load(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = (files ?? LocalFileStore.Instance).ReadAllBytes(path);
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) throw new InvalidDataException($"{path}: thresholds must be UTF-8 text.");
        return Parse(Encoding.UTF8.GetString(bytes), path);
    }

    /// <summary>Reads thresholds from a text in the file's form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name of the text in error messages.</param>
    /// <exception cref="InvalidDataException">The text has another form, or lacks a value. The message names line and value.</exception>
    public static FineWeb2Thresholds Parse(string text, string name = "The text")
    {
        ArgumentNullException.ThrowIfNull(text);
        var settings = FlatSettings.Parse(text, name);
        return new()
        {
            LanguageScore = settings.Has("language_score") ? settings.Number("language_score") : null,
            MaxDuplicateLines = settings.Number("dup_line_frac"),
            TopNGrams = Limits(settings, "top_n_grams"),
            DuplicateNGrams = Limits(settings, "dup_n_grams"),
            MinLinePunctuation = settings.Number("line_punct_thr"),
            MaxLineFeedsPerWord = settings.Number("new_line_ratio"),
            MinMeanWordLength = settings.Number("min_avg_word_length"),
            MaxMeanWordLength = settings.Number("max_avg_word_length"),
            MinAlphaWordRatio = settings.Number("max_non_alpha_words_ratio"),
            StopWords = NotEmpty(settings.Words("stopwords"), name),
        };
    }

    private static IReadOnlyList<string> NotEmpty(IReadOnlyList<string> words, string name) =>
        words.Count > 0 ? words : throw new InvalidDataException($"{name}: 'stopwords' has no word, so that every document would be dropped.");

    private static NGramLimit[] Limits(FlatSettings settings, string key) => [.. settings.Pairs(key).Select(pair => new NGramLimit(pair.Key, pair.Value))];
}
