namespace DataCuration;

/// <summary>A stretch of a file: the whole of it, or the records that begin in a range of bytes (or of row groups).</summary>
/// <param name="Path">The file's path as shown and fingerprinted: relative to the folder that the source was given, with forward slashes.</param>
/// <param name="FullPath">Where to open it.</param>
/// <param name="Start">The range's first byte (or row group).</param>
/// <param name="End">The first byte (or row group) after the range.</param>
/// <param name="FileLength">The file's length in bytes.</param>
/// <param name="FileFingerprint">Hash of the file's length and edges; see <see cref="SourceFiles"/>.</param>
public sealed record SourceSegment(string Path, string FullPath, long Start, long End, long FileLength, string FileFingerprint)
{
    /// <summary>Of the lines in the range, every so many belong to the segment; 1 for all. See <see cref="JsonlSharding.Strided"/>.</summary>
    public int LineStride { get; init; } = 1;

    /// <summary>The number of the first line that belongs to the segment, below <see cref="LineStride"/>.</summary>
    public int LinePhase { get; init; }
}
