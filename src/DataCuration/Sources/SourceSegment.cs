namespace DataCuration;

/// <summary>
/// A part of a file: the whole file, or the records that begin in a range of bytes (or of row groups). A source that needs more to find its records
/// derives a record of its own and describes the additions in <see cref="Describe"/>.
/// </summary>
public record SourceSegment
{
    /// <summary>The file's path in reports and fingerprints: relative to the folder that the source was given, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The path to open. Default: empty, for a source that reads no files.</summary>
    public string FullPath { get; init; } = "";

    /// <summary>The first byte (or row group) of the range. Default: 0.</summary>
    public long Start { get; init; }

    /// <summary>The first byte (or row group) after the range.</summary>
    public required long End { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public required long FileLength { get; init; }

    /// <summary>A hash of the file's length and edges; see <see cref="SourceFiles"/>.</summary>
    public required string FileFingerprint { get; init; }

    /// <summary>
    /// The store that the file is in. It is not part of fingerprints: the same files give the same work, wherever they are. Default:
    /// <see cref="LocalFileStore.Instance"/>.
    /// </summary>
    public IFileStore Files { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;

    /// <summary>Writes everything that identifies the segment's records into a fingerprint. An override calls the base method first.</summary>
    /// <param name="writer">The fingerprint.</param>
    /// <param name="name">The segment's name in the fingerprint, such as <c>segment.0</c>. Names of further parts begin with it.</param>
    protected internal virtual void Describe(FingerprintWriter writer, string name)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(name, $"{Path} [{Start}, {End}) of {FileLength} bytes, {FileFingerprint}");
    }
}
