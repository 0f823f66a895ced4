namespace DataCuration.Filters;

public static partial class FilterProfiles
{
    /// <summary>
    /// NeMo Curator's English pipeline (<c>config/text/heuristic_filter_english_pipeline.yaml</c>, commit 1e2e4275) in its order: 19 filters and, in one pass,
    /// the nine of n-grams.
    /// </summary>
    /// <param name="annotates">True to write all scores (<see cref="RuleFilter.Annotates"/>).</param>
    public static Stage[] Nemo(bool annotates = false) =>
    [
        new NemoNonAlphanumericFilter { Annotates = annotates },
        new NemoSymbolFilter { Annotates = annotates },
        new NemoNumbersFilter { Annotates = annotates },
        new NemoUrlsFilter { Annotates = annotates },
        new NemoWhiteSpaceFilter { Annotates = annotates },
        new NemoParenthesesFilter { Annotates = annotates },
        new NemoBoilerplateFilter { Annotates = annotates },
        new NemoRepeatedLinesFilter { Annotates = annotates },
        new NemoRepeatedParagraphsFilter { Annotates = annotates },
        new NemoRepeatedLineCharactersFilter { Annotates = annotates },
        new NemoRepeatedParagraphCharactersFilter { Annotates = annotates },
        new NemoWordCountFilter { Annotates = annotates },
        new NemoPunctuationFilter { Annotates = annotates },
        new NemoMeanWordLengthFilter { Annotates = annotates },
        new NemoLongWordFilter { Annotates = annotates },
        new NemoAlphabeticWordsFilter { Annotates = annotates },
        new NemoCommonWordsFilter { Annotates = annotates },
        new NemoEllipsisFilter { Annotates = annotates },
        new NemoBulletsFilter { Annotates = annotates },
        new NemoRepetitionFilter { Annotates = annotates },
    ];
}
