using System.Globalization;

namespace DataCuration.Filters;

/// <summary>
/// Drops documents with many characters in repeated n-grams of words (NeMo Curator's <c>RepeatingDuplicateNGramsFilter</c>). Second and later copies count,
/// with the blanks between their words; characters that two of them share count once. Texts with fewer words than n score 1. Drop reason:
/// <c>repeating_dup_Ngram</c>, with the number in it.
/// </summary>
public sealed class NemoDuplicateNGramFilter() : NemoMaxFilter("repeating_dup_ngrams", 0.2)
{
    /// <summary>The number of words. Default: 2. NeMo Curator's pipeline has 5 to 10, with limits from 0.15 to 0.10.</summary>
    public int Length { get; init => field = PeerChecks.Count(value, 1, nameof(Length)); } = 2;

    private protected override string Reason => string.Create(CultureInfo.InvariantCulture, $"repeating_dup_{Length}gram");

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
        return NemoKernel.DuplicateNGrams(words, Utf8.Count(document.Utf8Text.Span), scratch.Seen);
    }
}
