using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Text;

namespace DataCuration;

/// <summary>
/// The engine's loop over one shard: reads batches, takes them through segments of synchronous stages, and feeds the asynchronous stages between the segments
/// (<see cref="PipelineNode"/>) as far as they have room. Everything but the calls of asynchronous stages happens here, one step at a time.
/// </summary>
internal sealed class ShardLoop : IAsyncDisposable
{
    /// <summary>The most drops and faults that wait for documents before them. With <see cref="RunOptions.WindowBytes"/> it bounds memory.</summary>
    private const int MaxPending = 65_536;

    /// <summary>The most documents that pass from one window to the next before its bytes are looked at again.</summary>
    private const int MaxReleased = 16;

    private readonly TaskScope scope;
    private readonly int index;
    private readonly ShardLedger ledger;
    private readonly DropWriter? drops;
    private readonly IShardWriter sink;
    private readonly IShardReader reader;
    private readonly DocumentBatch batch;
    private readonly PipelineSegment[] segments;
    private readonly PipelineNode[] nodes;
    private readonly int[] nodeStages;
    private readonly Document[] buffer;
    private readonly AsyncSignal changed = new();
    private readonly CancellationTokenSource stop;
    private readonly CancellationTokenSource stopReading;
    private readonly bool readerSelects;
    private readonly string skipReason;
    private Task<bool>? reading;
    private Task? signal;
    private long readingSince;
    private bool more = true;
    private bool isFinished;
    private bool isFailed;
    private int filled;
    private int fed;
    private long recordsRead;
    private long reportedRecords;
    private long reportedKept;
    private long reportedDropped;
    private long reportedFaults;
    private long reportedBytes;

    /// <summary>Opens a shard.</summary>
    /// <param name="planned">The shard.</param>
    /// <param name="index">Its number.</param>
    /// <param name="sink">Receives the documents. The caller closes it.</param>
    /// <param name="dropFolder">The folder for dropped documents; null to write none.</param>
    /// <param name="scope">The task's resources.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public ShardLoop(PlannedShard planned, int index, IShardWriter sink, string? dropFolder, TaskScope scope, CancellationToken cancellationToken)
    {
        this.scope = scope;
        this.index = index;
        this.sink = sink;
        RunOptions options = scope.Options;
        Stage[] stages = [.. planned.Branch.Stages];
        StageContext[] contexts = scope.Worker.ContextsFor(planned.Branch, index, scope.Warnings, dropFolder is not null);
        var faults = new FaultWriter(options.Faults, scope.Phase, scope.Output, scope.Warnings);
        drops = dropFolder is null ? null : DropWriter.Open(scope.Output, dropFolder);
        ledger = new ShardLedger(contexts, faults, drops, options.Faults);
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stopReading = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);

        // The reader applies a keep list in front: it skips unwanted records without parsing them. Unless drops are to be written.
        KeepStage? first = dropFolder is null && stages.Length > 0 ? stages[0] as KeepStage : null;
        Func<long, bool>? selection = first?.Open(planned.SourceKey, planned.IndexInSource);
        readerSelects = selection is not null;
        skipReason = first?.Reason ?? "";
        Func<long, bool>?[] keepBits = [.. stages.Select((stage, s) => stage is KeepStage keep && (s > 0 || !readerSelects)
            ? keep.Open(planned.SourceKey, planned.IndexInSource) : null)];

