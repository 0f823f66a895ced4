namespace DataCuration.Deduplication;

/// <summary>
/// Finds substrings of documents that occur more than once in a corpus, at a minimum length in bytes (Lee et al., "Deduplicating Training Data Makes Language
/// Models Better", 2021). By default all copies but the first are marked, where the first is the one with the lowest file, record and position.
/// <see cref="DuplicateSpanRemoval"/> cuts them out.
/// </summary>
/// <remarks>
/// <para>The result is exact: a byte is marked if and only if it lies in a window of <see cref="MinLength"/> bytes, inside one document, that occurs earlier in
/// the corpus. Marked ranges hold whole code points: incomplete ones at their ends stay.</para>
/// <para>The corpus is read twice and never held. The first pass writes a hash for each anchor (16 bytes for about a quarter of MinLength of text). Windows
/// whose anchor is unique are unique. The second pass writes the bytes of the other windows, by anchor. Each reduce task then compares windows byte by byte, in
/// <see cref="MemoryBytes"/>. More than that is done in several passes over the task's file, and the windows of one anchor that do not fit are sorted in
/// files.</para>
/// <para>Memory for each worker: MemoryBytes, about 20 MB of buffers, and one bit for each anchor of a shard. Files: 0.6 bytes for each byte of text, and about
/// 5 for each byte in a repeated anchor's windows.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// using DuplicateSpans spans = await pool.FitAsync(new SubstringDeduplication { MinLength = 200 }, run);
/// Console.WriteLine($"{spans.ByteCount} of {spans.TextByteCount} bytes are repeated");
/// </code>
/// </example>
public sealed class SubstringDeduplication : CorpusFit<DuplicateSpans>
{
    private const string AnchorName = "anchors", RepeatedName = "repeated", WindowName = "windows";

    /// <summary>
    /// The minimum length in bytes, 1 to 65,536. Default: 100 (the README of <c>deduplicate-text-datasets</c>; the paper's 50 tokens are 100 bytes there).
    /// </summary>
    public int MinLength
    {
        get;
        init => field = value is >= 1 and <= 65_536 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The minimum length is 1 to 65,536 bytes.");
    } = 100;

