using System.Collections.Immutable;
using System.Diagnostics;

namespace DataCuration;

/// <summary>
/// The counts of a shard and the documents that leave it early: drops and faults. Used by the shard's loop alone, one call at a time. Drops and faults are
/// written in the order of the records, and faults are judged at fixed records, however the stages' calls overlap.
/// </summary>
internal sealed class ShardLedger
{
    private readonly FaultWriter faults;
    private readonly DropWriter? drops;
    private readonly FaultLimit limit;

    public ShardLedger(IReadOnlyList<StageContext> contexts, FaultWriter faults, DropWriter? drops, FaultPolicy policy)
    {
        Stages = [.. contexts.Select(context => new StageCounts(context.StageName))];
        this.faults = faults;
        this.drops = drops;
        limit = new FaultLimit(policy);
    }

    /// <summary>The counts of reading.</summary>
    public StageCounts Read { get; } = new(StageReport.ReadStage);

    /// <summary>The counts of each stage.</summary>
    public StageCounts[] Stages { get; }

    /// <summary>The number of documents that reached the sink.</summary>
    public long Written { get; set; }

    /// <summary>The number of faults, of records and of documents.</summary>
    public long Faults => faults.Count;

    /// <summary>The number of documents dropped by any stage.</summary>
    public long Dropped
    {
        get
        {
            long dropped = 0;
            foreach (StageCounts stage in Stages) dropped += stage.DroppedTotal;
            return dropped;
        }
    }

    /// <summary>The number of drops and faults that wait until all records before them are done.</summary>
    public int Pending => faults.Pending + (drops?.Pending ?? 0);

    /// <summary>The bytes of text of these drops and faults.</summary>
    public long PendingBytes => faults.PendingBytes + (drops?.PendingBytes ?? 0);

    /// <summary>Counts records that were read.</summary>
    /// <param name="firstRecord">The number of the first one in the shard.</param>
    /// <param name="kept">The number that became documents, or that a keep list skips.</param>
    /// <param name="recordFaults">The records that could not be read.</param>
    public void AddRecords(long firstRecord, long kept, IReadOnlyList<(long Record, RecordFault Fault)> recordFaults)
    {
        long records = kept + recordFaults.Count;
        Read.In += records;
        Read.Kept += kept;
        Read.Faulted += recordFaults.Count;
        limit.AddDocuments(firstRecord, records);
        foreach ((long record, RecordFault fault) in recordFaults)
        {
            limit.AddFault(record, fault.Reason, faults.Add(record, fault));
        }
    }

    /// <summary>Counts a stage's result.</summary>
    /// <returns>The document that continues; null if it was dropped.</returns>
    public Document? Settle(int s, Document document, StageResult result)
    {
        if (result.Reason is { } reason)
        {
            Drop(s, result.DroppedDocument is { } annotated ? WithOrigin(annotated, document) : document, reason);
            return null;
        }
        if (result.Document is not { } replacement || ReferenceEquals(replacement, document)) return document;
        Stages[s].Replaced++;
        return WithOrigin(replacement, document);
    }

    /// <summary>A stage may make a new document instead of an edited copy. It keeps the record's origin, by which keep lists and selections know it.</summary>
    private static Document WithOrigin(Document replacement, Document document) =>
        replacement.Origin == document.Origin ? replacement : new Document(replacement, null, null, replacement.Slots, document.Origin);

    /// <summary>Counts and writes a drop.</summary>
    public void Drop(int s, Document document, string reason)
    {
        Stages[s].Drop(reason);
        drops?.Add(document, Stages[s].Name, reason);
    }

    /// <summary>Counts a fault and puts the document into quarantine.</summary>
    /// <exception cref="ShardFailedException">The policy allows no faults.</exception>
    public void Fault(int s, Document document, Exception exception)
    {
        Stages[s].Faulted++;
        string message = faults.Add(document, Stages[s].Name, exception);
        limit.AddFault(document.Origin.Record, $"{Stages[s].Name}: {exception.GetType().Name}", message);
    }

    /// <summary>Counts the children of an expander's parent.</summary>
    public void Emit(int s, Document parent, int children)
    {
        Stages[s].Emitted += children;
        Stages[s].Kept += children;
        if (parent.Origin.Record >= 0) limit.AddDocuments(parent.Origin.Record, 0, children);
    }

    /// <summary>Writes the drops and faults of finished records, and judges the faults.</summary>
    /// <param name="done">All records before this one are done with every stage.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="FaultRatioException">The faults exceed the policy's ratio.</exception>
    public async ValueTask FlushAsync(long done, CancellationToken cancellationToken)
    {
        if (drops is not null) await drops.FlushAsync(done, cancellationToken).ConfigureAwait(false);
        faults.Flush(done);
        if (limit.Check(done) is { } excess) throw faults.Exceeded(excess);
    }

    /// <summary>Writes what is left, judges the shard's faults, and returns its counts.</summary>
    public async ValueTask<ImmutableArray<StageReport>> CompleteAsync(int shard, double ticksPerSecond, CancellationToken cancellationToken)
    {
        await FlushAsync(long.MaxValue, cancellationToken).ConfigureAwait(false);
        if (drops is not null) await drops.CompleteAsync(cancellationToken).ConfigureAwait(false);
        ImmutableArray<StageReport> reports = [.. Stages.Prepend(Read).Select(stage => stage.ToReport(ticksPerSecond))];
        long emitted = Stages.Sum(stage => stage.Emitted);
        if (Read.In + emitted != Written + Dropped + Faults)
            throw new UnreachableException(
                $"Shard {shard} lost count: {Read.In} records + {emitted} emitted are not {Written} kept + {Dropped} dropped + {Faults} faulted.");
        return reports;
    }
}
