namespace DataCuration.Filters;

/// <summary>Published recipes of filters as lists of stages, in the peers' order.</summary>
public static partial class FilterProfiles
{
    /// <summary>
    /// The text rules of DCLM-Baseline (arXiv 2406.11794; <c>baselines_configs/dclm_baseline_refinedweb.yaml</c>): addresses and runs of line feeds removed,
    /// length, word length, symbols, bullets, ellipses, letters, stop words and repetition, the line rules, and the limit for removed words. The four address
    /// lists (<see cref="DclmUrlFilter"/>), the language filter with a limit of 0.65 and the quality classifier with a threshold of 0.018112 are not in it:
    /// they need lists and models.
    /// </summary>
    /// <param name="topLevelDomains">The list for <see cref="DclmUrlRemoval"/>; null leaves out that step.</param>
    /// <param name="copiesFaults">True to copy the peer's faults, as its published data have them.</param>
    /// <param name="annotates">True to write all measured values (<see cref="RuleFilter.Annotates"/>).</param>
    public static Stage[] Dclm(TermList? topLevelDomains = null, bool copiesFaults = false, bool annotates = false) =>
    [
        .. topLevelDomains is null ? [] : new Stage[] { new DclmUrlRemoval { TopLevelDomains = topLevelDomains, CopiesFaults = copiesFaults } },
        new DclmNewlines(),
        new DclmPageLengthFilter { Annotates = annotates },
        new DclmWordLengthFilter { Annotates = annotates },
        new DclmSymbolRatioFilter { Annotates = annotates },
        new DclmBulletFilter { Annotates = annotates },
        new DclmEllipsisFilter { Annotates = annotates },
        new DclmAlphabeticFilter { Annotates = annotates },
        new DclmStopWordFilter { Annotates = annotates },
        new DclmRepetitionFilter { Annotates = annotates },
        .. DclmLines(copiesFaults, annotates),
    ];

    /// <summary>The line rules of <see cref="Dclm"/>, from the count of words to the limit for removed words: DCLM's reading of RefinedWeb's.</summary>
    private static Stage[] DclmLines(bool copiesFaults, bool annotates) =>
    [
        new DclmWordCounter(),
        new DclmUppercaseLines(),
        new DclmNumericLines(),
        new DclmCounterLines { CopiesFaults = copiesFaults },
        new DclmShortLines(),
        new DclmSubstringLines { Banned = ["items in cart"], MaxWords = 10, RemovesTextOnly = true },
        new DclmSubstringLines { Banned = ["Read more..."], Place = TextPlace.End, MaxWords = 10, RemovesTextOnly = true },
        new DclmSubstringLines { Banned = ["Sign-in"], Place = TextPlace.Start, MaxWords = 10, RemovesTextOnly = true },
        new DclmWordRemovalFilter { Annotates = annotates },
    ];
}
