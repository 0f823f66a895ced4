namespace DataCuration.Filters;

/// <summary>
/// Keeps texts whose words are frequent: the mean of the natural logarithms of their probabilities is above a limit. The rule comes from peS2o. Drop reason:
/// <c>unigram_log_prob</c>.
/// </summary>
/// <param name="table">The word frequencies. The library contains none.</param>
public sealed class UnigramLogProbFilter(UnigramTable table) : RuleFilter("unigram_log_prob")
{
    private readonly UnigramTable table = table ?? throw new ArgumentNullException(nameof(table),
        $"{nameof(UnigramLogProbFilter)} needs word frequencies: read them with {nameof(UnigramTable)}.{nameof(UnigramTable.Load)}.");

    /// <summary>The mean must be above this. Default: -10 (datatrove's <c>unigram_log_probs.py</c>).</summary>
    public double MinLogProbability
    {
        get;
        init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(MinLogProbability), value, "The limit is a number.");
    } = -10;

    /// <summary>The probability of a word that is not in the table. Default: 1e-9 (datatrove).</summary>
    public double UnseenProbability
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(UnseenProbability), value, "A probability is above 0 and at most 1.");
    } = 1e-9;

    /// <summary>The definition of a word. Default: that of spaCy for English, which datatrove uses.</summary>
    public WordSplitter Splitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DefaultSplitters.Words;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        double mean = Measure(document.GetWords(Splitter), context.Scratch<C4Scratch>());
        measures.Add("log_prob", mean);
        return mean > MinLogProbability ? StageResult.Keep : measures.Drop("unigram_log_prob", "log_prob", MinLogProbability);
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(table), table);
        writer.Add(nameof(MinLogProbability), MinLogProbability);
        writer.Add(nameof(UnseenProbability), UnseenProbability);
        writer.Add(nameof(Splitter), Splitter.Name);
    }

    /// <summary>The mean log probability of the words; 0 for none.</summary>
    internal double Measure(TextWords words, C4Scratch scratch)
    {
        double unseen = Math.Log(UnseenProbability), sum = 0;
        foreach (ReadOnlySpan<byte> word in words)
        {
            RepetitionScratch.Resize(ref scratch.Lower, LowerText.Capacity(word.Length));
            sum += table.LogProbability(scratch.Lower.AsSpan(0, LowerText.Write(word, scratch.Lower)), unseen);
        }
        return words.Count == 0 ? 0 : sum / words.Count;
    }
}
