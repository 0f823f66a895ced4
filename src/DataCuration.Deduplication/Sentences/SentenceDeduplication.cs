namespace DataCuration.Deduplication;

/// <summary>
/// Finds runs of sentences, lines or paragraphs that occur more than once in a corpus: three-sentence windows as C4 and datatrove (<c>sentence_dedup.py</c>,
/// version 0.10) use them. All sentences of a later copy of a window are marked. <see cref="DuplicateSpanRemoval"/> cuts them out.
/// </summary>
/// <remarks>
/// <para>The first copy is the one with the lowest file, record and sentence. Windows are compared by a 128-bit hash of their normal form: lower case, numbers
/// as <c>0</c>, no punctuation, single spaces, no accents. A window without a character in its normal form is never marked.</para>
/// <para>Memory for each worker: <see cref="MemoryBytes"/> and about 20 MB of buffers. Files: 40 bytes and 4 for each sentence of a window, for each
/// sentence.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// using DuplicateSpans spans = await pool.FitAsync(new SentenceDeduplication(), run);
/// await pool.Pipe(new DuplicateSpanRemoval(spans) { MinSentences = 3 }).WriteJsonlAsync("unique", run);
/// </code>
/// </example>
public sealed class SentenceDeduplication : CorpusFit<DuplicateSpans>
{
    private const string WindowName = "windows";

    /// <summary>The number of consecutive sentences in a window, 1 to 100. Default: 3 (datatrove's <c>n_sentences</c>; C4, Raffel et al. 2020).</summary>
    public int WindowSentences
    {
        get;
        init => field = value is >= 1 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A window has 1 to 100 sentences.");
    } = 3;

    /// <summary>The parts of a text that are compared. Default: sentences.</summary>
    public SentenceUnit Unit
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such unit.");
    }

    /// <summary>The definition of a sentence, where <see cref="Unit"/> is sentences. Default: English, as datatrove's spaCy decides.</summary>
    public SentenceSplitter SentenceSplitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = SentenceSplitter.English;

    /// <summary>
    /// The indexes of earlier corpora, made with the same unit, splitter and window: sentences that repeat one of their windows are marked. Default: empty.
    /// </summary>
    public IReadOnlyList<SentenceIndex> Indexes { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>
    /// The sentences to mark if there are indexes: those of repeated windows too, or only those of windows in an index. Default:
    /// <see cref="IndexMode.CorpusAndIndexes"/>. (datatrove's default is the other one, <c>only_dedup_in_index=True</c>.)
    /// </summary>
    public IndexMode IndexMode { get; init => field = IndexLists.Check(value); } = IndexMode.CorpusAndIndexes;

    /// <summary>
    /// True to decide as datatrove 0.10 does where that is a fault: the copy that stays is the one with the lowest position in its file, whatever the file.
    /// Default: false.
    /// </summary>
    public bool DatatroveCompatibility { get; init; }

    /// <summary>The number of parts that hashes are divided into, 1 to 65,536. The result does not depend on it. Default: 64.</summary>
    public int Partitions
    {
        get;
        init => field = value is >= 1 and <= PartitionWriter.MaxPartitions ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"There are 1 to {PartitionWriter.MaxPartitions} partitions.");
    } = 64;

    /// <summary>The memory of a task for sorting, 1 MiB or more. The result does not depend on it. Default: 256 MiB.</summary>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A task takes at least 1 MiB.");
    } = 256 << 20;

    /// <inheritdoc/>
    public override string Name => "sentence-deduplication";

    /// <summary>The options that an index and a corpus compared with it must share.</summary>
    internal string WindowKey => $"{Unit}/{(Unit == SentenceUnit.Sentences ? SentenceSplitter.Name : "")}/{WindowSentences}";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        DescribeWindows(writer);
        for (int i = 0; i < Indexes.Count; i++) writer.Add($"{nameof(Indexes)}.{i}", Indexes[i]);
        writer.Add(nameof(IndexMode), IndexMode.ToString());
        writer.Add(nameof(DatatroveCompatibility), DatatroveCompatibility);
    }

    /// <inheritdoc/>
    protected override async Task<DuplicateSpans> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        if (Indexes.FirstOrDefault(index => index.WindowKey != WindowKey) is { } other)
            throw new CurationException($"The index in '{other.Folder}' holds windows of '{other.WindowKey}', and this fit compares windows of '{WindowKey}'.");
        var groups = new ShardGroups(scope.ShardCount);
        PhaseFiles windows = await MapAsync(scope, cancellationToken).ConfigureAwait(false);
        PhaseFiles matches = await scope.ReduceAsync("matches", Partitions, (output, token) =>
        {
            new SentenceMatches(new Partitions(windows, WindowName), output, groups, this).Write(token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await new SpanJoin(scope, windows, matches) { JoinsSpans = false, MemoryBytes = MemoryBytes }.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the hash of each window, with the bounds of its sentences.</summary>
    internal Task<PhaseFiles> MapAsync(FitScope scope, CancellationToken cancellationToken) =>
        scope.MapAsync(WindowName, scope.Corpus, new FitSink(writer =>
        {
            writer.Add("phase", WindowName);
            writer.Add("partitions", Partitions);
            DescribeWindows(writer);
        }, output => new Writer(this, output)), cancellationToken);

    internal void DescribeWindows(FingerprintWriter writer)
    {
        writer.Add(nameof(WindowSentences), WindowSentences);
        writer.Add(nameof(Unit), Unit.ToString());
        writer.Add(nameof(SentenceSplitter), Unit == SentenceUnit.Sentences ? SentenceSplitter.Name : null);
    }

    private sealed class Writer(SentenceDeduplication fit, ShardOutput output) : DocumentWriter
    {
        private readonly TextTable texts = new(output);
        private readonly PartitionWriter windows = new(output, WindowName, fit.Partitions, SentenceWindow.SizeOf(fit.WindowSentences));
        private readonly SentenceHashes hashes = new(fit.Unit, fit.SentenceSplitter, fit.WindowSentences);
        private readonly byte[] record = new byte[SentenceWindow.SizeOf(fit.WindowSentences)];
        private long position;

        protected override void Add(Document document)
        {
            texts.Add(document);
            hashes.Compute(document.Utf8Text);
            for (int i = 0; i < hashes.Count; i++)
            {
                if (!hashes.TryGetHash(i, out UInt128 hash)) continue;
                new SentenceWindow(hash, document.Origin.Record, position, i).Write(record, hashes.Bounds.AsSpan(i, fit.WindowSentences + 1));
                windows.Write((ulong)(hash >> 64), record);
            }
            position++;
        }

        protected override void Complete()
        {
            texts.Complete();
            windows.Complete();
        }
    }
}
