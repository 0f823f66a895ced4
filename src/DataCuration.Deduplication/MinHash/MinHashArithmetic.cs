namespace DataCuration.Deduplication;

/// <summary>The arithmetic of the hash functions whose minima make a signature. h is a shingle's hash, a and b are a function's parameters.</summary>
public enum MinHashArithmetic
{
    /// <summary>((a h + b) mod 2^64) mod (2^61 - 1): datatrove, RedPajama, Data-Juicer, NeMo Curator, and text-dedup by default.</summary>
    MersennePrime,

    /// <summary>
    /// The upper 32 bits of a h + b in 64 bits (Dietzfelbinger et al. 1997, "A reliable randomized algorithm for the closest-pair problem"), as rensa's
    /// R-MinHash computes it: no remainder, so the fastest one. Its detection rates equal those of the others.
    /// </summary>
    MultiplyShift,

    /// <summary>(a h + b) mod 2^32, then mod 2^32 - 5: text-dedup with <c>hash_bits = 32</c>.</summary>
    Prime32,

    /// <summary>(a h + b) mod 2^16, then mod 2^16 - 15: text-dedup with <c>hash_bits = 16</c>.</summary>
    Prime16,
}
