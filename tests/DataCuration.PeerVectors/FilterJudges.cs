namespace DataCuration.PeerVectors;

/// <summary>The judges of splitters, filters, text repair and decontamination.</summary>
public static class FilterJudges
{
    /// <summary>The judges for files of the set <c>peers</c>.</summary>
    public static IReadOnlyList<VectorJudge> Peers { get; } =
    [
        new DatatroveDecontaminationJudge(),
        new DatatroveFormattersJudge(),
        new DolmaPiiJudge(),
        new DolmaSplitsJudge(),
        new SplittersJudge(),
        new TextNormJudge(),
    ];

    /// <summary>The judges for files of the set <c>curation</c>.</summary>
    public static IReadOnlyList<VectorJudge> Curation { get; } =
    [
    ];
}
