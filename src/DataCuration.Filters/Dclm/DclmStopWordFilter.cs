using System.Numerics;

namespace DataCuration.Filters;

/// <summary>
/// Keeps pages with enough English stop words (DCLM's <c>stop_word_filter</c>): the, be, to, of, and, that, have, with, in any case, as words between white
/// space. Drop reason: <c>stop_word_filter</c>. Measure: <c>stop_words</c>, of which counting stops at <see cref="Min"/> unless values are annotated.
/// </summary>
public sealed class DclmStopWordFilter() : RuleFilter("dclm_stop_words")
{
    /// <summary>The least number of stop words. Default: 2 (dclm_baseline_refinedweb.yaml).</summary>
    public int Min { get; init => field = PeerChecks.Count(value, 1, nameof(Min)); } = 2;

    /// <summary>True to count different words only. Default: false (dclm_baseline_refinedweb.yaml).</summary>
    public bool CountsUnique { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        int count = 0;
        uint seen = 0;
        foreach (ReadOnlySpan<byte> word in document.Words)
        {
            int index = StopWordSet.Gopher.FindAnyCase(word);
            if (index < 0) continue;
            seen |= 1u << index;
            count = CountsUnique ? BitOperations.PopCount(seen) : count + 1;
            if (count >= Min && !measures.IsWanted) break;
        }
        measures.Add("stop_words", count);
        return count >= Min ? StageResult.Keep : measures.Drop("stop_word_filter", "stop_words", Min);
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Min), Min);
        writer.Add(nameof(CountsUnique), CountsUnique);
    }
}
