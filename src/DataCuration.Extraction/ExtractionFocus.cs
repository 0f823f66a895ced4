namespace DataCuration.Extraction;

/// <summary>What counts more where a block of a page is doubtful.</summary>
public enum ExtractionFocus
{
    /// <summary>That nothing foreign comes along: F0.5.</summary>
    Precision,

    /// <summary>Both alike; F0.6 on articles (<see cref="PageType.Article"/>), F1 on other pages.</summary>
    Balanced,

    /// <summary>That nothing is lost: F2.</summary>
    Recall,
}
