namespace DataCuration.PeerVectors;

/// <summary>The judges of splitters, filters, text repair and decontamination.</summary>
public static class FilterJudges
{
    /// <summary>The judges for files of the set <c>peers</c>.</summary>
    public static IReadOnlyList<VectorJudge> Peers { get; } =
    [
        new DclmJudge(),
        new DclmUrlsJudge(),
        new NemoJudge(),
        new RedPajamaJudge("redpajama_signals"),
        new JuicerJudge(),
        new DolmaTaggersJudge(),
        new DolmaRepetitionsJudge(),
        new DolmaUrlsJudge(),
        new SplittersJudge(),
        new DatatroveFiltersJudge("datatrove_filters_whitespace", WordSplitter.WhiteSpace, SentenceSplitter.WhiteSpace),
        new DatatroveFiltersJudge("datatrove_filters_spacy", WordSplitter.English, SentenceSplitter.English),
        new DatatroveFiltersJudge("datatrove_filters_treebank", WordSplitter.PennTreebank, SentenceSplitter.WhiteSpace),
        new UrlFilterJudge(),
        new SmallFiltersJudge(WordSplitter.English),
        new DatatroveDecontaminationJudge(),
        new DatatroveFormattersJudge(),
        new DolmaPiiJudge(),
        new DolmaSplitsJudge(),
        new TextNormJudge(),
        new FtfyJudge(),
    ];

    /// <summary>The judges for files of the set <c>curation</c>.</summary>
    public static IReadOnlyList<VectorJudge> Curation { get; } =
    [
        new CurationFiltersJudge(),
        new DclmFiltersJudge(),
        new NemoJudge(),
        new RedPajamaJudge("redpajama"),
        new FtfyJudge(),
    ];
}
