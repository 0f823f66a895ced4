namespace DataCuration.PeerVectors;

/// <summary>The judges of splitters, filters, text repair and decontamination.</summary>
public static class FilterJudges
{
    /// <summary>The judges for files of the set <c>peers</c>.</summary>
    public static IReadOnlyList<VectorJudge> Peers { get; } =
    [
        new SplittersJudge(),
        new DolmaSplitsJudge(),
        new TextNormJudge(),
        new FtfyJudge(),
    ];

    /// <summary>The judges for files of the set <c>curation</c>.</summary>
    public static IReadOnlyList<VectorJudge> Curation { get; } =
    [
        new FtfyJudge(),
    ];
}
