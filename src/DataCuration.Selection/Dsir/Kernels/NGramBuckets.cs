namespace DataCuration.Selection;

/// <summary>Finds the buckets of a block of n-grams. Not thread safe: one per worker.</summary>
internal abstract unsafe class NGramBuckets : IDisposable
{
    /// <summary>The most tokens of one block: its look-ups' cache lines fit in the first-level cache.</summary>
    public const int BlockTokens = 256;

    /// <summary>
    /// Fills <paramref name="buckets"/>[(order - 1) * BlockTokens + i] for the n-grams of each order that end with token <paramref name="first"/> + i of
    /// <paramref name="text"/>, for i below <paramref name="count"/>; where a token has too few before it, the entry is left as it is. Blocks of a document
    /// come in order.
    /// </summary>
    public abstract void Resolve(TokenBuffer text, int first, int count, int* buckets);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The way that fits the options.</summary>
    public static NGramBuckets Create(NGramFeatureOptions options) => options.Hash switch
    {
        NGramHash.Sha256 => new CachedSha256Buckets(options),
        NGramHash.XxHash3 => new DirectXxHash3Buckets(options),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Hash, "Unknown n-gram hash."),
    };

    /// <summary>Frees what the finder holds.</summary>
    protected abstract void Dispose(bool disposing);
}
