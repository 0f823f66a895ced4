namespace DataCuration.Filters;

public static partial class FilterProfiles
{
    /// <summary>RedPajama-Data v2's signals and the Gopher rules that its data card publishes on them.</summary>
    /// <param name="stopWords">The stop words; null leaves out the signal that needs them.</param>
    /// <param name="badWords">The bad words; null leaves out the signal that needs them.</param>
    public static Stage[] RedPajamaSignals(TermList? stopWords = null, TermList? badWords = null) =>
    [
        new RedPajamaSignals { StopWords = stopWords, BadWords = badWords, WithoutLists = stopWords is null || badWords is null },
        new RedPajamaGopherFilter(),
    ];
}
