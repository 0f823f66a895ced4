namespace DataCuration;

/// <summary>
/// Buckets by SHA-256 with every n-gram hashed once: tokens get identifiers from a token table, n-grams are looked up as pairs of identifiers, and only
/// new ones are hashed, eight at a time. Natural text repeats its n-grams, so caching is several times faster than hashing them all.
/// </summary>
/// <remarks>The memory cap changes how often is hashed, never a result. Tokens may take a third of it; the orders above one share the rest.</remarks>
internal sealed unsafe class CachedSha256Buckets : NGramBuckets
{
    private readonly int _ngrams;
    private readonly TokenTable _tokens;
    private readonly BigramTable? _bigrams;
    private readonly NGramTable[] _higher;
    private readonly Sha256BucketBatch _batch;
    private readonly NGramJoiner _joiner = new();
    private readonly NativeBuffer _memory;

    /// <summary>Prepares empty caches.</summary>
    /// <param name="options">The features.</param>
    /// <param name="useLanes">False forces the scalar digests (tests).</param>
    public CachedSha256Buckets(NGramFeatureOptions options, bool useLanes = true)
    {
        _ngrams = options.NGrams;
        long tokenBytes = options.NGrams == 1 ? options.MaxCacheBytes : options.MaxCacheBytes / 3;
        long pairBytes = (options.MaxCacheBytes - tokenBytes) / Math.Max(1, options.NGrams - 1);
        bool compact = options is { NGrams: 2, Buckets: <= BigramTable.MaximumBuckets };
        _tokens = new TokenTable(tokenBytes, compact ? BigramTable.MaximumIdentifier : uint.MaxValue - 1, BlockTokens);
        _bigrams = compact ? new BigramTable(pairBytes, BlockTokens) : null;
        _higher = new NGramTable[compact ? 0 : options.NGrams - 1];
        for (int i = 0; i < _higher.Length; i++)
        {
            _higher[i] = new NGramTable(pairBytes, BlockTokens);
        }

        _batch = new Sha256BucketBatch(options.Buckets, useLanes);
        _memory = new NativeBuffer((nuint)((BlockTokens * sizeof(PendingNGram)) + (options.NGrams * IdentifierStride * sizeof(uint))));
    }

    // Entry 0 of an order's identifiers is that of the token before the block.
    private static int IdentifierStride => BlockTokens + 16;

    /// <inheritdoc/>
    public override void Resolve(TokenBuffer text, int first, int count, int* buckets)
    {
        var pending = (PendingNGram*)_memory.Pointer;
        var identifiers = (uint*)(_memory.Pointer + (BlockTokens * sizeof(PendingNGram)));
        int unknown = _tokens.Resolve(text, first, count, identifiers + 1, buckets, pending);
        Hash(text, first, 1, buckets, pending, unknown);
        if (_bigrams is not null)
        {
            int* target = buckets + BlockTokens;
            unknown = _bigrams.Resolve(identifiers, Math.Max(0, 1 - first), count, target, pending);
            Hash(text, first, 2, target, pending, unknown);
            _bigrams.Add(pending, unknown, target);
        }

        for (int order = 2; order < _higher.Length + 2; order++)
        {
            int* target = buckets + ((order - 1) * BlockTokens);
            uint* prefixes = identifiers + ((order - 2) * IdentifierStride);
            unknown = _higher[order - 2].Resolve(
                prefixes, identifiers, Math.Max(0, order - 1 - first), count, prefixes + IdentifierStride, target, pending);
            Hash(text, first, order, target, pending, unknown);
        }

        for (int order = 0; order < _ngrams; order++)
        {
            identifiers[order * IdentifierStride] = identifiers[(order * IdentifierStride) + count];
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _tokens.Dispose();
        _bigrams?.Dispose();
        foreach (NGramTable table in _higher)
        {
            table.Dispose();
        }

        _batch.Dispose();
        _joiner.Dispose();
        _memory.Dispose();
    }

    private void Hash(TokenBuffer text, int first, int order, int* buckets, PendingNGram* pending, int unknown)
    {
        for (int i = 0; i < unknown; i++)
        {
            byte* joined = _joiner.Join(text, first + pending[i].Position, order, out int length);
            _batch.Add(joined, length, buckets + pending[i].Position);
        }

        _batch.Flush();
        for (int i = 0; i < unknown; i++)
        {
            if (pending[i].CachedBucket is not null)
            {
                *pending[i].CachedBucket = buckets[pending[i].Position];
            }
        }
    }
}
