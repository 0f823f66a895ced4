namespace DataCuration.Selection;

/// <summary>The division of the budget of <see cref="DataManSelection"/> (<c>select_subset.py</c>).</summary>
public enum DataManStrategy
{
    /// <summary>In proportion to each source, and within a source to each domain.</summary>
    MultiDomain,

    /// <summary>One budget for all.</summary>
    Uniform,

    /// <summary>In proportion to each domain, over all sources.</summary>
    OriginalDomain,

    /// <summary>The same budget for each domain.</summary>
    EqualDomain,

    /// <summary>No budget: selects everything that the filters leave.</summary>
    None,
}
