namespace DataCuration.Filters;

/// <summary>
/// Published recipes of filters as lists of stages, in the peers' order. Pipe them as they are, or change one with a <c>with</c>-like copy of your own: each
/// stage is an ordinary object.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pages/*.jsonl").Pipe(FilterProfiles.FineWeb()).DropsTo("dropped").WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public static partial class FilterProfiles
{
    /// <summary>
    /// The text filters of datatrove's example for Common Crawl (<c>examples/process_common_crawl_dump.py</c>): Gopher's repetition and quality rules. The
    /// address filter and the language filter of the example need lists and models: put <see cref="UrlFilter"/> and a language filter in front.
    /// </summary>
    /// <param name="splitter">The definition of a word; null for that of spaCy for English.</param>
    /// <param name="annotates">True to write all measured values (<see cref="RuleFilter.Annotates"/>).</param>
    public static Stage[] DatatroveDefault(WordSplitter? splitter = null, bool annotates = false) =>
    [
        new GopherRepetitionFilter { Splitter = splitter ?? DefaultSplitters.Words, Annotates = annotates },
        new GopherQualityFilter { Splitter = splitter ?? DefaultSplitters.Words, Annotates = annotates },
    ];

    /// <summary>
    /// The text filters of FineWeb (arXiv 2406.17557; datatrove's <c>examples/fineweb.py</c>): Gopher's repetition and quality rules, C4's rules without the
    /// terminal mark, and FineWeb's own. FineWeb put an address filter and a language filter with a limit of 0.65 in front, and removed personal data
    /// afterwards.
    /// </summary>
    /// <param name="splitter">The definition of a word; null for that of spaCy for English.</param>
    /// <param name="sentences">The definition of a sentence; null for that of spaCy for English.</param>
    /// <param name="annotates">True to write all measured values (<see cref="RuleFilter.Annotates"/>).</param>
    public static Stage[] FineWeb(WordSplitter? splitter = null, SentenceSplitter? sentences = null, bool annotates = false) =>
    [
        .. DatatroveDefault(splitter, annotates),
        new C4QualityFilter { RequiresTerminalMark = false, Sentences = sentences ?? DefaultSplitters.Sentences, Annotates = annotates },
        new FineWebQualityFilter { Splitter = splitter ?? DefaultSplitters.Words, Annotates = annotates },
    ];

    /// <summary>
    /// The text filters of FineWeb2 for one language (arXiv 2506.20920; <c>fineweb-2-pipeline.py</c>): Gopher's repetition rules, FineWeb's rules and Gopher's
    /// quality rules with the language's thresholds. The score of the language is not judged here: put
    /// <c>new ThresholdFilter("language_score") { Min = thresholds.LanguageScore }</c> in front.
    /// </summary>
    /// <param name="thresholds">The thresholds and stop words of the language.</param>
    /// <param name="splitter">The definition of a word in the language.</param>
    /// <param name="annotates">True to write all measured values (<see cref="RuleFilter.Annotates"/>).</param>
    public static Stage[] FineWeb2(FineWeb2Thresholds thresholds, WordSplitter splitter, bool annotates = false)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentNullException.ThrowIfNull(splitter);
        return
        [
            new GopherRepetitionFilter
            {
                MaxDuplicateParagraphs = null,
                MaxDuplicateParagraphCharacters = null,
                MaxDuplicateLineCharacters = null,
                MaxDuplicateLines = thresholds.MaxDuplicateLines,
                TopNGrams = thresholds.TopNGrams,
                DuplicateNGrams = thresholds.DuplicateNGrams,
                Splitter = splitter,
                Annotates = annotates,
            },
            new FineWebQualityFilter
            {
                MaxShortLines = null,
                MaxDuplicateCharacters = 0.1,
                MinLinePunctuation = thresholds.MinLinePunctuation,
                MaxLineFeedsPerWord = thresholds.MaxLineFeedsPerWord,
                Splitter = splitter,
                Annotates = annotates,
            },
            new GopherQualityFilter
            {
                MinMeanWordLength = thresholds.MinMeanWordLength,
                MaxMeanWordLength = thresholds.MaxMeanWordLength,
                MinAlphaWordRatio = thresholds.MinAlphaWordRatio,
                StopWords = thresholds.StopWords,
                MinStopWords = 2,
                Splitter = splitter,
                Annotates = annotates,
            },
        ];
    }
}
