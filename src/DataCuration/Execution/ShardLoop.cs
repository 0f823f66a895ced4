using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;

namespace DataCuration;

/// <summary>The engine's loop over one shard, a batch a step: read, stage by stage, sink; with record faults, drops, counts and progress on the way.</summary>
internal sealed class ShardLoop : IAsyncDisposable
{
    private readonly TaskScope scope;
    private readonly int index;
    private readonly StageCounts read = new(RunReport.ReadStage);
    private readonly StageCounts[] counts;
    private readonly FaultWriter faults;
    private readonly DropWriter? drops;
    private readonly PipelineOutputs outputs;
    private readonly PipelineRunner pipeline;
    private readonly IShardReader reader;
    private readonly DocumentBatch batch;
    private readonly bool readerSelects;
    private bool more = true;
    private long reportedKept;
    private long reportedDropped;
    private long reportedFaults;
    private long reportedBytes;

    public ShardLoop(PlannedShard planned, int index, IShardWriter writer, string? dropFolder, TaskScope scope)
    {
        this.scope = scope;
        this.index = index;
        RunOptions options = scope.Options;
        Stage[] stages = [.. planned.Branch.Stages];
        StageContext[] contexts = scope.Worker.ContextsFor(planned.Branch, index);
        counts = [.. contexts.Select(context => new StageCounts(context.StageName))];
        faults = new FaultWriter(options.Faults, scope.Phase, scope.Output, message => Log.Fault(scope.Logger, scope.Phase, index, message));
        drops = dropFolder is null ? null : DropWriter.Open(scope.Output, dropFolder);
        outputs = new PipelineOutputs(writer, faults, drops);

        // A keep list in front is the reader's business: records that are not wanted are passed over without being parsed. Unless drops are to be written.
        Func<long, bool>? selection = dropFolder is null && stages.Length > 0 && stages[0] is KeepStage first ? first.List.Open(planned.SourceKey, planned.IndexInSource) : null;
        readerSelects = selection is not null;
        Func<long, bool>?[] keepBits = [.. stages.Select((stage, s) => stage is KeepStage keep && (s > 0 || !readerSelects) ? keep.List.Open(planned.SourceKey, planned.IndexInSource) : null)];
        pipeline = new PipelineRunner(stages, contexts, counts, outputs, scope.Time, options.BatchDocuments, keepBits);
        batch = new DocumentBatch(options.BatchDocuments, options.BatchBytes, selection) { RecordLimit = planned.Shard.RecordLimit ?? long.MaxValue };
        reader = planned.Branch.Source.Open(planned.Shard, new ReadLimits { MaxRecordBytes = options.MaxRecordBytes });
    }

    /// <summary>Reads and processes one batch.</summary>
    /// <returns>False if the shard is at its end and nothing was done.</returns>
    public async ValueTask<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (!more || batch.IsAtLimit) return false;
        cancellationToken.ThrowIfCancellationRequested();
        long start = scope.Time.GetTimestamp();
        more = await reader.ReadAsync(batch, cancellationToken).ConfigureAwait(false);
        int count = TakeOverlong(batch, scope.Options.MaxDocumentChars);
        long skipped = batch.Skipped;
        long records = count + skipped + batch.Faults.Count;
        read.In += records;
        read.Kept += count + skipped;
        read.Faulted += batch.Faults.Count;
        read.Ticks += scope.Time.GetTimestamp() - start;
        foreach ((long record, RecordFault fault) in batch.Faults) faults.Add(record, fault);
        if (readerSelects)
        {
            counts[0].In += count + skipped;
            counts[0].Kept += count;
            if (skipped > 0) counts[0].Drop(KeepStage.Reason, skipped);
        }
        await pipeline.RunAsync(batch.Documents, count, readerSelects ? 1 : 0, cancellationToken).ConfigureAwait(false);
        if (drops is not null) await drops.FlushAsync(cancellationToken).ConfigureAwait(false);
        faults.Flush();
        batch.Clear();
        if (batch.NextRecord % DocumentBatch.BoundaryRecords == 0) faults.Judge(DocumentsSeen());
        ReportProgress(records);
        return true;
    }

    /// <summary>Judges the shard's faults and gives its counts.</summary>
    public async ValueTask<ImmutableArray<StageReport>> CompleteAsync(CancellationToken cancellationToken)
    {
        faults.Judge(DocumentsSeen());
        if (drops is not null) await drops.CompleteAsync(cancellationToken).ConfigureAwait(false);
        ImmutableArray<StageReport> reports = [.. counts.Prepend(read).Select(stage => stage.ToReport(scope.Time.TimestampFrequency))];
        long emitted = counts.Sum(stage => stage.Emitted);
        long dropped = counts.Sum(stage => stage.DroppedTotal);
        if (read.In + emitted != outputs.Kept + dropped + faults.Count)
            throw new UnreachableException($"Shard {index} lost count: {read.In} records + {emitted} emitted are not {outputs.Kept} kept + {dropped} dropped + {faults.Count} faulted.");
        return reports;
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync().ConfigureAwait(false);
        if (drops is not null) await drops.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Records, and the documents that expanders made of them: whatever can be at fault.</summary>
    private long DocumentsSeen()
    {
        long seen = read.In;
        foreach (StageCounts stage in counts) seen += stage.Emitted;
        return seen;
    }

    private void ReportProgress(long records)
    {
        long dropped = 0;
        foreach (StageCounts stage in counts) dropped += stage.DroppedTotal;
        scope.Progress.Add(records, outputs.Kept - reportedKept, dropped - reportedDropped, faults.Count - reportedFaults, reader.BytesRead - reportedBytes);
        (reportedKept, reportedDropped, reportedFaults, reportedBytes) = (outputs.Kept, dropped, faults.Count, reader.BytesRead);
    }

    /// <summary>Makes record faults of documents that are over the run's limit, and gives the number of those left.</summary>
    private static int TakeOverlong(DocumentBatch batch, int maxChars)
    {
        Document[] documents = batch.Documents;
        int count = batch.Count;
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            Document document = documents[i];
            // Every UTF-16 unit takes at least one byte of UTF-8: most documents need no counting.
            if (document.Utf8Text.Length > maxChars && Encoding.UTF8.GetCharCount(document.Utf8Text.Span) is var chars && chars > maxChars)
            {
                ReadOnlyMemory<byte> raw = document.Record.IsEmpty ? document.Utf8Text : document.Record;
                batch.Faults.Add((document.Origin.Record, new RecordFault
                {
                    Reason = RecordFaultReasons.DocumentTooLong,
                    Message = $"document '{document.Id}' has {chars} characters, the limit (MaxDocumentChars) is {maxChars}",
                    Source = document.Origin.Source ?? "memory",
                    Offset = document.Origin.Offset,
                    Length = raw.Length,
                    Raw = raw[..Math.Min(raw.Length, RecordFault.MaxRawBytes)],
                }));
                continue;
            }
            documents[kept++] = document;
        }
        Array.Clear(documents, kept, count - kept);
        return kept;
    }
}
