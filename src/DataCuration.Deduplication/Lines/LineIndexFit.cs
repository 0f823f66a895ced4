namespace DataCuration.Deduplication;

/// <summary>
/// Keeps the hashes of a corpus's lines and their numbers of copies, to deduplicate later corpora against it (<see cref="LineDeduplication.Indexes"/>).
/// </summary>
/// <remarks>
/// Disk for the index: 24 bytes for each distinct line of a site. Memory for each worker: <see cref="MemoryBytes"/> and about 20 MB of buffers. Make it of the
/// corpus before lines were cut out: then <see cref="LineDeduplication.KeptCopies"/> and <see cref="LineDeduplication.MinCopies"/> count all copies.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// LineIndex earlier = await Corpus.FromJsonl("2024/*.jsonl").FitAsync(new LineIndexFit(), run);
/// Corpus pool = Corpus.FromJsonl("2025/*.jsonl");
/// using DuplicateSpans spans = await pool.FitAsync(new LineDeduplication { Indexes = [earlier] }, run);
/// </code>
/// </example>
public sealed class LineIndexFit : CorpusFit<LineIndex>
{
    /// <summary>The documents among which lines are compared. Default: those of a site.</summary>
    public LineScope Scope
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such scope.");
    }

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
    public long MemoryBytes { get; init => field = SortMemory.Check(value); } = 256 << 20;

    /// <inheritdoc/>
    public override string Name => "line-index";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        DescribeLines(writer, Scope, MinLineBytes);
        writer.Add(nameof(Partitions), Partitions);
    }

    /// <inheritdoc/>
    protected override async Task<LineIndex> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles lines = await scope.MapAsync(LineWriter.Name, scope.Corpus, new FitSink(writer =>
        {
            writer.Add("phase", LineWriter.Name);
            Describe(writer);
        }, output => new LineWriter(Scope, MinLineBytes, Partitions, output)), cancellationToken).ConfigureAwait(false);
        var recipe = new FingerprintWriter();
        DescribeLines(recipe, Scope, MinLineBytes);
        return new(await SortedIndex<LineEntry>.WriteAsync(scope, LineIndex.Kind, recipe, lines, Partitions,
            (output, token) => Count(new Partitions(lines, LineWriter.Name), output, token), hasShingles: false, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Writes the options that an index and a corpus compared with it must share.</summary>
    internal static void DescribeLines(FingerprintWriter writer, LineScope scope, int minLineBytes)
    {
        writer.Add(nameof(Scope), scope.ToString());
        writer.Add(nameof(MinLineBytes), minLineBytes);
    }

    /// <summary>Counts the copies of each line of a partition.</summary>
    private void Count(Partitions lines, ShardOutput output, CancellationToken cancellationToken)
    {
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.UInt64(0, 2))
        {
            RecordSize = LineRecord.Size,
            MemoryBytes = MemoryBytes,
            Warn = message => output.Warn(message),
        };
        RecordTableWriter<LineEntry> table = SortedIndex<LineEntry>.CreateEntries(output);
        using RecordReader sorted = sort.Sort(() => lines.Read(output.Index), cancellationToken);
        LineEntry current = default;
        for (long count = 0; sorted.Read(); count++)
        {
            if ((count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            LineRecord line = LineRecord.Read(sorted.Record);
            if (current.Copies > 0 && current.High == line.High && current.Low == line.Low)
            {
                current = current with { Copies = current.Copies + 1 };
                continue;
            }
            if (current.Copies > 0) table.Append(table.RowCount, current);
            current = new(line.High, line.Low, 1);
        }
        if (current.Copies > 0) table.Append(table.RowCount, current);
        table.Complete();
    }
}
