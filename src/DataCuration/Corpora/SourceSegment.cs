namespace DataCuration;

/// <summary>A stretch of a file: the whole of it, or the records that begin in a range of bytes (or of row groups).</summary>
/// <param name="Path">The file's path as shown and fingerprinted: relative to the folder that the source was given, with forward slashes.</param>
/// <param name="FullPath">Where to open it.</param>
/// <param name="Start">The range's first byte (or row group).</param>
/// <param name="End">The first byte (or row group) after the range.</param>
/// <param name="FileLength">The file's length in bytes.</param>
/// <param name="FileFingerprint">Hash of the file's length and edges; see <see cref="SourceFiles"/>.</param>
public sealed record SourceSegment(string Path, string FullPath, long Start, long End, long FileLength, string FileFingerprint);
