namespace DataCuration.Deduplication;

/// <summary>The hash function of shingles.</summary>
public enum ShingleHashFunction
{
    /// <summary>XxHash64, or XxHash32 for 32 bits, with seed 0: datatrove's default.</summary>
    XxHash,

    /// <summary>The first bytes of SHA-1 as a little-endian number: RedPajama, Data-Juicer, and datatrove and text-dedup by option.</summary>
    Sha1,

    /// <summary>MurmurHash3 (x86, 32 bits): NeMo Curator, whose seed is the first factor of the hash functions.</summary>
    Murmur3,

    /// <summary>The lower bits of XxHash3 (64 bits), or the upper 16 of XxHash128: text-dedup's default, with its seed.</summary>
    XxHash3,
}
