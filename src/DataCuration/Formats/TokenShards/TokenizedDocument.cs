namespace DataCuration;

/// <summary>The provenance of a document in token shards.</summary>
public sealed record TokenizedDocument
{
    /// <summary>The document's id.</summary>
    public required string Id { get; init; }

    /// <summary>The source file; null for a document made in memory. Default: null.</summary>
    public string? Source { get; init; }

    /// <summary>The record's byte offset or row in the source file. Default: -1 (a document made in memory).</summary>
    public long Offset { get; init; } = -1;

    /// <summary>0 for a source record; 1, 2, … for the children that an expander made of it. Default: 0.</summary>
    public int Child { get; init; }

    /// <summary>The length of the text in UTF-8 bytes: the denominator of bits per byte.</summary>
    public required long Utf8Bytes { get; init; }
}
