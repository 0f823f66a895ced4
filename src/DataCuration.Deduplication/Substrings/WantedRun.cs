namespace DataCuration.Deduplication;

/// <summary>A run of windows of an index that the corpus is compared with. 32 bytes without padding.</summary>
/// <param name="Text">The number of the text, over all indexes.</param>
/// <param name="Position">The first symbol in the text.</param>
/// <param name="Hash">The hash of the anchor.</param>
/// <param name="Count">The number of windows.</param>
internal readonly record struct WantedRun(long Text, long Position, ulong Hash, long Count)
{
    public const int Bytes = 32;
}
