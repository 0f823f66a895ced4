namespace DataCuration.Training;

/// <summary>The way in which documents fill training rows.</summary>
public enum RowPacking
{
    /// <summary>
    /// Documents are concatenated to one stream, which is cut into rows (<see cref="PackedRows"/>). No place is empty, but documents are cut where a row ends.
    /// </summary>
    Stream,

    /// <summary>
    /// Best-fit decreasing packing (Ding et al. 2024, "Fewer Truncations Improve Language Modeling"): a document is cut only if it is longer than a row, and
    /// each part goes to the fullest row that has room for it. Empty places at the end of rows cost no computation. Each document starts after the
    /// end-of-document token, as in an evaluation.
    /// </summary>
    BestFit,
}
