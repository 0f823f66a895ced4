namespace DataCuration.Selection;

/// <summary>Whether a document can be selected.</summary>
internal enum CandidateStanding
{
    /// <summary>It lacks a score or a size.</summary>
    Unrated,

    /// <summary>A filter of the selection leaves it out.</summary>
    Excluded,

    /// <summary>It can be selected.</summary>
    Candidate,
}
