namespace DataCuration.Filters;

public static partial class FilterProfiles
{
    /// <summary>
    /// The document and line rules of RefinedWeb (arXiv 2306.01116, section 3 and appendix G.2): Gopher's rules as DCLM reads them, and the line rules with
    /// RedStone's constants. RefinedWeb's address lists, language filter and deduplication are not in it.
    /// </summary>
    /// <param name="annotates">True to write all measured values (<see cref="RuleFilter.Annotates"/>).</param>
    public static Stage[] RefinedWeb(bool annotates = false) =>
    [
        new DclmRepetitionFilter { Annotates = annotates },
        new DclmPageLengthFilter { Annotates = annotates },
        new DclmWordLengthFilter { Annotates = annotates },
        new DclmSymbolRatioFilter { Annotates = annotates },
        new DclmBulletFilter { Annotates = annotates },
        new DclmEllipsisFilter { Annotates = annotates },
        new DclmAlphabeticFilter { Annotates = annotates },
        new DclmStopWordFilter { Annotates = annotates },
        new RefinedWebLineFilter { Annotates = annotates },
    ];
}
