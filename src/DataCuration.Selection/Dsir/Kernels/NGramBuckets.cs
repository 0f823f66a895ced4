namespace DataCuration.Selection;

/// <summary>Finds the buckets of a block of n-grams. Not thread-safe: each worker has its own instance.</summary>
internal abstract unsafe class NGramBuckets : IDisposable
{
    /// <summary>The maximum number of tokens of a block: the cache lines of its look-ups fit in the first-level cache.</summary>
    public const int BlockTokens = 256;

    /// <summary>
    /// Fills <paramref name="buckets"/>[(order - 1) * BlockTokens + i], for i below <paramref name="count"/>, for the n-grams of each order that end with
    /// token <paramref name="first"/> + i of <paramref name="text"/>. If a token has too few tokens before it, the entry is unchanged. Blocks of a document
    /// must come in order.
    /// </summary>
    public abstract void Resolve(TokenBuffer text, int first, int count, int* buckets);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Creates the implementation for the options.</summary>
    public static NGramBuckets Create(NGramFeatureOptions options) => options.Hash switch
    {
        NGramHash.Sha256 => new CachedSha256Buckets(options),
        NGramHash.XxHash3 => new DirectXxHash3Buckets(options),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Hash, "Unknown n-gram hash."),
    };

    /// <summary>Frees the working memory.</summary>
    protected abstract void Dispose(bool disposing);
}
