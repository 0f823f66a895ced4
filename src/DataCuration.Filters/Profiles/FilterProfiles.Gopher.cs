namespace DataCuration.Filters;

public static partial class FilterProfiles
{
    /// <summary>
    /// The rules of the Gopher paper (Rae et al. 2021, arXiv 2112.11446, section A1.1 and table A1), in the paper's order: quality, then repetition. Words are
    /// split at white space, as the paper's counts suggest; it does not name a tokenizer. The measures are datatrove's.
    /// </summary>
    /// <param name="splitter">The definition of a word; null for white space.</param>
    /// <param name="annotates">True to write all measured values (<see cref="RuleFilter.Annotates"/>).</param>
    public static Stage[] GopherPaper(WordSplitter? splitter = null, bool annotates = false) =>
    [
        new GopherQualityFilter { Splitter = splitter ?? WordSplitter.WhiteSpace, Annotates = annotates },
        new GopherRepetitionFilter { Splitter = splitter ?? WordSplitter.WhiteSpace, Annotates = annotates },
    ];
}
