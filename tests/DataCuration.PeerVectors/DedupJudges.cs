namespace DataCuration.PeerVectors;

/// <summary>The judges of deduplication.</summary>
public static class DedupJudges
{
    /// <summary>The judges for files of the set <c>peers</c>.</summary>
    public static IReadOnlyList<VectorJudge> Peers { get; } =
    [
        new DatatroveMinHashJudge(),
        new DatatroveClustersJudge(),
        new DatatroveExactJudge(),
        new NemoParametersJudge(),
        new RedPajamaMinHashJudge(),
        new DataJuicerMinHashJudge(),
        new TextDedupJudge(),
        new DatatroveSentenceJudge(),
        new DatatroveBloomJudge(),
        new SubstringDedupJudge(),
    ];

    /// <summary>The judges for files of the set <c>curation</c>.</summary>
    public static IReadOnlyList<VectorJudge> Curation { get; } =
    [
        new CurationMinHashJudge(),
        new DatatroveSentenceJudge(),
    ];
}
