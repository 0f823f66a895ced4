namespace DataCuration.Selection;

/// <summary>How DataMan's selection shares its budget out (<c>select_subset.py</c>).</summary>
public enum DataManStrategy
{
    /// <summary>In proportion to each source, and inside it to each domain.</summary>
    MultiDomain,

    /// <summary>One budget for all.</summary>
    Uniform,

    /// <summary>In proportion to each domain, whatever its sources.</summary>
    OriginalDomain,

    /// <summary>As much for each domain.</summary>
    EqualDomain,

    /// <summary>No budget: everything that the filters leave.</summary>
    None,
}
