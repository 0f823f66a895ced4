namespace DataCuration;

/// <summary>A uniform selection without replacement: what every other selection has to beat. A function of seed and ids, as <see cref="DsirSelection"/>.</summary>
public sealed class RandomSelection : CorpusFit<KeepList>
{
    /// <summary>How much to select. Required.</summary>
    public required SelectionSize Size { get; init; }

    /// <summary>The seed. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Documents of fewer wordpunct tokens are never selected. Default: 100, as <see cref="DsirSelection.MinTokens"/>, so that the two choose among the same documents.</summary>
    public long MinTokens { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length is not negative."); } = 100;

    /// <inheritdoc/>
    public override string Name => "random-selection";

    // A noise of its own: with the noise that DSIR draws for the same seed the baseline would lean towards DSIR's choice.
    private SelectionRule Rule => new(Size, MinTokens, TopK: false, SelectionNoise.Keyed, SeededRandom.Create(Seed, "random-selection", "").NextUInt64());

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Rule.Describe(writer);
    }

    /// <inheritdoc/>
    protected internal override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        // One bucket is enough to count tokens.
        var mapper = new Mapper(FeaturizerPool.Of(scope, new HashedNGrams { NGrams = 1, Buckets = 1, Hash = NGramHash.XxHash3 }));
        PhaseFiles sizes = await scope.MapAsync("sizes", scope.Corpus, mapper, cancellationToken).ConfigureAwait(false);
        return await Rule.SelectAsync(scope, new WeightTable(sizes, 1), [1.0], cancellationToken).ConfigureAwait(false);
    }

    private sealed class Mapper(FeaturizerPool pool) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("writes", "sizes");

        public IShardWriter Open(ShardOutput output) => new Writer(pool, output);
    }

    private sealed class Writer(FeaturizerPool pool, ShardOutput output) : IShardWriter
    {
        private readonly NGramFeaturizer featurizer = pool.Rent();
        private bool isComplete;
        private readonly RecordTableWriter<WeightSizes> sizes = new(output, WeightTable.SizesName);

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            Span<long> count = stackalloc long[1];
            foreach (Document document in documents.Span)
            {
                ReadOnlySpan<byte> text = document.Utf8Text.Span;
                long tokens = featurizer.Count(text, count).Tokens;
                sizes.Append(document.Origin.Record, new WeightSizes(document.IdHash, checked((uint)tokens), (uint)text.Length));
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            isComplete = true;
            sizes.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            // One that an error has stopped in the middle of a document is not used again.
            if (isComplete) pool.Return(featurizer);
            else pool.Discard(featurizer);
            return ValueTask.CompletedTask;
        }
    }
}
