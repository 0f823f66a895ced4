namespace DataCuration.Deduplication;

/// <summary>
/// Finds lines that repeat within a site, such as menus, notices and footers. The first copies stay; <see cref="DuplicateSpanRemoval"/> cuts the others out.
/// RedStone found a small scope best (arXiv 2412.03398).
/// </summary>
/// <remarks>
/// <para>Lines are compared in the form of CCNet's <c>normalize_for_dedup</c>, by a 128-bit hash of host and line. (RedStone and CCNet use the first 8 bytes of
/// the SHA-1; without collisions the result is the same.) A line ends at a line feed. Lines that are empty in the normal form are left alone.</para>
/// <para>Memory for each worker: <see cref="MemoryBytes"/> and about 20 MB of buffers. Files: 32 bytes for each line.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// using DuplicateSpans spans = await pool.FitAsync(new LineDeduplication { MinCopies = 5, KeptCopies = 0 }, run);
/// await pool.Pipe(new DuplicateSpanRemoval(spans)).WriteJsonlAsync("without-boilerplate", run);
/// </code>
/// </example>
public sealed class LineDeduplication : CorpusFit<DuplicateSpans>
{
    /// <summary>The documents among which lines are compared. Default: those of a site.</summary>
    public LineScope Scope
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such scope.");
    }

    /// <summary>The number of copies that stay, in the order of the corpus. Default: 1 (CCNet and RedStone). With 0, a repeated line goes everywhere.</summary>
    public int KeptCopies
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of copies must not be negative.");
    } = 1;

    /// <summary>The number of copies from which a line counts as repeated, 2 or more. Default: 2.</summary>
    public int MinCopies
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A repeated line has at least 2 copies.");
    } = 2;

    /// <summary>The minimum length of a line's normal form in bytes; shorter lines are left alone. Default: 1.</summary>
    public int MinLineBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A line has at least 1 byte.");
    } = 1;

    /// <summary>
    /// The indexes of earlier corpora, made with the same scope and minimum; at most 128. Their copies come before those of the corpus, and are counted too.
    /// Default: empty.
    /// </summary>
    public IReadOnlyList<LineIndex> Indexes { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>
    /// The lines to mark if there are indexes. Default: <see cref="IndexMode.CorpusAndIndexes"/>. With <see cref="IndexMode.OnlyIndexes"/> each line counts as
    /// the first copy after those of the indexes, and a line that no index has stays.
    /// </summary>
    public IndexMode IndexMode { get; init => field = IndexLists.Check(value); } = IndexMode.CorpusAndIndexes;

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
    public override string Name => "line-deduplication";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        LineIndexFit.DescribeLines(writer, Scope, MinLineBytes);
        writer.Add(nameof(KeptCopies), KeptCopies);
        writer.Add(nameof(MinCopies), MinCopies);
        for (int i = 0; i < Indexes.Count; i++) writer.Add($"{nameof(Indexes)}.{i}", Indexes[i]);
        writer.Add(nameof(IndexMode), IndexMode.ToString());
    }

    /// <inheritdoc/>
    protected override async Task<DuplicateSpans> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        var recipe = new FingerprintWriter();
        LineIndexFit.DescribeLines(recipe, Scope, MinLineBytes);
        IndexLists.Check(Indexes, recipe);
        var groups = new ShardGroups(scope.ShardCount);
        PhaseFiles lines = await scope.MapAsync(LineWriter.Name, scope.Corpus, new FitSink(writer =>
        {
            writer.Add("phase", LineWriter.Name);
            writer.Add("partitions", Partitions);
            LineIndexFit.DescribeLines(writer, Scope, MinLineBytes);
        }, output => new LineWriter(Scope, MinLineBytes, Partitions, output)), cancellationToken).ConfigureAwait(false);
        PhaseFiles matches = await scope.ReduceAsync("matches", Partitions, (output, token) =>
        {
            Match(new Partitions(lines, LineWriter.Name), output, groups, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await new SpanJoin(scope, lines, matches) { MemoryBytes = MemoryBytes }.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Match(Partitions lines, ShardOutput output, ShardGroups groups, CancellationToken cancellationToken)
    {
        var writer = new PartitionWriter(output, SpanJoin.RecordName, groups.Count, FoundSpan.Size) { BufferBytes = 4 << 20 };
        int size = LineRecord.Size + sizeof(int);
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.UInt64(0, 2))
        {
            RecordSize = size,
            MemoryBytes = MemoryBytes,
            Warn = message => output.Warn(message),
        };
        // The sort is stable, so copies come in the order of the corpus.
        using RecordReader sorted = sort.Sort(() => new ShardedReader(lines.Read(output.Index), size), cancellationToken);
        IndexCursor<LineEntry>[] known = [.. Indexes.Select(index => index.Open(output.Index, Partitions))];
        try
        {
            Match(sorted, known, writer, groups, cancellationToken);
        }
        finally
        {
            foreach (IndexCursor<LineEntry> one in known) one.Dispose();
        }
        writer.Complete();
    }

    private void Match(RecordReader sorted, IndexCursor<LineEntry>[] known, PartitionWriter writer, ShardGroups groups, CancellationToken cancellationToken)
    {
        bool isOnlyKnown = known.Length > 0 && IndexMode == IndexMode.OnlyIndexes;
        LineRecord current = default;
        WindowPlace first = default;
        var waiting = new List<FoundSpan>();
        long copies = 0, knownCopies = 0;
        for (long count = 0; sorted.Read(); count++)
        {
            if ((count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            LineRecord line = LineRecord.Read(sorted.Record);
            int shard = ShardedReader.ShardOf(sorted.Record);
            if (count == 0 || line.High != current.High || line.Low != current.Low)
            {
                current = line;
                copies = knownCopies = CountKnown(known, line);
                first = knownCopies > 0 ? WindowPlace.Known : new(line.Record, shard, line.Start);
                waiting.Clear();
            }
            copies = isOnlyKnown ? knownCopies + 1 : copies + 1;
            // All copies of the line have this number then, so none waits for a later one.
            if (isOnlyKnown && (knownCopies == 0 || copies < MinCopies)) continue;
            if (copies > KeptCopies)
                waiting.Add(new(line.Record, first.Record, first.Shard, first.Start, shard, line.Start, line.End, 0));
            if (copies < MinCopies) continue;
            foreach (FoundSpan span in waiting) writer.WriteTo(groups.GroupOf(span.Shard), span);
            waiting.Clear();
        }
    }

    private static long CountKnown(IndexCursor<LineEntry>[] known, LineRecord line)
    {
        long copies = 0;
        foreach (IndexCursor<LineEntry> one in known)
        {
            bool more = one.TrySeek(line.High, out LineEntry entry);
            while (more && entry.High == line.High && entry.Low < line.Low) more = one.TryNext(out entry);
            if (more && entry.High == line.High && entry.Low == line.Low) copies += entry.Copies;
        }
        return copies;
    }
}
