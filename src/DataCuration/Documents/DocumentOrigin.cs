namespace DataCuration;

/// <summary>
/// Where a document comes from: source file, byte offset (or row) and record number in its shard, and for a document that a stage made of another,
/// its number among that parent's children. Orders documents and breaks ties between equal ids; a document made in memory has none.
/// </summary>
/// <param name="Source">The file's path as the source lists it, or null for a document made in memory.</param>
/// <param name="Offset">The record's byte offset in the (decompressed) file, or its row number in a columnar file.</param>
/// <param name="Record">The record's number within its shard, counted from 0 over all records, faulty ones included.</param>
/// <param name="Child">0 for a source record; 1, 2, … for the children that an expander made of it.</param>
public readonly record struct DocumentOrigin(string? Source, long Offset, long Record, int Child)
{
    /// <summary>The origin of a document that was made in memory.</summary>
    public static DocumentOrigin None => new(null, -1, -1, 0);
}
