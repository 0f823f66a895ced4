namespace DataCuration.Selection;

/// <summary>
/// Selects uniformly without replacement: the baseline for every other selection. The result is a function of seed and ids, as with
/// <see cref="DsirSelection"/>.
/// </summary>
public sealed class RandomSelection : CorpusFit<KeepList>
{
    /// <summary>The size to select. Required.</summary>
    public required SelectionSize Size { get; init; }

    /// <summary>The seed. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The minimum number of wordpunct tokens; shorter documents are never selected. Default: 0, all documents. Set it to
    /// <see cref="DsirSelection.MinTokens"/> (100) for a baseline that selects from the same documents as DSIR.
    /// </summary>
    public long MinTokens
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length must not be negative.");
    }

    /// <inheritdoc/>
    public override string Name => "random-selection";

    // Uses its own noise. With the noise that DSIR draws for the same seed, the baseline would be biased towards DSIR's selection.
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
