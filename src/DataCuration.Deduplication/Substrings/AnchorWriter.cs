namespace DataCuration.Deduplication;

/// <summary>The first pass over a shard: the hash of each anchor, the number of anchors of each document, and the spans of short periods.</summary>
/// <param name="fit">The options.</param>
/// <param name="encoder">The encoder; null for bytes.</param>
/// <param name="output">The task's output.</param>
/// <param name="groups">The number of groups of shards.</param>
internal sealed class AnchorWriter(SubstringDeduplication fit, ITokenSpanEncoder? encoder, ShardOutput output, int groups) : DocumentWriter
{
    public const string Name = "anchors", CountName = "counts";
    private readonly WindowScanner scanner = new(fit.MinLength, encoder, fit.Runs);
    private readonly TextTable texts = new(output);
    private readonly PartitionWriter anchors = new(output, Name, fit.Partitions, AnchorRecord.Size);
    private readonly RecordTableWriter<int> counts = new(output, CountName);
    private readonly PartitionWriter spans = new(output, SpanJoin.RecordName, groups, FoundSpan.Size) { BufferBytes = 1 << 20 };
    private readonly int shard = output.Index;
    private readonly int group = output.Index % groups;
    private long count;

    protected override void Add(Document document)
    {
        texts.Add(document);
        scanner.Scan(document);
        counts.Append(document.Origin.Record, scanner.Runs.Count);
        foreach (AnchorRun run in scanner.Runs) anchors.Write(run.Hash, new AnchorRecord(run.Hash, count++));
        foreach (PeriodicSpan span in scanner.Periods) spans.WriteTo(group, scanner.SpanOf(shard, span.Start, span.End, span.Start - span.Period));
    }

    protected override void Complete()
    {
        texts.Complete();
        anchors.Complete();
        counts.Complete();
        spans.Complete();
    }
}
