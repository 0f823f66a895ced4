using System.Globalization;

namespace DataCuration.Filters;

/// <summary>
/// Drops documents of which one n-gram of words makes up much (NeMo Curator's <c>RepeatingTopNGramsFilter</c>). The score is the share of characters that go
/// if the most frequent n-gram, its words joined by blanks, is removed from the text. Texts with fewer words than n score 1. Drop reason:
/// <c>repeating_top_Ngrams</c>, with the number in it.
/// </summary>
/// <remarks>
/// Of equally frequent n-grams the first in the text counts. NeMo Curator takes the first of a hash table, so that its scores change from process to process
/// (in half of 404 test texts). As there, an n-gram that occurs once counts too.
/// </remarks>
public sealed class NemoTopNGramFilter() : NemoMaxFilter("repeating_top_ngrams", 0.2)
{
    /// <summary>The number of words. Default: 2. NeMo Curator's pipeline has 2, 3 and 4, with limits 0.20, 0.18 and 0.16.</summary>
    public int Length { get; init => field = PeerChecks.Count(value, 1, nameof(Length)); } = 2;

    private protected override string Reason => string.Create(CultureInfo.InvariantCulture, $"repeating_top_{Length}grams");

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        base.DescribeRules(writer);
        writer.Add(nameof(Length), Length);
    }

    private protected override double Score(Document document, TextScratch scratch)
    {
        if (document.Words.Count < Length) return 1;
        WordRuns words = NemoKernel.Start(document, scratch);
        while (words.Length < Length) words.Next();
        return NemoKernel.TopNGram(document, words, scratch.Edit);
    }
}
