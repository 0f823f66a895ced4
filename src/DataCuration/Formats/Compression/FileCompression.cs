namespace DataCuration;

/// <summary>How an output file is compressed.</summary>
public enum FileCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip, extension <c>.gz</c>.</summary>
    Gzip,

    /// <summary>Zstandard, extension <c>.zst</c>.</summary>
    Zstd,
}
