namespace DataCuration;

/// <summary>The compression of an output file.</summary>
public enum FileCompression
{
    /// <summary>No compression.</summary>
    None,

    /// <summary>gzip, with the extension <c>.gz</c>.</summary>
    Gzip,

    /// <summary>Zstandard, with the extension <c>.zst</c>.</summary>
    Zstd,
}
