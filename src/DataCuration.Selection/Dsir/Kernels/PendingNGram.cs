namespace DataCuration.Selection;

/// <summary>An n-gram of the current block whose bucket is not known yet.</summary>
/// <param name="position">The position in the block.</param>
/// <param name="cachedBucket">The address of its bucket in the cache; null if the n-gram is not in the cache.</param>
internal readonly unsafe struct PendingNGram(int position, int* cachedBucket)
{
    /// <summary>The position in the block of the n-gram's last token.</summary>
    public readonly int Position = position;

    /// <summary>The address to store the bucket at for later look-ups, or null.</summary>
    public readonly int* CachedBucket = cachedBucket;
}
