namespace DataCuration;

/// <summary>Fills a <see cref="BatchTransform"/>'s batches across the reader's batches, and runs them in a window.</summary>
internal sealed class BatchCollector : PipelineNode
{
    private readonly OrderedWindow<Document[], (StageResult Result, Exception? Fault)[]> window;
    private readonly BatchTransform stage;
    private readonly ShardLedger ledger;
    private readonly int stageIndex;
    private readonly int size;
    private readonly long maxBytes;
    private readonly CancellationToken cancellationToken;
    private readonly List<Document> collected;
    private Document[] done = [];
    private (StageResult Result, Exception? Fault)[] results = [];
    private int released;
    private long bytes;

    public BatchCollector(
        BatchTransform stage, int stageIndex, StageContext context, ShardLedger ledger, AsyncSignal changed, long maxBytes, TimeProvider time,
        CancellationToken cancellationToken)
    {
        this.stage = stage;
        this.ledger = ledger;
        this.stageIndex = stageIndex;
        this.maxBytes = maxBytes;
        this.cancellationToken = cancellationToken;
        size = Math.Max(1, stage.BatchSize);
        collected = new List<Document>(Math.Min(size, 1_024));
        int concurrency = Math.Clamp(stage.MaxConcurrency, 1, int.MaxValue - 1);
        // One full batch waits, so that the next call starts when one ends, without waiting for the loop.
        window = new(concurrency + 1, concurrency, RunAsync, context, changed, time, cancellationToken);
    }

    public override int Room
    {
        get
        {
            // Large documents: one batch is filled at a time.
            if (bytes >= maxBytes && window.Count > 0) return 0;
            return (int)Math.Min(int.MaxValue, size - collected.Count + ((long)(window.Capacity - window.Count) * size));
        }
    }

    public override bool IsEmpty => collected.Count == 0 && !IsBusy;

    public override bool IsBusy => window.Count > 0 || released < done.Length;

    public override Exception? Failure => window.Failure;

    public override long BusyTicks => window.BusyTicks;

    public override bool TryPeekRecord(out long record)
    {
        Document? oldest = released < done.Length ? done[released] : window.TryPeek(out Document[] batch) ? batch[0]
            : collected.Count > 0 ? collected[0] : null;
        record = oldest?.Origin.Record ?? 0;
        return oldest is not null;
    }

    public override void Add(Document document)
    {
        ledger.Stages[stageIndex].In++;
        bytes += SizeOf(document);
        if (collected.Count == size) Start(); // it was full and there was no room before
        collected.Add(document);
        if (collected.Count == size && window.Count < window.Capacity) Start();
    }

    public override void Flush()
    {
        if (collected.Count > 0 && window.Count < window.Capacity) Start();
    }

    public override bool Release(Document[] buffer, int max, out int count)
    {
        bool any = false;
        count = 0;
        while (count < max)
        {
            if (released == done.Length)
            {
                if (!window.TryTake(out done, out results, out Exception? failed))
                {
                    done = [];
                    released = 0;
                    break;
                }
                if (failed is not null) results = [.. done.Select(_ => (StageResult.Keep, (Exception?)failed))];
                released = 0;
                if (collected.Count == size) Start();
            }
            any = true;
            Document document = done[released];
            done[released] = null!; // the rest of the batch must not keep it alive
            (StageResult result, Exception? fault) = results[released++];
            bytes -= SizeOf(document);
            if (fault is not null) ledger.Fault(stageIndex, document, fault);
            else if (ledger.Settle(stageIndex, document, result) is { } next) buffer[count++] = next;
        }
        ledger.Stages[stageIndex].Kept += count;
        return any;
    }

    public override void Stop() => window.Stop();

    public override async ValueTask DisposeAsync()
    {
        await window.DrainAsync().ConfigureAwait(false);
        window.Dispose();
    }

    private void Start()
    {
        window.Add([.. collected]);
        collected.Clear();
    }

    private async ValueTask<(StageResult Result, Exception? Fault)[]> RunAsync(Document[] batch, StageContext context, CancellationToken token)
    {
        var batchResults = new StageResult[batch.Length];
        Exception? failed = await TryAsync(batch, batchResults, context).ConfigureAwait(false);
        if (failed is null || batch.Length == 1) return [.. batchResults.Select(result => (result, failed))];
        // Some document of the batch is at fault: one by one shows which.
        var single = new (StageResult Result, Exception? Fault)[batch.Length];
        for (int i = 0; i < batch.Length; i++)
        {
            context.Halt.ThrowIfCancellationRequested();
            Exception? fault = await TryAsync(batch.AsMemory(i, 1), batchResults.AsMemory(i, 1), context).ConfigureAwait(false);
            single[i] = (batchResults[i], fault);
        }
        return single;
    }

    private async ValueTask<Exception?> TryAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> batchResults, StageContext context)
    {
        batchResults.Span.Clear();
        try
        {
            await stage.TransformAsync(documents, batchResults, context, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (DocumentFaults.IsFault(e, cancellationToken))
        {
            return e;
        }
    }
}
