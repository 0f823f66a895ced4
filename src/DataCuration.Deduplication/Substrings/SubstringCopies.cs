namespace DataCuration.Deduplication;

/// <summary>The copies of a repeated substring that are marked.</summary>
public enum SubstringCopies
{
    /// <summary>Every copy but the first one in the order of the corpus.</summary>
    Later,

    /// <summary>All copies, the first one too, as <c>deduplicate-text-datasets</c> does.</summary>
    All,
}
