namespace DataCuration;

/// <summary>An input file as a source lists it.</summary>
/// <param name="Path">Its path as shown and fingerprinted: relative to the fixed part of the pattern that found it, with forward slashes.</param>
/// <param name="FullPath">Where to open it.</param>
/// <param name="Length">Its length in bytes, as stored.</param>
/// <param name="Fingerprint">Hash of its length and edges, as 32 hexadecimal digits; see <see cref="SourceFiles"/>.</param>
public sealed record SourceFile(string Path, string FullPath, long Length, string Fingerprint);
