namespace DataCuration.Deduplication;

/// <summary>A search key of a fingerprint, the fingerprint, and its document. 32 bytes without padding.</summary>
internal readonly record struct SimHashEntry(ulong Key, ulong High, ulong Low, long Id)
{
    public const int Bytes = 32;

    public UInt128 Fingerprint => new(High, Low);
}