    /// <summary>The copies that are marked. Default: all but the first.</summary>
    public SubstringCopies Copies
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There are no such copies.");
    }

    /// <summary>
    /// The minimum number of copies, 2 or more. Default: 2. The <c>frequency-threshold</c> f of <c>deduplicate-text-datasets</c> is f + 1 copies here.
    /// </summary>
    public int MinCopies
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A repeated substring has at least 2 copies.");
    } = 2;

    /// <summary>
    /// The number of parts that anchors are divided into, 1 to 65,536. Each is a task of its own. The result does not depend on it. Default: 64.
    /// </summary>
    public int Partitions
    {
        get;
        init => field = value is >= 1 and <= PartitionWriter.MaxPartitions ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"There are 1 to {PartitionWriter.MaxPartitions} partitions.");
    } = 64;

    /// <summary>The memory of a task for windows, 1 MiB or more. The result does not depend on it. Default: 256 MiB.</summary>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A task takes at least 1 MiB.");
    } = 256 << 20;

    /// <summary>A limit below <see cref="MemoryBytes"/>'s minimum, for tests.</summary>
    internal long? WindowMemory { get; init; }

    /// <summary>Called when the windows of some anchors are sorted in files, because they do not fit in memory; for tests.</summary>
    internal Action? WindowsSorted { get; init; }

    /// <inheritdoc/>
    public override string Name => "substring-deduplication";

    // Windows that repeat at a short period need no comparison, but they count as copies.
    private bool SkipsPeriods => Copies == SubstringCopies.Later && MinCopies == 2;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add(nameof(MinLength), MinLength);
        writer.Add(nameof(Copies), Copies.ToString());
        writer.Add(nameof(MinCopies), MinCopies);
    }

    /// <inheritdoc/>
    protected override async Task<DuplicateSpans> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        var groups = new ShardGroups(scope.ShardCount);
        PhaseFiles anchors = await scope.MapAsync(AnchorName, scope.Corpus, new FitSink(writer => Describe(writer, AnchorName),
            output => new AnchorWriter(this, output, groups.Count)), cancellationToken).ConfigureAwait(false);
        PhaseFiles repeated = await scope.ReduceAsync(RepeatedName, Partitions, (output, token) =>
        {
            RepeatedAnchors.Write(new Partitions(anchors, AnchorName), output, groups, MinCopies, MemoryBytes, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles numbers = await scope.ReduceAsync("numbers", groups.Count, (output, token) =>
        {
            NumberSet.Gather(new Partitions(repeated, RepeatedAnchors.Name), output, RepeatedAnchors.Name, MemoryBytes, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles windows = await scope.MapAsync(WindowName, scope.Corpus, new FitSink(writer => Describe(writer, WindowName),
            output => new WindowWriter(this, output, numbers)), cancellationToken).ConfigureAwait(false);
        PhaseFiles matches = await scope.ReduceAsync("matches", Partitions, (output, token) =>
        {
            new WindowMatches(new Partitions(windows, WindowName), output, groups, MinLength)
            {
                Copies = Copies,
                MinCopies = MinCopies,
                MemoryBytes = WindowMemory ?? Math.Min(MemoryBytes, 1 << 30),
                WindowsSorted = WindowsSorted,
            }.Write(token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await new SpanJoin(scope, anchors, anchors, matches) { MemoryBytes = MemoryBytes }.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Describe(FingerprintWriter writer, string phase)
    {
        writer.Add("phase", phase);
        writer.Add("partitions", Partitions);
        Describe(writer);
    }

    /// <summary>The first pass: the hash of each anchor, and the spans of short periods.</summary>
    private sealed class AnchorWriter(SubstringDeduplication fit, ShardOutput output, int groups) : DocumentWriter
    {
        private readonly AnchorScanner scanner = new(fit.MinLength, fit.SkipsPeriods);
        private readonly TextTable texts = new(output);
        private readonly PartitionWriter anchors = new(output, AnchorName, fit.Partitions, AnchorRecord.Size);
        private readonly PartitionWriter spans = new(output, SpanJoin.RecordName, groups, FoundSpan.Size) { BufferBytes = 1 << 20 };
        private readonly int shard = output.Index;
        private readonly int group = output.Index % groups;
        private long count;

        protected override void Add(Document document)
        {
            texts.Add(document);
            ReadOnlySpan<byte> text = document.Utf8Text.Span;
            scanner.Scan(text);
            foreach (AnchorRun run in scanner.Runs) anchors.Write(run.Hash, new AnchorRecord(run.Hash, count++));
            foreach (PeriodicSpan span in scanner.Periods)
            {
                long record = document.Origin.Record;
                spans.WriteTo(group, new FoundSpan(record, record, shard, span.Start - span.Period, shard, span.Start, span.End,
                    FoundSpan.TrimOf(text[span.Start..span.End])));
            }
        }

        protected override void Complete()
        {
            texts.Complete();
            anchors.Complete();
            spans.Complete();
        }
    }

    /// <summary>The second pass: the windows of repeated anchors.</summary>
    private sealed class WindowWriter(SubstringDeduplication fit, ShardOutput output, PhaseFiles repeated) : DocumentWriter
    {
        private readonly AnchorScanner scanner = new(fit.MinLength, fit.SkipsPeriods);
        private readonly PartitionWriter windows = new(output, WindowName, fit.Partitions);
        private readonly NumberSet anchors = NumberSet.Read(repeated, RepeatedAnchors.Name, output.Index);
        private byte[] buffer = new byte[1 << 12];
        private long count;

        protected override void Add(Document document)
        {
            ReadOnlySpan<byte> text = document.Utf8Text.Span;
            scanner.Scan(text);
            foreach (AnchorRun run in scanner.Runs)
            {
                if (!anchors.Contains(count++)) continue;
                ReadOnlySpan<byte> bytes = text[run.First..(run.Last + fit.MinLength)];
                if (buffer.Length < WindowRecord.HeaderBytes + bytes.Length) buffer = new byte[2 * (WindowRecord.HeaderBytes + bytes.Length)];
                new WindowRecord(run.Hash, document.Origin.Record, run.First, run.Count).Write(buffer);
                bytes.CopyTo(buffer.AsSpan(WindowRecord.HeaderBytes));
                windows.Write(run.Hash, buffer.AsSpan(0, WindowRecord.HeaderBytes + bytes.Length));
            }
        }

        protected override void Complete() => windows.Complete();
    }
}
