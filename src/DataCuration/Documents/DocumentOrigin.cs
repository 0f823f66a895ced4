namespace DataCuration;

/// <summary>
/// The place that a document comes from: source file, byte offset (or row) and record number in its shard. A document that an expander made also has its
/// number among the children of its parent. Origins order documents and break ties between equal ids.
/// </summary>
public readonly record struct DocumentOrigin
{
    /// <summary>The origin of a document that was made in memory.</summary>
    public static DocumentOrigin None => new() { Source = null, Offset = -1, Record = -1 };

    /// <summary>The file's path as the source lists it; null for a document made in memory.</summary>
    public required string? Source { get; init; }

    /// <summary>The record's byte offset in the (decompressed) file, or its row number in a columnar file.</summary>
    public required long Offset { get; init; }

    /// <summary>The record's number in its shard, from 0. Faulty records count.</summary>
    public required long Record { get; init; }

    /// <summary>0 for a source record; 1, 2, … for the children that an expander made of it. Default: 0.</summary>
    public int Child { get; init; }
}
