using System.Diagnostics;

namespace DataCuration;

/// <summary>
/// Takes batches of documents through the stages of one shard, in order. The only place where a stage is called, and so the only one where its faults are
/// caught, its documents counted and its time taken (per batch, never per document: two time stamps a document cost 13 times the loop itself).
/// </summary>
internal sealed class PipelineRunner
{
    private readonly Stage[] stages;
    private readonly StageContext[] contexts;
    private readonly StageCounts[] counts;
    private readonly PipelineOutputs outputs;
    private readonly TimeProvider time;
    private readonly int batchDocuments;
    private readonly Func<long, bool>?[] keepBits;

    public PipelineRunner(
        Stage[] stages, StageContext[] contexts, StageCounts[] counts, PipelineOutputs outputs, TimeProvider time, int batchDocuments, Func<long, bool>?[] keepBits)
    {
        this.stages = stages;
        this.contexts = contexts;
        this.counts = counts;
        this.outputs = outputs;
        this.time = time;
        this.batchDocuments = batchDocuments;
        this.keepBits = keepBits;
    }

    /// <summary>Runs a batch through the stages from one on, then to the sink. The array's content is overwritten.</summary>
    public async ValueTask RunAsync(Document[] documents, int count, int firstStage, CancellationToken cancellationToken)
    {
        for (int s = firstStage; s < stages.Length; s++)
        {
            if (count == 0) return;
            cancellationToken.ThrowIfCancellationRequested();
            long start = time.GetTimestamp();
            StageCounts stageCounts = counts[s];
            stageCounts.In += count;
            switch (stages[s])
            {
                case SynchronousStage stage:
                    count = RunSynchronous(stage, s, documents, count, cancellationToken);
                    break;
                case KeepStage:
                    count = RunKeep(s, documents, count);
                    break;
                case AsyncDocumentTransform stage:
                    count = await RunConcurrentAsync(stage, s, documents, count, cancellationToken).ConfigureAwait(false);
                    break;
                case BatchTransform stage:
                    count = await RunBatchAsync(stage, s, documents, count, cancellationToken).ConfigureAwait(false);
                    break;
                case DocumentExpander stage:
                    await RunExpanderAsync(stage, s, documents, count, cancellationToken).ConfigureAwait(false);
                    return;
                default:
                    throw new UnreachableException($"Stage {stages[s].Name} has a shape that the engine does not know.");
            }
            stageCounts.Kept += count;
            stageCounts.Ticks += time.GetTimestamp() - start;
        }
        if (count > 0) await outputs.WriteAsync(documents.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
    }

    private int RunSynchronous(SynchronousStage stage, int s, Document[] documents, int count, CancellationToken cancellationToken)
    {
        StageContext context = contexts[s];
        int kept = 0;
        int i = 0;
        // One try around the loop, not one per document: after a fault the loop is entered again behind the culprit.
        while (i < count)
        {
            try
            {
                for (; i < count; i++)
                {
                    Document document = documents[i];
                    StageResult result = stage.Apply(document, context);
                    if (result.IsKeep) documents[kept++] = document;
                    else kept = Settle(s, document, result, documents, kept);
                }
            }
            catch (Exception e) when (IsFault(e, cancellationToken))
            {
                Fault(s, documents[i], e);
                i++;
            }
        }
        return kept;
    }

    private int RunKeep(int s, Document[] documents, int count)
    {
        Func<long, bool> bits = keepBits[s]!;
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            Document document = documents[i];
            kept = Settle(s, document, bits(document.Origin.Record) ? StageResult.Keep : StageResult.Drop(KeepStage.Reason), documents, kept);
        }
        return kept;
    }

