namespace DataCuration;

/// <summary>Runs an <see cref="AsyncDocumentTransform"/> in a window.</summary>
internal sealed class TransformNode : PipelineNode
{
    private readonly OrderedWindow<Document, StageResult> window;
    private readonly ShardLedger ledger;
    private readonly int stageIndex;
    private readonly long maxBytes;
    private long bytes;

    public TransformNode(AsyncDocumentTransform stage, int stageIndex, StageContext context, ShardLedger ledger, AsyncSignal changed, long maxBytes,
        TimeProvider time, CancellationToken cancellationToken)
    {
        this.ledger = ledger;
        this.stageIndex = stageIndex;
        this.maxBytes = maxBytes;
        window = new(stage.Window, stage.MaxConcurrency, stage.TransformAsync, context, changed, time, cancellationToken);
    }

    public override int Room => bytes >= maxBytes ? 0 : window.Capacity - window.Count;

    public override bool IsEmpty => window.Count == 0;

    public override bool IsBusy => window.Count > 0;

    public override Exception? Failure => window.Failure;

    public override long BusyTicks => window.BusyTicks;

    public override bool TryPeekRecord(out long record)
    {
        bool found = window.TryPeek(out Document document);
        record = found ? document.Origin.Record : 0;
        return found;
    }

    public override void Add(Document document)
    {
        ledger.Stages[stageIndex].In++;
        bytes += SizeOf(document);
        window.Add(document);
    }

    public override bool Release(Document[] buffer, int max, out int count)
    {
        bool any = false;
        count = 0;
        while (count < max && window.TryTake(out Document document, out StageResult result, out Exception? fault))
        {
            any = true;
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
}
