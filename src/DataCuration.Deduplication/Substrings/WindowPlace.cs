namespace DataCuration.Deduplication;

/// <summary>The place of a window. 24 bytes without padding.</summary>
/// <param name="Record">The document's record; -1 for a window of an index.</param>
/// <param name="Shard">The shard; -1 for a window of an index.</param>
/// <param name="Start">The offset of the window's first byte in the text.</param>
/// <param name="End">The offset of the byte after the last one.</param>
/// <param name="Trim">The bytes of incomplete characters at both ends (<see cref="FoundSpan.Trim"/>).</param>
internal readonly record struct WindowPlace(long Record, int Shard, int Start, int End = 0, int Trim = 0)
{
    public const int Size = 24;

    /// <summary>The place of a window in another corpus.</summary>
    public static WindowPlace Known { get; } = new(-1, -1, -1);
}
