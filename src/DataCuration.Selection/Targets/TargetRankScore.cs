namespace DataCuration.Selection;

/// <summary>
/// The score of a document by the ranks that target examples give it (BETR, arXiv 2507.12466, section 3.4). Rank 1 is the most similar document.
/// </summary>
public enum TargetRankScore
{
    /// <summary>One divided by the best rank that any example gives. It rewards documents that are very similar to one example. The paper uses it.</summary>
    BestRank,

    /// <summary>The mean of log2(1 / rank) over all examples. It rewards documents that are similar to many examples.</summary>
    MeanLogRank,

    /// <summary>The mean of 1 / rank over all examples; between the other two.</summary>
    MeanReciprocalRank,
}
