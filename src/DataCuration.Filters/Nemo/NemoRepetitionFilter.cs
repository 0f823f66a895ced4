namespace DataCuration.Filters;

/// <summary>
/// The nine n-gram filters of NeMo Curator's English pipeline in one pass over the words: <see cref="NemoTopNGramFilter"/> with 2, 3 and 4 words and
/// <see cref="NemoDuplicateNGramFilter"/> with 5 to 10, with the limits of <c>config/text/heuristic_filter_english_pipeline.yaml</c>. Decisions and drop
/// reasons are those of the single filters in this order. Measures have the names of the reasons.
/// </summary>
public sealed class NemoRepetitionFilter() : RuleFilter("nemo_repetition")
{
    private const int FirstTop = 2, FirstDuplicate = 5, Last = 10;
    private static readonly double[] Limits = [0.20, 0.18, 0.16, 0.15, 0.14, 0.13, 0.12, 0.11, 0.10];
    private static readonly string[] Reasons =
    [
        "repeating_top_2grams", "repeating_top_3grams", "repeating_top_4grams", "repeating_dup_5gram", "repeating_dup_6gram", "repeating_dup_7gram",
        "repeating_dup_8gram", "repeating_dup_9gram", "repeating_dup_10gram",
    ];

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        TextScratch scratch = context.Scratch<TextScratch>();
        WordRuns words = NemoKernel.Start(document, scratch);
        int characters = Utf8.Count(document.Utf8Text.Span);
        string? reason = null;
        for (int length = FirstTop; length <= Last; length++)
        {
            words.Next();
            double score = words.WordCount < length ? 1
                : length < FirstDuplicate ? NemoKernel.TopNGram(document, words, scratch.Edit) : NemoKernel.DuplicateNGrams(words, characters, scratch.Seen);
            measures.Add(Reasons[length - FirstTop], score);
            if (score <= Limits[length - FirstTop]) continue;
            reason ??= Reasons[length - FirstTop];
            if (!measures.IsWanted) break;
        }
        return reason is null ? StageResult.Keep : measures.Drop(reason, reason, max: Limits[Array.IndexOf(Reasons, reason)]);
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
    }
}