        nodeStages = [.. Enumerable.Range(0, stages.Length).Where(s => stages[s] is not (SynchronousStage or KeepStage))];
        nodes = [.. nodeStages.Select(s => CreateNode(stages[s], s, contexts[s], options))];
        segments = new PipelineSegment[nodes.Length + 1];
        for (int i = 0; i < segments.Length; i++)
        {
            int begin = i == 0 ? (readerSelects ? 1 : 0) : nodeStages[i - 1] + 1;
            segments[i] = new(stages, contexts, keepBits, begin, i < nodes.Length ? nodeStages[i] : stages.Length, ledger, scope.Time);
        }
        buffer = nodes.Length == 0 ? [] : new Document[options.BatchDocuments];
        batch = new DocumentBatch(options.BatchDocuments, options.BatchBytes, selection)
        {
            RecordLimit = planned.Shard.RecordLimit ?? long.MaxValue,
            Warnings = scope.Warnings,
        };
        reader = planned.Branch.Source.Open(planned.Shard, new ReadLimits { MaxRecordBytes = options.MaxRecordBytes });
    }

    /// <summary>Does one step: releases what is finished, feeds what has room, and waits if there is nothing to do.</summary>
    /// <returns>False if the shard is at its end and nothing was done.</returns>
    public async ValueTask<bool> StepAsync()
    {
        if (isFinished) return false;
        try
        {
            stop.Token.ThrowIfCancellationRequested();
            foreach (PipelineNode node in nodes)
                if (node.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
            bool moved = await ReleaseAsync().ConfigureAwait(false);
            moved |= await FeedAsync().ConfigureAwait(false);
            await ledger.FlushAsync(FirstUnfinished(), stop.Token).ConfigureAwait(false);
            ReportProgress();
            if (moved) return true;
            if (IsAtEnd && Array.TrueForAll(nodes, node => node.IsEmpty))
            {
                isFinished = true;
                return false;
            }
            // A wait that the reader ended goes into the next one: its signal must not be lost.
            signal ??= changed.WaitAsync();
            await (reading is null ? signal : Task.WhenAny(signal, reading)).ConfigureAwait(false);
            if (signal.IsCompleted) signal = null;
            return true;
        }
        catch
        {
            isFailed = true;
            foreach (PipelineNode node in nodes) node.Stop();
            throw;
        }
    }

    /// <summary>Judges the shard's faults and returns its counts.</summary>
    public async ValueTask<ImmutableArray<StageReport>> CompleteAsync(CancellationToken cancellationToken)
    {
        for (int k = 0; k < nodes.Length; k++) ledger.Stages[nodeStages[k]].Ticks += nodes[k].BusyTicks;
        return await ledger.CompleteAsync(index, scope.Time.TimestampFrequency, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // A consumer that stops early needs no more answers. A shard that fails lets calls under way end: they may have been paid for.
        if (!isFinished && !isFailed) await stop.CancelAsync().ConfigureAwait(false);
        await stopReading.CancelAsync().ConfigureAwait(false);
        foreach (PipelineNode node in nodes) node.Stop();
        foreach (PipelineNode node in nodes) await node.DisposeAsync().ConfigureAwait(false);
        if (reading is not null) await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopReading.Dispose();
        stop.Dispose();
        await reader.DisposeAsync().ConfigureAwait(false);
        if (drops is not null) await drops.DisposeAsync().ConfigureAwait(false);
    }

    private bool IsAtEnd => !more && reading is null && fed == filled;

    private PipelineNode CreateNode(Stage stage, int s, StageContext context, RunOptions options) => stage switch
    {
        AsyncDocumentTransform transform => new TransformNode(transform, s, context, ledger, changed, options.WindowBytes, scope.Time, stop.Token),
        BatchTransform transform => new BatchCollector(transform, s, context, ledger, changed, options.WindowBytes, scope.Time, stop.Token),
        DocumentExpander expander => new ExpanderNode(expander, s, context, ledger, changed, options.WindowBytes, scope.Time, stop.Token),
        _ => throw new InvalidOperationException($"Stage {stage.Name} has a shape that the engine does not know."),
    };

    /// <summary>Moves what is finished to the next node or the sink, the last node first, so that room opens up for the others.</summary>
    private async ValueTask<bool> ReleaseAsync()
    {
        bool moved = false;
        for (int k = nodes.Length - 1; k >= 0; k--)
        {
            while (true)
            {
                // Few at a time into a window, which is bounded by bytes too.
                int room = k + 1 < nodes.Length ? Math.Min(nodes[k + 1].Room, Math.Min(MaxReleased, buffer.Length)) : buffer.Length;
                if (room <= 0 || !nodes[k].Release(buffer, room, out int count)) break;
                moved = true;
                int left = segments[k + 1].Run(buffer, count, stop.Token);
                if (k + 1 < nodes.Length) for (int i = 0; i < left; i++) nodes[k + 1].Add(buffer[i]);
                else await WriteAsync(buffer, left).ConfigureAwait(false);
                Array.Clear(buffer, 0, count);
            }
        }
        return moved;
    }

    private async ValueTask<bool> FeedAsync()
    {
        bool moved = false;
        if (fed < filled) moved = Feed();
        if (fed == filled && reading is null && more && MayRead())
        {
            batch.Clear();
            readingSince = scope.Time.GetTimestamp();
            ValueTask<bool> read = reader.ReadAsync(batch, stopReading.Token);
            // Finished documents move on while a slow reader waits; without asynchronous stages there is nothing else to do.
            if (nodes.Length == 0 || read.IsCompleted) await TakeBatchAsync(await read.ConfigureAwait(false)).ConfigureAwait(false);
            else reading = read.AsTask();
            moved = true;
        }
        else if (reading is { IsCompleted: true } finished)
        {
            reading = null;
            await TakeBatchAsync(await finished.ConfigureAwait(false)).ConfigureAwait(false);
            moved = true;
        }
        if (IsAtEnd)
        {
            // A node gets its last documents when the nodes before it are empty. What it still collects then starts.
            for (int k = 0; k < nodes.Length; k++)
            {
                nodes[k].Flush();
                if (!nodes[k].IsEmpty) break;
            }
        }
        return moved;
    }

    /// <summary>Adds documents of the batch to the first node, as far as it has room.</summary>
    private bool Feed()
    {
        bool any = false;
        Document[] documents = batch.Documents;
        while (fed < filled && nodes[0].Room > 0)
        {
            nodes[0].Add(documents[fed]);
            documents[fed++] = null!;
            any = true;
        }
        return any;
    }

    /// <summary>
    /// Returns false while too many drops and faults wait for a slow document before them. If they wait for a batch that is still being filled, the batch
    /// starts as it is.
    /// </summary>
    private bool MayRead()
    {
        if (ledger.Pending < MaxPending && ledger.PendingBytes < scope.Options.WindowBytes) return true;
        if (!Array.Exists(nodes, node => node.IsBusy)) foreach (PipelineNode node in nodes) node.Flush();
        return !Array.Exists(nodes, node => node.IsBusy);
    }

    private async ValueTask TakeBatchAsync(bool hasMore)
    {
        int count = TakeOverlong(batch, scope.Options.MaxDocumentChars);
        long skipped = batch.Skipped;
        ledger.Read.Ticks += scope.Time.GetTimestamp() - readingSince;
        ledger.AddRecords(recordsRead, count + skipped, batch.Faults);
        recordsRead = batch.NextRecord;
        more = hasMore && !batch.IsAtLimit;
        if (readerSelects)
        {
            ledger.Stages[0].In += count + skipped;
            ledger.Stages[0].Kept += count;
            if (skipped > 0) ledger.Stages[0].Drop(skipReason, skipped);
        }
        filled = segments[0].Run(batch.Documents, count, stop.Token);
        fed = 0;
        if (nodes.Length > 0)
        {
            Feed();
            return;
        }
        await WriteAsync(batch.Documents, filled).ConfigureAwait(false);
        fed = filled;
        // The shard's last documents would otherwise live on while the next shard is opened, and grow old: reading alone took a sixth longer.
        batch.Clear();
    }

    private ValueTask WriteAsync(Document[] documents, int count)
    {
        if (count == 0) return default;
        ledger.Written += count;
        return sink.WriteAsync(documents.AsMemory(0, count), stop.Token);
    }

    /// <summary>The record before which every record is done. Later nodes hold earlier records.</summary>
    private long FirstUnfinished()
    {
        for (int k = nodes.Length - 1; k >= 0; k--)
            if (nodes[k].TryPeekRecord(out long record)) return record;
        return fed < filled ? batch.Documents[fed].Origin.Record : recordsRead;
    }

    private void ReportProgress()
    {
        if (reading is not null) return; // the reader is at work, and its position with it
        long dropped = ledger.Dropped;
        scope.Progress.Add(recordsRead - reportedRecords, ledger.Written - reportedKept, dropped - reportedDropped,
            ledger.Faults - reportedFaults, reader.BytesRead - reportedBytes);
        (reportedRecords, reportedKept, reportedDropped, reportedFaults, reportedBytes) =
            (recordsRead, ledger.Written, dropped, ledger.Faults, reader.BytesRead);
    }

    /// <summary>Makes record faults of documents that exceed the run's limit, and returns the number of those left.</summary>
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
