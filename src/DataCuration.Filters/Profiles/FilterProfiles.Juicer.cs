namespace DataCuration.Filters;

public static partial class FilterProfiles
{
    /// <summary>Data-Juicer's text filters with its defaults, those without model.</summary>
    /// <param name="stopWords">The stop words; null leaves out <see cref="JuicerStopWordFilter"/>, whose limit is made for Data-Juicer's own list.</param>
    /// <param name="flaggedWords">The flagged words; null leaves out <see cref="JuicerFlaggedWordFilter"/>.</param>
    /// <param name="annotates">True to write all measured values (<see cref="RuleFilter.Annotates"/>).</param>
    public static Stage[] Juicer(TermList? stopWords = null, TermList? flaggedWords = null, bool annotates = false) =>
    [
        new JuicerAlphanumericFilter { Annotates = annotates },
        new JuicerMeanLineLengthFilter { Annotates = annotates },
        new JuicerLongestLineFilter { Annotates = annotates },
        new JuicerTextLengthFilter { Annotates = annotates },
        new JuicerWordCountFilter { Annotates = annotates },
        new JuicerSpecialCharacterFilter { Annotates = annotates },
        new JuicerCharacterRepetitionFilter { Annotates = annotates },
        new JuicerWordRepetitionFilter { Annotates = annotates },
        .. stopWords is null ? [] : new Stage[] { new JuicerStopWordFilter { Words = stopWords, Annotates = annotates } },
        .. flaggedWords is null ? [] : new Stage[] { new JuicerFlaggedWordFilter { Words = flaggedWords, Annotates = annotates } },
    ];
}
