namespace DataCuration.Deduplication;

/// <summary>The second pass over a shard: the windows of repeated anchors.</summary>
internal sealed class WindowWriter : DocumentWriter
{
    public const string Name = "windows";
    private readonly WindowScanner scanner;
    private readonly PartitionWriter windows;
    private readonly NumberSet repeated;
    private readonly RecordTable<int> table;
    private readonly RecordTablePart<int> counts;
    private long next;

    /// <summary>Creates the writer of a shard.</summary>
    /// <param name="fit">The options.</param>
    /// <param name="encoder">The encoder; null for bytes.</param>
    /// <param name="output">The task's output.</param>
    /// <param name="anchors">The first pass.</param>
    /// <param name="numbers">The numbers of the repeated anchors of each shard.</param>
    public WindowWriter(SubstringDeduplication fit, ITokenSpanEncoder? encoder, ShardOutput output, PhaseFiles anchors, PhaseFiles numbers)
    {
        scanner = new(fit.MinLength, encoder, fit.Runs);
        windows = new(output, Name, fit.Partitions);
        repeated = NumberSet.Read(numbers, RepeatedAnchors.Name, output.Index);
        table = new(anchors, AnchorWriter.CountName);
        counts = table.OpenShard(output.Index)!;
    }

    public override ValueTask DisposeAsync()
    {
        counts.Dispose();
        table.Dispose();
        return base.DisposeAsync();
    }

    protected override void Add(Document document)
    {
        counts.TryGet(document.Origin.Record, out int count);
        long first = next;
        next += count;
        if (!repeated.ContainsAny(first, count)) return;
        scanner.Scan(document);
        if (scanner.Runs.Count != count)
            throw new CurationException($"Document '{document.Id}' has {scanner.Runs.Count} anchors, and had {count} in the first pass: its text or its tokens "
                + "are others.");
        foreach (AnchorRun run in scanner.Runs)
            if (repeated.Contains(first++)) windows.Write(run.Hash, scanner.RecordOf(run));
    }

    protected override void Complete() => windows.Complete();
}
