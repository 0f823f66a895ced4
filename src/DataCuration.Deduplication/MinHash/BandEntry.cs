namespace DataCuration.Deduplication;

/// <summary>A band of a document: the hash of its rows, and the document. 16 bytes without padding.</summary>
internal readonly record struct BandEntry(ulong Key, long Id)
{
    public const int Bytes = 16;
}
