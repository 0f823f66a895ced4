namespace DataCuration.Tabular;

/// <summary>The compression of pages in Parquet files.</summary>
public enum ParquetCompression
{
    /// <summary>Zstandard: the smallest files, at good speed.</summary>
    Zstd,

    /// <summary>Snappy: faster and larger. All Parquet readers support it.</summary>
    Snappy,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>No compression.</summary>
    None,
}
