namespace DataCuration.PeerVectors;

/// <summary>The judges of all kinds of files.</summary>
public static class VectorJudges
{
    /// <summary>The judges for files of the set <c>peers</c>.</summary>
    public static IReadOnlyList<VectorJudge> Peers { get; } = [.. FilterJudges.Peers, .. DedupJudges.Peers];

    /// <summary>The judges for files of the set <c>curation</c>.</summary>
    public static IReadOnlyList<VectorJudge> Curation { get; } = [.. FilterJudges.Curation, .. DedupJudges.Curation];
}
