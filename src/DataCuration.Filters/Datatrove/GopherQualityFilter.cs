namespace DataCuration.Filters;

/// <summary>
/// The quality rules of Gopher (Rae et al. 2021, arXiv 2112.11446, section A1.1) as datatrove measures them: length, mean word length, symbols, bullets,
/// ellipses, words with a letter, stop words.
/// </summary>
/// <remarks>
/// Reasons, in the order of the checks: <c>gopher_short_doc</c>, <c>gopher_long_doc</c>, <c>gopher_below_avg_threshold</c>,
/// <c>gopher_above_avg_threshold</c>, <c>gopher_too_many_hashes</c>, <c>gopher_too_many_ellipsis</c>, <c>gopher_too_many_bullets</c>,
/// <c>gopher_too_many_end_ellipsis</c>, <c>gopher_below_alpha_threshold</c>, <c>gopher_enough_stop_words</c>. A limit of null or 0 turns its rule off. A text
/// without words passes the rules that divide by the number of words, and a text without lines those that divide by lines; datatrove throws there. Defaults are
/// those of datatrove's <c>gopher_quality_filter.py</c>.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new GopherQualityFilter { MinWords = 100 }).DropsTo("dropped").WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public sealed class GopherQualityFilter() : RuleFilter("gopher_quality")
{
    private readonly StopWordSet stopWords = StopWordSet.Gopher;

    /// <summary>The minimum number of words with a character that is not punctuation. Default: 50.</summary>
    public int? MinWords { get; init => field = RuleChecks.Count(value, nameof(MinWords)); } = 50;

    /// <summary>The maximum number of these words. Default: 100,000.</summary>
    public int? MaxWords { get; init => field = RuleChecks.Count(value, nameof(MaxWords)); } = 100_000;

    /// <summary>The minimum mean length of these words, in code points. Default: 3.</summary>
    public double? MinMeanWordLength { get; init => field = RuleChecks.Ratio(value, nameof(MinMeanWordLength)); } = 3;

    /// <summary>The maximum mean length of these words, in code points. Default: 10.</summary>
    public double? MaxMeanWordLength { get; init => field = RuleChecks.Ratio(value, nameof(MaxMeanWordLength)); } = 10;

    /// <summary>The maximum number of hashes divided by all words, and of ellipses divided by all words. Default: 0.1.</summary>
    public double? MaxSymbolWordRatio { get; init => field = RuleChecks.Ratio(value, nameof(MaxSymbolWordRatio)); } = 0.1;

    /// <summary>The maximum share of lines that start with a bullet or a hyphen. Default: 0.9.</summary>
    public double? MaxBulletLineRatio { get; init => field = RuleChecks.Share(value, nameof(MaxBulletLineRatio)); } = 0.9;

    /// <summary>The maximum share of lines that end with an ellipsis. Default: 0.3.</summary>
    public double? MaxEllipsisLineRatio { get; init => field = RuleChecks.Share(value, nameof(MaxEllipsisLineRatio)); } = 0.3;

    /// <summary>
    /// The minimum share of words with at least one letter. Default: 0.8. datatrove calls it <c>max_non_alpha_words_ratio</c>, but it is a minimum.
    /// </summary>
    public double? MinAlphaWordRatio { get; init => field = RuleChecks.Share(value, nameof(MinAlphaWordRatio)); } = 0.8;

    /// <summary>The minimum number of different stop words. Default: 2.</summary>
    public int? MinStopWords { get; init => field = RuleChecks.Count(value, nameof(MinStopWords)); } = 2;

    /// <summary>The stop words; case counts. Default: the, be, to, of, and, that, have, with.</summary>
    public IReadOnlyList<string> StopWords
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = [.. value];
            stopWords = new(field);
        }
    } = StopWordSet.GopherWords;

    /// <summary>The definition of a word. Default: that of spaCy for English, which datatrove uses.</summary>
    public WordSplitter Splitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DefaultSplitters.Words;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        string? reason = Decide(document, measures);
        return reason switch
        {
            null => StageResult.Keep,
            "gopher_short_doc" => measures.Drop(reason, "words", MinWords),
            "gopher_long_doc" => measures.Drop(reason, "words", max: MaxWords),
            "gopher_below_avg_threshold" => measures.Drop(reason, "mean_word_length", MinMeanWordLength),
            "gopher_above_avg_threshold" => measures.Drop(reason, "mean_word_length", max: MaxMeanWordLength),
            "gopher_too_many_hashes" => measures.Drop(reason, "hash_word_ratio", max: MaxSymbolWordRatio),
            "gopher_too_many_ellipsis" => measures.Drop(reason, "ellipsis_word_ratio", max: MaxSymbolWordRatio),
            "gopher_too_many_bullets" => measures.Drop(reason, "bullet_line_ratio", max: MaxBulletLineRatio),
            "gopher_too_many_end_ellipsis" => measures.Drop(reason, "ellipsis_line_ratio", max: MaxEllipsisLineRatio),
            "gopher_below_alpha_threshold" => measures.Drop(reason, "alpha_word_ratio", MinAlphaWordRatio),
            _ => measures.Drop(reason, "stop_words", MinStopWords),
        };
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (RuleChecks.IsOn(MaxWords)) RuleChecks.Ordered(Name, MinWords, MaxWords);
        if (RuleChecks.IsOn(MaxMeanWordLength)) RuleChecks.Ordered(Name, MinMeanWordLength, MaxMeanWordLength);
        writer.Add(nameof(MinWords), MinWords);
        writer.Add(nameof(MaxWords), MaxWords);
        writer.Add(nameof(MinMeanWordLength), MinMeanWordLength);
        writer.Add(nameof(MaxMeanWordLength), MaxMeanWordLength);
        writer.Add(nameof(MaxSymbolWordRatio), MaxSymbolWordRatio);
        writer.Add(nameof(MaxBulletLineRatio), MaxBulletLineRatio);
        writer.Add(nameof(MaxEllipsisLineRatio), MaxEllipsisLineRatio);
        writer.Add(nameof(MinAlphaWordRatio), MinAlphaWordRatio);
        writer.Add(nameof(MinStopWords), MinStopWords);
        writer.Add(nameof(StopWords), RuleChecks.Join(StopWords));
        writer.Add(nameof(Splitter), Splitter.Name);
    }

    private string? Decide(Document document, RuleMeasures measures)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        Span<byte> seen = stopWords.Count <= 512 ? stackalloc byte[stopWords.Count] : new byte[stopWords.Count];
        var counts = new GopherQualityMeasures();
        counts.CountWords(document.GetWords(Splitter), stopWords, seen);
        // The mean of no words is not a number, and passes both rules.
        double mean = (double)counts.Length / counts.NotPunctuation;
        string? reason = null;
        if (RuleChecks.IsOn(MinWords) && counts.NotPunctuation < MinWords) reason = "gopher_short_doc";
        else if (RuleChecks.IsOn(MaxWords) && counts.NotPunctuation > MaxWords) reason = "gopher_long_doc";
        else if (RuleChecks.IsOn(MinMeanWordLength) && mean < MinMeanWordLength) reason = "gopher_below_avg_threshold";
        else if (RuleChecks.IsOn(MaxMeanWordLength) && mean > MaxMeanWordLength) reason = "gopher_above_avg_threshold";
        if (reason is not null && !measures.IsWanted) return reason;

        double hashes = RuleChecks.Divide(text.Count((byte)'#'), counts.Words);
        double ellipses = RuleChecks.Divide(GopherQualityMeasures.CountEllipses(text), counts.Words);
        if (RuleChecks.IsOn(MaxSymbolWordRatio))
        {
            if (hashes > MaxSymbolWordRatio) reason ??= "gopher_too_many_hashes";
            if (ellipses > MaxSymbolWordRatio) reason ??= "gopher_too_many_ellipsis";
            if (reason is not null && !measures.IsWanted) return reason;
        }
        if (measures.IsWanted || RuleChecks.IsOn(MaxBulletLineRatio) || RuleChecks.IsOn(MaxEllipsisLineRatio)) counts.CountLines(text);
        double bullets = RuleChecks.Divide(counts.BulletLines, counts.Lines), ends = RuleChecks.Divide(counts.EllipsisLines, counts.Lines);
        double letters = RuleChecks.Divide(counts.WithLetter, counts.Words);
        if (RuleChecks.IsOn(MaxBulletLineRatio) && bullets > MaxBulletLineRatio) reason ??= "gopher_too_many_bullets";
        if (RuleChecks.IsOn(MaxEllipsisLineRatio) && ends > MaxEllipsisLineRatio) reason ??= "gopher_too_many_end_ellipsis";
        if (RuleChecks.IsOn(MinAlphaWordRatio) && counts.Words > 0 && letters < MinAlphaWordRatio) reason ??= "gopher_below_alpha_threshold";
        if (RuleChecks.IsOn(MinStopWords) && counts.StopWords < MinStopWords) reason ??= "gopher_enough_stop_words";

        if (measures.IsWanted)
        {
            measures.Add("words", counts.NotPunctuation);
            measures.Add("mean_word_length", RuleChecks.Divide(counts.Length, counts.NotPunctuation));
            measures.Add("hash_word_ratio", hashes);
            measures.Add("ellipsis_word_ratio", ellipses);
            measures.Add("bullet_line_ratio", bullets);
            measures.Add("ellipsis_line_ratio", ends);
            measures.Add("alpha_word_ratio", letters);
            measures.Add("stop_words", counts.StopWords);
        }
        return reason;
    }
}
