namespace DataCuration.Deduplication;

/// <summary>A part of a document that repeats an earlier part of the corpus.</summary>
/// <param name="FirstRecord">The record of the earlier copy, by its number in the shard; -1 if it is in another corpus.</param>
/// <param name="FirstShard">The shard of the earlier copy; -1 if it is in another corpus.</param>
/// <param name="FirstStart">The byte offset of the earlier copy in its text; -1 if it is in another corpus.</param>
/// <param name="Start">The byte offset in the document's UTF-8 text.</param>
/// <param name="Length">The length in bytes.</param>
public readonly record struct DuplicateSpan(long FirstRecord, int FirstShard, int FirstStart, int Start, int Length)
{
    /// <summary>The byte offset after the last byte.</summary>
    public int End => Start + Length;
}
