namespace DataCuration.Extraction;

/// <summary>The placement of the lines of a linearized table.</summary>
public enum TablePlacement
{
    /// <summary>The lines replace the table.</summary>
    Replace,

    /// <summary>The lines follow the table, which is kept.</summary>
    Append,
}
