namespace DataCuration;

/// <summary>A format that a source expects, for <see cref="SourceFiles.CheckContent"/>.</summary>
public enum SourceFormat
{
    /// <summary>A JSON object on each line, in UTF-8.</summary>
    JsonLines,

    /// <summary>CSV or TSV in UTF-8.</summary>
    Csv,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
