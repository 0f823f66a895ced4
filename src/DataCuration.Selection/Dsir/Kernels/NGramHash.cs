namespace DataCuration.Selection;

/// <summary>The hash that maps an n-gram to its bucket.</summary>
public enum NGramHash
{
    /// <summary>
    /// SHA-256 of the UTF-8 text: the whole digest as a big-endian number modulo the number of buckets. These are the buckets of the DSIR reference
    /// (p-lambda/dsir).
    /// </summary>
    Sha256,

    /// <summary>
    /// XXH3 (64 bits, seed 0) of the UTF-8 text modulo the number of buckets. It is faster and needs no memory, but its buckets differ from the
    /// reference's.
    /// </summary>
    XxHash3,
}
