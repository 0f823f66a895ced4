namespace DataCuration.Deduplication;

/// <summary>The place of a window.</summary>
/// <param name="Record">The document's record.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Start">The window's start in the text.</param>
internal readonly record struct WindowPlace(long Record, int Shard, int Start)
{
    public const int Size = 16;
}
