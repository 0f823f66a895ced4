namespace DataCuration.Filters;

public static partial class FilterProfiles
{
    /// <summary>
    /// Dolma v1.6's Gopher attributes, its tagger of personal data, and the limits of its mixer for Common Crawl
    /// (<c>configs/dolma-v1_6/mixing/cc-head.yaml</c>). The mixer's limits for repetitions of tokens and duplicates apply to documents that other stages have
    /// tagged with Dolma's names.
    /// Blank lines count as duplicate lines, as in Dolma: text with blank lines between paragraphs needs <see cref="DclmNewlines"/> with one line feed first.
    /// </summary>
    /// <param name="copiesFaults">True to copy the peer's fault: the rules for the most common n-grams have no effect
    /// (<see cref="DolmaMixer.CopiesFaults"/>).</param>
    public static Stage[] Dolma(bool copiesFaults = false) =>
    [
        new DolmaGopherTagger(),
        new DolmaPersonalDataTagger(),
        new DolmaMixer { CopiesFaults = copiesFaults },
    ];
}
