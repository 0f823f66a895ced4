namespace DataCuration;

/// <summary>
/// Buckets by XXH3 without any cache: hashing a word or a word pair takes fewer cycles than one look-up in a table larger than the processor's cache.
/// </summary>
internal sealed unsafe class DirectXxHash3Buckets(NGramFeatureOptions options) : NGramBuckets
{
    private readonly NGramJoiner _joiner = new();
    private readonly Modulus _modulus = new((uint)options.Buckets);

    /// <inheritdoc/>
    public override void Resolve(TokenBuffer text, int first, int count, int* buckets)
    {
        Modulus modulus = _modulus;
        byte* bytes = text.Text;
        int* starts = text.Starts + first;
        int* ends = text.Ends + first;
        for (int i = 0; i < count; i++)
        {
            buckets[i] = (int)modulus.Reduce(ShortXxHash3.Hash(bytes + starts[i], ends[i] - starts[i]));
        }

        for (int order = 2; order <= options.NGrams; order++)
        {
            int* target = buckets + ((order - 1) * BlockTokens);
            for (int i = Math.Max(0, order - 1 - first); i < count; i++)
            {
                byte* joined = _joiner.Join(text, first + i, order, out int length);
                target[i] = (int)modulus.Reduce(ShortXxHash3.Hash(joined, length));
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _joiner.Dispose();
}
