namespace DataCuration;

/// <summary>
/// Takes batches of documents through consecutive synchronous stages, in order, with compaction in place. Faults are caught and counted here; time is taken per
/// batch and stage, because two time stamps per document cost 13 times the loop itself.
/// </summary>
internal sealed class PipelineSegment
{
    private readonly Stage[] stages;
    private readonly StageContext[] contexts;
    private readonly Func<long, bool>?[] keepBits;
    private readonly ShardLedger ledger;
    private readonly TimeProvider time;
    private readonly int first;
    private readonly int end;

    /// <summary>Initializes a segment over the stages <paramref name="first"/> to <paramref name="end"/> - 1.</summary>
    public PipelineSegment(Stage[] stages, StageContext[] contexts, Func<long, bool>?[] keepBits, int first, int end, ShardLedger ledger, TimeProvider time)
    {
        this.stages = stages;
        this.contexts = contexts;
        this.keepBits = keepBits;
        this.first = first;
        this.end = end;
        this.ledger = ledger;
        this.time = time;
    }

    /// <summary>Runs a batch through the segment's stages.</summary>
    /// <param name="documents">The documents; overwritten with those that are left.</param>
    /// <param name="count">The number of documents.</param>
    /// <param name="cancellationToken">Cancels between stages.</param>
    /// <returns>The number of documents that are left.</returns>
    public int Run(Document[] documents, int count, CancellationToken cancellationToken)
    {
        for (int s = first; s < end && count > 0; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = time.GetTimestamp();
            StageCounts counts = ledger.Stages[s];
            counts.In += count;
            count = stages[s] is SynchronousStage stage ? RunStage(stage, s, documents, count, cancellationToken) : RunKeep(s, documents, count);
            counts.Kept += count;
            counts.Ticks += time.GetTimestamp() - start;
        }
        return count;
    }

    private int RunStage(SynchronousStage stage, int s, Document[] documents, int count, CancellationToken cancellationToken)
    {
        StageContext context = contexts[s];
        int kept = 0;
        int i = 0;
        // One try around the loop, not one per document: after a fault the loop is entered again at the next document.
        while (i < count)
        {
            try
            {
                for (; i < count; i++)
                {
                    Document document = documents[i];
                    StageResult result = stage.Apply(document, context);
                    if (result.IsKeep) documents[kept++] = document;
                    else if (ledger.Settle(s, document, result) is { } replacement) documents[kept++] = replacement;
                }
            }
            catch (Exception e) when (DocumentFaults.IsFault(e, cancellationToken))
            {
                ledger.Fault(s, documents[i], e);
                i++;
            }
        }
        return kept;
    }

    private int RunKeep(int s, Document[] documents, int count)
    {
        Func<long, bool> bits = keepBits[s]!;
        string reason = ((KeepStage)stages[s]).Reason;
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            Document document = documents[i];
            if (bits(document.Origin.Record)) documents[kept++] = document;
            else ledger.Drop(s, document, reason);
        }
        return kept;
    }
}
