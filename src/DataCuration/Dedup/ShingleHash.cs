namespace DataCuration;

/// <summary>The hash function of shingles, as datatrove names them (datatrove/utils/hashing.py).</summary>
public enum ShingleHash
{
    /// <summary>XxHash64, or XxHash32 for 32 bits, with seed 0. datatrove's default.</summary>
    XxHash,

    /// <summary>The first bytes of SHA-1, read as a little-endian number. FineWeb was made with it.</summary>
    Sha1,
}
