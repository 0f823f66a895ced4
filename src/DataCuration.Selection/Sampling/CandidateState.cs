namespace DataCuration.Selection;

/// <summary>Tells if a document can be selected.</summary>
internal enum CandidateState
{
    /// <summary>The document lacks a score or a size.</summary>
    Unrated,

    /// <summary>A filter of the selection excludes the document.</summary>
    Excluded,

    /// <summary>The document can be selected.</summary>
    Eligible,
}
