namespace DataCuration.Extraction;

/// <summary>Where the lines of a linearised table go.</summary>
public enum TablePlacement
{
    /// <summary>In the table's place.</summary>
    Replace,

    /// <summary>Behind the table, which stays.</summary>
    Append,
}
