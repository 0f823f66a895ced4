namespace DataCuration.Selection;

/// <summary>The hash that sends an n-gram to its bucket.</summary>
public enum NGramHash
{
    /// <summary>SHA-256 of the UTF-8 text, the whole digest as a big-endian number modulo the buckets: the buckets of the DSIR reference (p-lambda/dsir).</summary>
    Sha256,

    /// <summary>XXH3 (64 bits, seed 0) of the UTF-8 text modulo the buckets: faster and needs no memory, but its buckets are not those of the reference.</summary>
    XxHash3,
}
