namespace DataCuration.Extraction;

/// <summary>The balance of precision and recall in the selection of main content.</summary>
public enum ExtractionFocus
{
    /// <summary>Prefers precision: less boilerplate in the text (F0.5).</summary>
    Precision,

    /// <summary>Balances both: F0.75 on articles (<see cref="PageType.Article"/>), F1 on other pages.</summary>
    Balanced,

    /// <summary>Prefers recall: less main content lost (F2).</summary>
    Recall,
}
