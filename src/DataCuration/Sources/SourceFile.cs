namespace DataCuration;

/// <summary>An input file as a source lists it.</summary>
public sealed record SourceFile
{
    /// <summary>The path in reports and fingerprints: relative to the fixed part of the pattern that found the file, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The path to open.</summary>
    public required string FullPath { get; init; }

    /// <summary>The length in bytes, as stored.</summary>
    public required long Length { get; init; }

    /// <summary>A hash of the length and edges, as 32 hexadecimal digits; see <see cref="SourceFiles"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The compression, as the first bytes show it: the name does not matter. Default: <see cref="FileCompression.None"/>.</summary>
    public FileCompression Compression { get; init; }

    /// <summary>The kind of the content, as the first bytes show it.</summary>
    internal ContentKind Kind { get; init; }

    /// <summary>The store that the file is in. Default: <see cref="LocalFileStore.Instance"/>.</summary>
    public IFileStore Files { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;
}
