namespace DataCuration.Selection;

/// <summary>The settings of DSIR's hashed n-gram features (Xie et al. 2023, section 3).</summary>
/// <param name="NGrams">The length of the longest n-grams; all shorter ones are counted too. Reference default: 2.</param>
/// <param name="Buckets">The number of buckets, 1 to 2^31 - 1. Reference default: 10,000.</param>
/// <param name="Hash">The hash for the buckets.</param>
/// <param name="MaxCacheBytes">The memory limit of the cache (<see cref="NGramCache"/>), which workers may share. Results do not depend on it.</param>
internal readonly record struct NGramFeatureOptions(
    int NGrams = 2, int Buckets = 10000, NGramHash Hash = NGramHash.Sha256, long MaxCacheBytes = 1L << 30)
{
    /// <summary>The reference's defaults.</summary>
    public NGramFeatureOptions()
        : this(2)
    {
    }
}
