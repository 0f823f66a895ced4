using System.Numerics;

namespace DataCuration.Deduplication;

/// <summary>
/// Keeps a corpus's texts and the sorted anchors of their windows, to deduplicate later corpora against it (<see cref="SubstringDeduplication.Indexes"/>).
/// </summary>
/// <remarks>
/// <para>Make it of the corpus that is left after its own deduplication: copies inside it would be kept too. The text is needed, because equal windows are
/// compared symbol by symbol and not by a hash.</para>
/// <para>Disk for the index: the texts (1 byte for each byte, or 4 bytes for each token), and 24 bytes for each anchor. There is about one anchor for a quarter
/// of <see cref="MinLength"/>. With the defaults, that is 2 bytes for each byte of text, or 6 bytes for each token. Memory for each worker:
/// <see cref="MemoryBytes"/> and about 20 MB of buffers.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// SubstringIndex earlier = await Corpus.FromJsonl("2024/*.jsonl").FitAsync(new SubstringIndexFit { MinLength = 200 }, run);
/// Corpus pool = Corpus.FromJsonl("2025/*.jsonl");
/// using DuplicateSpans spans = await pool.FitAsync(new SubstringDeduplication { MinLength = 200, Indexes = [earlier] }, run);
/// </code>
/// </example>
public sealed class SubstringIndexFit : CorpusFit<SubstringIndex>
{
    private const string AnchorName = "anchors";
    private readonly int? minLength;

    /// <summary>The encoder whose tokens are compared; null for bytes. See <see cref="SubstringDeduplication.Encoder"/>. Default: null.</summary>
    public ITokenEncoder? Encoder { get; init; }

    /// <summary>
    /// The minimum length in bytes, or in tokens of <see cref="Encoder"/>, 1 to 65,536. Default: 100 bytes or 50 tokens, as
    /// <see cref="SubstringDeduplication.MinLength"/>.
    /// </summary>
    public int MinLength { get => minLength ?? WindowUnit.DefaultLength(Encoder); init => minLength = WindowUnit.Check(value); }

    /// <summary>The number of parts that anchors are divided into, 1 to 65,536. The result does not depend on it. Default: 64.</summary>
    public int Partitions
    {
        get;
        init => field = value is >= 1 and <= PartitionWriter.MaxPartitions ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"There are 1 to {PartitionWriter.MaxPartitions} partitions.");
    } = 64;

    /// <summary>The memory of a task for sorting, 1 MiB or more. The result does not depend on it. Default: 256 MiB.</summary>
    public long MemoryBytes { get; init => field = SortMemory.Check(value); } = 256 << 20;

    /// <inheritdoc/>
    public override string Name => "substring-index";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        WindowUnit.Describe(writer, MinLength, Encoder);
        writer.Add(nameof(Partitions), Partitions);
    }

    /// <inheritdoc/>
    protected override async Task<SubstringIndex> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ITokenSpanEncoder? encoder = WindowUnit.Require(Encoder);
        PhaseFiles texts = await scope.MapAsync(KeptText.Phase, scope.Corpus, new FitSink(writer =>
        {
            writer.Add("phase", KeptText.Phase);
            Describe(writer);
        }, output => encoder is null ? new Writer<byte>(this, encoder, output) : new Writer<int>(this, encoder, output)),
            cancellationToken).ConfigureAwait(false);
        var recipe = new FingerprintWriter();
        WindowUnit.Describe(recipe, MinLength, Encoder);
        SortedIndex<KnownAnchor> index = await SortedIndex<KnownAnchor>.MakeAsync(scope, SubstringIndex.Kind, recipe, texts, AnchorName, Partitions,
            RecordOrder.UInt64(), MemoryBytes, hasShingles: false, cancellationToken, new IndexFiles(KeptText.Phase, $".{KeptText.Name}.records", texts))
            .ConfigureAwait(false);
        return new(index, texts);
    }

    private sealed class Writer<T>(SubstringIndexFit fit, ITokenSpanEncoder? encoder, ShardOutput output) : DocumentWriter
        where T : unmanaged, IBinaryInteger<T>
    {
        // A window that repeats the one a short period before it is left out: one copy is enough.
        private readonly WindowScanner scanner = new(fit.MinLength, encoder, RunDivision.SkipsPeriods);
        private readonly KeptText<T> text = new(output);
        private readonly PartitionWriter anchors = new(output, AnchorName, fit.Partitions, KnownAnchor.Bytes);
        private readonly RecordTableWriter<byte> documents = DocumentTable.Create(output);
        private readonly int shard = output.Index;

        protected override void Add(Document document)
        {
            scanner.Scan(document);
            bool isLong = scanner.SymbolCount >= fit.MinLength;
            documents.Append(document.Origin.Record, (byte)(isLong ? 1 : 0));
            if (!isLong) return;
            foreach (AnchorRun run in scanner.Runs) anchors.Write(run.Hash, new KnownAnchor(run.Hash, text.Length + run.First, shard, run.Count));
            text.Append(scanner.Symbols);
        }

        protected override void Complete()
        {
            text.Complete();
            anchors.Complete();
            documents.Complete();
        }
    }
}
