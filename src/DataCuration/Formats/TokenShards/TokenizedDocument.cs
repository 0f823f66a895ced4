namespace DataCuration;

/// <summary>Where a document of token shards comes from.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Source">The source file; null for a document made in memory.</param>
/// <param name="Offset">The record's byte offset or row in the source file; -1 if there is none.</param>
/// <param name="Child">0 for a source record; 1, 2, … for the children that an expander made of it.</param>
/// <param name="Utf8Bytes">The length of its text in UTF-8 bytes: the denominator of bits per byte.</param>
public sealed record TokenizedDocument(string Id, string? Source, long Offset, int Child, long Utf8Bytes);
