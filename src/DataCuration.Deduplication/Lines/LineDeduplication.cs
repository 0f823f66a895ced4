using System.IO.Hashing;
using System.Text;

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
    private const string LineName = "lines";

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
        writer.Add("version", 1);
        writer.Add(nameof(Scope), Scope.ToString());
        writer.Add(nameof(KeptCopies), KeptCopies);
        writer.Add(nameof(MinCopies), MinCopies);
        writer.Add(nameof(MinLineBytes), MinLineBytes);
    }

    /// <inheritdoc/>
    protected override async Task<DuplicateSpans> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        var groups = new ShardGroups(scope.ShardCount);
        PhaseFiles lines = await scope.MapAsync(LineName, scope.Corpus, new FitSink(writer =>
        {
            writer.Add("phase", LineName);
            writer.Add("partitions", Partitions);
            Describe(writer);
        }, output => new Writer(this, output)), cancellationToken).ConfigureAwait(false);
        PhaseFiles matches = await scope.ReduceAsync("matches", Partitions, (output, token) =>
        {
            Match(new Partitions(lines, LineName), output, groups, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await new SpanJoin(scope, lines, matches) { MemoryBytes = MemoryBytes }.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the host of an address in lower case, without user and port; empty if it has none.</summary>
    internal static string HostOf(string? url)
    {
        if (url is null) return "";
        int start = url.IndexOf("://", StringComparison.Ordinal);
        ReadOnlySpan<char> rest = url.AsSpan(start < 0 ? 0 : start + 3);
        int end = rest.IndexOfAny('/', '?', '#');
        if (end >= 0) rest = rest[..end];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        int port = rest.LastIndexOf(':');
        if (port >= 0 && !rest[port..].Contains(']')) rest = rest[..port];
        return rest.TrimEnd('.').ToString().ToLowerInvariant();
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
        LineRecord current = default;
        WindowPlace first = default;
        var waiting = new List<FoundSpan>();
        long copies = 0;
        for (long count = 0; sorted.Read(); count++)
        {
            if ((count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            LineRecord line = LineRecord.Read(sorted.Record);
            int shard = ShardedReader.ShardOf(sorted.Record);
            if (copies == 0 || line.High != current.High || line.Low != current.Low)
            {
                (current, first, copies) = (line, new(line.Record, shard, line.Start), 0);
                waiting.Clear();
            }
            copies++;
            if (copies > KeptCopies)
                waiting.Add(new(line.Record, first.Record, first.Shard, first.Start, shard, line.Start, line.End, 0));
            if (copies < MinCopies) continue;
            foreach (FoundSpan span in waiting) writer.WriteTo(groups.GroupOf(span.Shard), span);
            waiting.Clear();
        }
        writer.Complete();
    }

    private sealed class Writer(LineDeduplication fit, ShardOutput output) : DocumentWriter
    {
        private readonly TextTable texts = new(output);
        private readonly PartitionWriter lines = new(output, LineName, fit.Partitions, LineRecord.Size);
        private readonly XxHash128 hash = new();
        private byte[] buffer = [];

        protected override void Add(Document document)
        {
            texts.Add(document);
            string host = fit.Scope == LineScope.Site ? HostOf(document.Url) : "";
            if (fit.Scope == LineScope.Site && host.Length == 0) return;
            byte[] key = Encoding.UTF8.GetBytes(host + "\n");
            ReadOnlySpan<byte> text = document.Utf8Text.Span;
            for (int at = 0; at < text.Length;)
            {
                int feed = text[at..].IndexOf((byte)'\n');
                int end = feed < 0 ? text.Length : at + feed, next = Math.Min(text.Length, end + 1);
                int capacity = NormalizedLine.Capacity(end - at);
                if (buffer.Length < capacity) buffer = new byte[Math.Max(capacity, 2 * buffer.Length)];
                int length = NormalizedLine.Write(text[at..end], buffer);
                if (length >= fit.MinLineBytes)
                {
                    hash.Reset();
                    hash.Append(key);
                    hash.Append(buffer.AsSpan(0, length));
                    UInt128 value = hash.GetCurrentHashAsUInt128();
                    lines.Write((ulong)(value >> 64), new LineRecord((ulong)(value >> 64), (ulong)value, document.Origin.Record, at, next));
                }
                at = next;
            }
        }

        protected override void Complete()
        {
            texts.Complete();
            lines.Complete();
        }
    }
}
