namespace DataCuration;

/// <summary>Runs a <see cref="DocumentExpander"/> on several parents at once. A parent's children are released together, once it is done.</summary>
internal sealed class ExpanderNode : PipelineNode
{
    /// <summary>The reason under which a parent that does not continue is dropped.</summary>
    public const string ExpandedReason = "expanded";

    private readonly OrderedWindow<Document, List<Document>> window;
    private readonly DocumentExpander stage;
    private readonly ShardLedger ledger;
    private readonly int stageIndex;
    private readonly long maxBytes;
    private long bytes;
    private Document? parent;
    private List<Document> family = [];
    private int released;

    public ExpanderNode(DocumentExpander stage, int stageIndex, StageContext context, ShardLedger ledger, AsyncSignal changed, long maxBytes, TimeProvider time,
        CancellationToken cancellationToken)
    {
        this.stage = stage;
        this.ledger = ledger;
        this.stageIndex = stageIndex;
        this.maxBytes = maxBytes;
        window = new(stage.Window, stage.MaxConcurrency, ExpandAsync, context, changed, time, cancellationToken);
    }

    public override int Room => Interlocked.Read(ref bytes) >= maxBytes ? 0 : window.Capacity - window.Count;

    public override bool IsEmpty => !IsBusy;

    public override bool IsBusy => window.Count > 0 || parent is not null;

    public override Exception? Failure => window.Failure;

    public override long BusyTicks => window.BusyTicks;

    public override bool TryPeekRecord(out long record)
    {
        Document? oldest = parent ?? (window.TryPeek(out Document next) ? next : null);
        record = oldest?.Origin.Record ?? 0;
        return oldest is not null;
    }

    public override void Add(Document document)
    {
        ledger.Stages[stageIndex].In++;
        Interlocked.Add(ref bytes, SizeOf(document));
        window.Add(document);
    }

    public override bool Release(Document[] buffer, int max, out int count)
    {
        bool any = false;
        count = 0;
        while (count < max)
        {
            if (parent is null)
            {
                if (!window.TryTake(out Document taken, out List<Document> children, out Exception? fault)) break;
                any = true;
                Interlocked.Add(ref bytes, -SizeOf(taken));
                if (fault is not null)
                {
                    ledger.Fault(stageIndex, taken, fault);
                    continue;
                }
                Begin(taken, children);
            }
            any = true;
            while (count < max && released < family.Count)
            {
                if (family[released] != parent) Interlocked.Add(ref bytes, -SizeOf(family[released]));
                buffer[count++] = family[released++];
            }
            if (released == family.Count) (parent, family) = (null, []);
        }
        return any;
    }

    public override void Stop() => window.Stop();

    public override async ValueTask DisposeAsync()
    {
        await window.DrainAsync().ConfigureAwait(false);
        window.Dispose();
    }

    private void Begin(Document taken, List<Document> children)
    {
        parent = taken;
        released = 0;
        ledger.Emit(stageIndex, taken, children.Count);
        family = children;
        if (stage.KeepsParent)
        {
            ledger.Stages[stageIndex].Kept++;
            family = [taken, .. children];
        }
        else
        {
            ledger.Drop(stageIndex, taken, ExpandedReason);
        }
    }

    private async ValueTask<List<Document>> ExpandAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        var children = new List<Document>();
        await foreach (Document child in stage.ExpandAsync(document, context, cancellationToken).ConfigureAwait(false))
        {
            int number = children.Count + 1;
            children.Add(new Document(child, $"{document.Id}#{number}", null, child.Slots, document.Origin with { Child = number }));
        }
        // Finished children wait for the parents before theirs, and count meanwhile.
        Interlocked.Add(ref bytes, children.Sum(SizeOf));
        return children;
    }
}
