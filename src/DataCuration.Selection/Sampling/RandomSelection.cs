namespace DataCuration.Selection;

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
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Rule.Describe(writer);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        PhaseFiles sizes = await scope.MapAsync("sizes", scope.Corpus, new Mapper(), cancellationToken).ConfigureAwait(false);
        return await Rule.SelectAsync(scope, new WeightTable(sizes, 1), [1.0], cancellationToken).ConfigureAwait(false);
    }

    private sealed class Mapper : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("writes", "sizes");

        public IShardWriter Open(ShardOutput output) => new Writer(output);
    }

    private sealed class Writer(ShardOutput output) : IShardWriter
    {
        private readonly TokenBuffer tokens = new(carry: 0);
        private readonly RecordTableWriter<WeightSizes> sizes = new(output, WeightTable.SizesName);

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                ReadOnlySpan<byte> text = document.Utf8Text.Span;
                sizes.Append(document.Origin.Record, new WeightSizes(document.IdHash, checked((uint)CountTokens(text)), (uint)text.Length));
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            sizes.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            tokens.Dispose();
            return ValueTask.CompletedTask;
        }

        private long CountTokens(ReadOnlySpan<byte> text)
        {
            long count = 0;
            for (int offset = 0; offset < text.Length;)
            {
                int length = TokenBuffer.SegmentLength(text[offset..]);
                tokens.Load(text.Slice(offset, length), continues: offset > 0);
                count += tokens.Count;
                offset += length;
            }
            return count;
        }
    }
}
