namespace DataCuration.Deduplication;

/// <summary>The document of a pair that stays in semantic deduplication (SemDeDup, Abbas et al. 2023).</summary>
public enum SemanticKept
{
    /// <summary>The one that is farther from its cluster's centroid: less typical documents stay.</summary>
    Hard,

    /// <summary>The one that is nearer to its cluster's centroid.</summary>
    Easy,

    /// <summary>The first one in the order of the corpus.</summary>
    First,
}