    private async ValueTask<int> RunConcurrentAsync(AsyncDocumentTransform stage, int s, Document[] documents, int count, CancellationToken cancellationToken)
    {
        // A sliding window: a new document starts whenever one ends, and results are taken in order.
        int window = Math.Max(1, stage.MaxConcurrency);
        var results = new (StageResult Result, Exception? Fault)[count];
        using var slots = new SemaphoreSlim(window);
        var running = new List<Task>(count);
        bool stopped = false;
        try
        {
            for (int i = 0; i < count; i++)
            {
                await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (Volatile.Read(ref stopped)) break; // what is under way ends; its exception comes out of the wait below
                running.Add(RunOneAsync(i));
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(false);
        }
        cancellationToken.ThrowIfCancellationRequested();
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            Document document = documents[i];
            if (results[i].Fault is { } fault) Fault(s, document, fault);
            else kept = Settle(s, document, results[i].Result, documents, kept);
        }
        return kept;

        async Task RunOneAsync(int i)
        {
            try
            {
                results[i].Result = await stage.TransformAsync(documents[i], contexts[s], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (IsFault(e, cancellationToken))
            {
                results[i].Fault = e;
            }
            catch (RunStoppedException)
            {
                Volatile.Write(ref stopped, true);
                throw;
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                // The run was cancelled: said once, by the caller.
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private async ValueTask<int> RunBatchAsync(BatchTransform stage, int s, Document[] documents, int count, CancellationToken cancellationToken)
    {
        int size = Math.Max(1, stage.BatchSize);
        var results = new StageResult[Math.Min(size, count)];
        int kept = 0;
        for (int start = 0; start < count; start += size)
        {
            int length = Math.Min(size, count - start);
            ReadOnlyMemory<Document> batch = documents.AsMemory(start, length);
            if (await TryBatchAsync(batch, results.AsMemory(0, length)).ConfigureAwait(false) is null)
            {
                for (int i = 0; i < length; i++) kept = Settle(s, documents[start + i], results[i], documents, kept);
                continue;
            }
            // Something in the batch is at fault: one by one tells what.
            for (int i = 0; i < length; i++)
            {
                Exception? fault = await TryBatchAsync(batch.Slice(i, 1), results.AsMemory(0, 1)).ConfigureAwait(false);
                if (fault is not null) Fault(s, documents[start + i], fault);
                else kept = Settle(s, documents[start + i], results[0], documents, kept);
            }
        }
        return kept;

        async ValueTask<Exception?> TryBatchAsync(ReadOnlyMemory<Document> batch, Memory<StageResult> batchResults)
        {
            batchResults.Span.Clear();
            try
            {
                await stage.TransformAsync(batch, batchResults, contexts[s], cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (Exception e) when (IsFault(e, cancellationToken))
            {
                return e;
            }
        }
    }

    private async ValueTask RunExpanderAsync(DocumentExpander stage, int s, Document[] documents, int count, CancellationToken cancellationToken)
    {
        StageCounts stageCounts = counts[s];
        var next = new Document[batchDocuments];
        int filled = 0;
        long nested = 0;
        long start = time.GetTimestamp();
        var children = new List<Document>();
        for (int i = 0; i < count; i++)
        {
            Document parent = documents[i];
            children.Clear();
            try
            {
                await foreach (Document child in stage.ExpandAsync(parent, contexts[s], cancellationToken).ConfigureAwait(false))
                {
                    int number = children.Count + 1;
                    children.Add(new Document(child, $"{parent.Id}#{number}", null, child.Slots, parent.Origin with { Child = number }));
                }
            }
            catch (Exception e) when (IsFault(e, cancellationToken))
            {
                Fault(s, parent, e);
                continue;
            }
            stageCounts.Emitted += children.Count;
            stageCounts.Kept += children.Count + (stage.KeepsParent ? 1 : 0);
            if (stage.KeepsParent) await PassOnAsync(parent).ConfigureAwait(false);
            else Drop(s, parent, "expanded");
            foreach (Document child in children) await PassOnAsync(child).ConfigureAwait(false);
        }
        if (filled > 0) await FlushAsync().ConfigureAwait(false);
        stageCounts.Ticks += time.GetTimestamp() - start - nested;

        async ValueTask PassOnAsync(Document document)
        {
            next[filled++] = document;
            if (filled == next.Length) await FlushAsync().ConfigureAwait(false);
        }

        async ValueTask FlushAsync()
        {
            long before = time.GetTimestamp();
            await RunAsync(next, filled, s + 1, cancellationToken).ConfigureAwait(false);
            Array.Clear(next);
            filled = 0;
            nested += time.GetTimestamp() - before;
        }
    }

    private int Settle(int s, Document document, StageResult result, Document[] documents, int kept)
    {
        if (result.Reason is { } reason)
        {
            Drop(s, document, reason);
            return kept;
        }
        if (result.Document is { } replacement)
        {
            if (!ReferenceEquals(replacement, document))
            {
                counts[s].Replaced++;
                // A stage may make a new document instead of an edited copy; what stands for the record keeps its place, by which keep lists and selections know it.
                if (replacement.Origin != document.Origin) replacement = new Document(replacement, null, null, replacement.Slots, document.Origin);
            }
            document = replacement;
        }
        documents[kept] = document;
        return kept + 1;
    }

    private void Drop(int s, Document document, string reason)
    {
        counts[s].Drop(reason);
        outputs.Dropped(document, counts[s].Name, reason);
    }

    private void Fault(int s, Document document, Exception exception)
    {
        counts[s].Faulted++;
        outputs.Faults.Add(document, counts[s].Name, exception);
    }

    /// <summary>
    /// Everything but the run's own cancellation is a fault: a service's time-out is an <see cref="OperationCanceledException"/> too. Once the run is cancelled nothing
    /// is one: what clients throw then (a closed connection, a disposed object) says nothing about the document. Nor does a model or word list that cannot be loaded,
    /// or a stage that stops the run.
    /// </summary>
    private static bool IsFault(Exception e, CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested && e is not (ResourceException or RunStoppedException);
}
