namespace DataCuration.Filters;

/// <summary>
/// Keeps documents with enough of the words the, be, to, of, and, that, have, with, in lower case (NeMo Curator's <c>CommonEnglishWordsFilter</c>): at least 2
/// by default. Drop reason: <c>common_english_words</c>.
/// </summary>
public sealed class NemoCommonWordsFilter() : NemoMinFilter("common_english_words", 2)
{
    /// <summary>True to stop counting at <see cref="NemoMinFilter.Min"/>. Default: true (there <c>stop_at_false</c>).</summary>
    public bool StopsAtMin { get; init; } = true;

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        base.DescribeRules(writer);
        writer.Add(nameof(StopsAtMin), StopsAtMin);
    }

    private protected override double Score(Document document, TextScratch scratch)
    {
        int count = 0;
        foreach (ReadOnlySpan<byte> word in document.Words)
        {
            if (StopWordSet.Gopher.Find(word) >= 0) count++;
            if (StopsAtMin && count >= Min) break;
        }
        return count;
    }
}
