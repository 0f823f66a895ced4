namespace DataCuration.Tabular;

/// <summary>How the pages of a Parquet file are compressed.</summary>
public enum ParquetCompression
{
    /// <summary>Zstandard: smallest of the four at good speed.</summary>
    Zstd,

    /// <summary>Snappy: faster, larger, read by everything.</summary>
    Snappy,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>Not at all.</summary>
    None,
}
