namespace DataCuration.Filters;

/// <summary>Keeps texts by their number of words. Drop reasons: <c>too_short</c> and <c>too_long</c>.</summary>
public sealed class WordCountFilter() : RuleFilter("word_count")
{
    /// <summary>The minimum; null for none. Default: none.</summary>
    public int? Min { get; init => field = RuleChecks.Count(value, nameof(Min)); }

    /// <summary>The maximum; null for none. Default: none.</summary>
    public int? Max { get; init => field = RuleChecks.Count(value, nameof(Max)); }

    /// <summary>The definition of a word. Default: that of spaCy for English.</summary>
    public WordSplitter Splitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DefaultSplitters.Words;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        int count = document.GetWords(Splitter).Count;
        measures.Add("words", count);
        if (count < Min) return measures.Drop("too_short", "words", Min);
        return count > Max ? measures.Drop("too_long", "words", max: Max) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, Min, Max);
        writer.Add(nameof(Min), Min);
        writer.Add(nameof(Max), Max);
        writer.Add(nameof(Splitter), Splitter.Name);
    }
}
