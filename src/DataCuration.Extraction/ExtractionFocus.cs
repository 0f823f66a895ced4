namespace DataCuration.Extraction;

/// <summary>What counts more where a block of a page is doubtful.</summary>
public enum ExtractionFocus
{
    /// <summary>That nothing foreign comes along: F0.5.</summary>
    Precision,

    /// <summary>Both alike; F0.75 on pages that call themselves articles, F1 on others.</summary>
    Balanced,

    /// <summary>That nothing is lost: F2.</summary>
    Recall,
}
