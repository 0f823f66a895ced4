namespace DataCuration.Selection;

/// <summary>
/// Finds buckets by SHA-256 and hashes every n-gram once. Tokens get identifiers from a token table, and n-grams are looked up as pairs of identifiers.
/// Only new ones are hashed, eight at a time. Natural text repeats its n-grams, so caching is several times faster than hashing them all.
/// </summary>
internal sealed unsafe class CachedSha256Buckets : NGramBuckets
{
    private readonly int ngrams;
    private readonly NGramCache cache;
    private readonly bool ownsCache;
    private readonly NGramCache.Member member;
    private readonly Sha256BucketBatch batch;
    private readonly NGramJoiner joiner = new();
    private readonly NativeBuffer memory;

    /// <summary>Creates an instance with its own empty caches.</summary>
    /// <param name="options">The features.</param>
    /// <param name="useLanes">False to force scalar digests (tests).</param>
    public CachedSha256Buckets(NGramFeatureOptions options, bool useLanes = true)
        : this(options, new NGramCache(options), useLanes)
    {
        ownsCache = true;
    }

    /// <summary>Creates an instance that shares a cache with other workers.</summary>
    /// <param name="options">The features, which must be those of the cache.</param>
    /// <param name="cache">The cache, which outlives this instance.</param>
    /// <param name="useLanes">False to force scalar digests (tests).</param>
    public CachedSha256Buckets(NGramFeatureOptions options, NGramCache cache, bool useLanes = true)
    {
        ngrams = options.NGrams;
        this.cache = cache;
        member = cache.Join();
        batch = new Sha256BucketBatch(options.Buckets, useLanes);
        memory = new NativeBuffer((nuint)((BlockTokens * (sizeof(PendingNGram) + TokenTable.KeyBytes)) + (options.NGrams * IdentifierStride * sizeof(uint))));
    }

    // Entry 0 of an order's identifiers belongs to the token before the block.
    private static int IdentifierStride => BlockTokens + 16;

    /// <inheritdoc/>
    public override void Resolve(TokenBuffer text, int first, int count, int* buckets)
    {
        byte* keys = memory.Pointer;
        var pending = (PendingNGram*)(keys + (BlockTokens * TokenTable.KeyBytes));
        var identifiers = (uint*)(pending + BlockTokens);
        cache.Enter(member);
        try
        {
            int unknown = cache.Tokens.Resolve(text, first, count, keys, identifiers + 1, buckets, pending);
            Hash(text, first, 1, buckets, pending, unknown);
            if (cache.Bigrams is { } bigrams)
            {
                int* target = buckets + BlockTokens;
                unknown = bigrams.Resolve(identifiers, Math.Max(0, 1 - first), count, (ulong*)keys, target, pending);
                Hash(text, first, 2, target, pending, unknown);
                bigrams.Add((ulong*)keys, pending, unknown, target);
            }
            for (int order = 2; order < cache.Higher.Length + 2; order++)
            {
                int* target = buckets + ((order - 1) * BlockTokens);
                uint* prefixes = identifiers + ((order - 2) * IdentifierStride);
                unknown = cache.Higher[order - 2].Resolve(
                    prefixes, identifiers, Math.Max(0, order - 1 - first), count, (ulong*)keys, prefixes + IdentifierStride, target, pending);
                Hash(text, first, order, target, pending, unknown);
            }
        }
        finally
        {
            NGramCache.Leave(member);
        }
        for (int order = 0; order < ngrams; order++)
            identifiers[order * IdentifierStride] = identifiers[(order * IdentifierStride) + count];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        cache.Remove(member);
        if (ownsCache) cache.Dispose();
        batch.Dispose();
        joiner.Dispose();
        memory.Dispose();
    }

    private void Hash(TokenBuffer text, int first, int order, int* buckets, PendingNGram* pending, int unknown)
    {
        for (int i = 0; i < unknown; i++)
        {
            byte* joined = joiner.Join(text, first + pending[i].Position, order, out int length);
            batch.Add(joined, length, buckets + pending[i].Position);
        }
        batch.Flush();
        for (int i = 0; i < unknown; i++)
        {
            if (pending[i].CachedBucket is not null) *pending[i].CachedBucket = buckets[pending[i].Position];
        }
    }
}
