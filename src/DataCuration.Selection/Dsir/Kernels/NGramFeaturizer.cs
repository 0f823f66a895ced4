using System.Runtime.CompilerServices;

namespace DataCuration.Selection;

/// <summary>
/// Computes hashed n-gram features of documents and their log importance weights (DSIR, Xie et al. 2023, section 3; as coded in p-lambda/dsir,
/// <c>hashed_ngram_dsir.py</c>). Not thread-safe: each worker has its own instance. Results depend on the text and the options alone. Neither caches nor
/// earlier documents change a bit of them, because sums run in the order of the text.
/// </summary>
internal sealed unsafe class NGramFeaturizer : IDisposable
{
    private const int BlockTokens = NGramBuckets.BlockTokens;

    private readonly NGramFeatureOptions _options;
    private readonly TokenBuffer _text;
    private readonly NGramBuckets _buckets;
    private readonly NativeBuffer _memory;
    private ChunkSums? _chunks;
    private WeightSums? _weights;

    /// <summary>Creates a featurizer.</summary>
    public NGramFeaturizer(NGramFeatureOptions options)
        : this(options, null)
    {
    }

    /// <summary>Creates a featurizer with given buckets (tests), which are disposed with the featurizer.</summary>
    internal NGramFeaturizer(NGramFeatureOptions options, NGramBuckets? buckets)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.NGrams, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Buckets, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxCacheBytes, nameof(options));
        _options = options;
        _text = new TokenBuffer(options.NGrams - 1);
        _buckets = buckets ?? NGramBuckets.Create(options);
        _memory = new NativeBuffer((nuint)options.NGrams * BlockTokens * sizeof(int));
    }

    /// <summary>Adds the n-gram counts of a document to <paramref name="counts"/>, one entry for each bucket.</summary>
    /// <param name="utf8">The text, which must be valid UTF-8.</param>
    /// <param name="counts">The counts, one for each bucket.</param>
    public DocumentFeatures Count(ReadOnlySpan<byte> utf8, Span<long> counts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(counts.Length, _options.Buckets, nameof(counts));
        var buckets = (int*)_memory.Pointer;
        long tokens = 0;
        fixed (long* target = counts)
        {
            for (int offset = 0; offset < utf8.Length;)
            {
                offset += LoadSegment(utf8[offset..], offset > 0);
                for (int first = _text.Carried; first < _text.Count; first += BlockTokens)
                {
                    int count = Math.Min(BlockTokens, _text.Count - first);
                    _buckets.Resolve(_text, first, count, buckets);
                    for (int order = 0; order < _options.NGrams; order++)
                    {
                        int* row = buckets + (order * BlockTokens);
                        for (int i = Math.Max(0, order - first); i < count; i++)
                        {
                            target[row[i]]++;
                        }
                    }
                }

                tokens += _text.Count - _text.Carried;
            }
        }

        GC.KeepAlive(this);
        return DocumentFeatures.Of(tokens, _options.NGrams);
    }

    /// <summary>
    /// Sums the log ratios of the n-grams of a document: its log importance weight for each target (DSIR section 3, equation for the importance weight; the
    /// reference's <c>np.dot(log_diff, counts)</c>). The summation is compensated.
    /// </summary>
    /// <param name="utf8">The text, which must be valid UTF-8.</param>
    /// <param name="logRatios">For target k and bucket b, entry [k * buckets + b].</param>
    /// <param name="weights">Receives one weight for each target.</param>
    public DocumentFeatures Weigh(ReadOnlySpan<byte> utf8, ReadOnlySpan<double> logRatios, Span<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(logRatios.Length, (long)weights.Length * _options.Buckets, nameof(logRatios));
        WeightSums sums = Sums(weights.Length);
        sums.Clear();
        long tokens = Run(utf8, logRatios, sums, null);
        for (int target = 0; target < weights.Length; target++)
        {
            weights[target] = sums.Total(target).Value;
        }

        return DocumentFeatures.Of(tokens, _options.NGrams);
    }

    /// <summary>
    /// Computes the weight of a document from its chunks, so that length does not decide. The text is split into consecutive chunks of
    /// <paramref name="chunkTokens"/> tokens. A tail shorter than half a chunk joins the previous chunk, and a shorter document is one chunk. Each chunk's
    /// sum of log ratios is scaled to <paramref name="chunkTokens"/> tokens, and the weight is the log-sum-exp over the chunks. An n-gram belongs to the
    /// chunk of its last token.
    /// </summary>
    /// <remarks>
    /// With Gumbel noise G, the maximum over chunks of w_c + G_c is distributed as log-sum-exp(w_c) + G (max-stability of the Gumbel distribution). The
    /// paper draws chunks of 128 words by Gumbel top-k. Keeping the documents of drawn chunks therefore equals one draw for each document by this weight. A
    /// text without tokens has weight 0.
    /// </remarks>
    /// <param name="utf8">The text, which must be valid UTF-8.</param>
    /// <param name="logRatios">For target k and bucket b, entry [k * buckets + b].</param>
    /// <param name="chunkTokens">The length of a chunk in tokens.</param>
    /// <param name="weights">Receives one weight for each target.</param>
    public DocumentFeatures WeighChunks(ReadOnlySpan<byte> utf8, ReadOnlySpan<double> logRatios, int chunkTokens, Span<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunkTokens);
        ArgumentOutOfRangeException.ThrowIfNotEqual(logRatios.Length, (long)weights.Length * _options.Buckets, nameof(logRatios));
        WeightSums sums = Sums(weights.Length);
        sums.Clear();
        if (_chunks is null || !_chunks.Fits(sums, chunkTokens))
        {
            _chunks = new ChunkSums(sums, chunkTokens);
        }

        _chunks.Clear();
        long tokens = Run(utf8, logRatios, sums, _chunks);
        _chunks.Finish(weights);
        return DocumentFeatures.Of(tokens, _options.NGrams);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _buckets.Dispose();
        _memory.Dispose();
    }

    private long Run(ReadOnlySpan<byte> utf8, ReadOnlySpan<double> logRatios, WeightSums sums, ChunkSums? chunks)
    {
        var buckets = (int*)_memory.Pointer;
        long tokens = 0;
        fixed (double* ratios = logRatios)
        {
            for (int offset = 0; offset < utf8.Length;)
            {
                offset += LoadSegment(utf8[offset..], offset > 0);
                for (int first = _text.Carried; first < _text.Count; first += BlockTokens)
                {
                    int count = Math.Min(BlockTokens, _text.Count - first);
                    _buckets.Resolve(_text, first, count, buckets);
                    if (chunks is null)
                    {
                        sums.Add(ratios, buckets, first, 0, count);
                        continue;
                    }

                    for (int from = 0; from < count;)
                    {
                        int taken = Math.Min(count - from, chunks.Room);
                        sums.Add(ratios, buckets, first, from, from + taken);
                        chunks.Advance(taken);
                        from += taken;
                    }
                }

                tokens += _text.Count - _text.Carried;
            }
        }

        GC.KeepAlive(this);
        return tokens;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int LoadSegment(ReadOnlySpan<byte> rest, bool continues)
    {
        int length = TokenBuffer.SegmentLength(rest);
        _text.Load(rest[..length], continues);
        return length;
    }

    private WeightSums Sums(int targets) =>
        _weights is not null && _weights.Targets == targets ? _weights : _weights = new WeightSums(_options.NGrams, _options.Buckets, targets);
}
