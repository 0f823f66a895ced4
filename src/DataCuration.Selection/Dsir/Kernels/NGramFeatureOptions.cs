namespace DataCuration.Selection;

/// <summary>How the hashed n-gram features of DSIR (Xie et al. 2023, section 3) are made.</summary>
/// <param name="NGrams">The longest n-gram; all shorter ones count too. Reference default 2.</param>
/// <param name="Buckets">The number of buckets, 1 to 2^31 - 1. Reference default 10,000.</param>
/// <param name="Hash">The hash behind the buckets.</param>
/// <param name="MaxCacheBytes">The most memory that the cache (<see cref="NGramCache"/>) may take, which workers may share. Results do not depend on it.</param>
internal readonly record struct NGramFeatureOptions(
    int NGrams = 2, int Buckets = 10000, NGramHash Hash = NGramHash.Sha256, long MaxCacheBytes = 1L << 30)
{
    /// <summary>The reference's defaults.</summary>
    public NGramFeatureOptions()
        : this(2)
    {
    }
}
