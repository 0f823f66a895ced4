namespace DataCuration;

/// <summary>
/// An asynchronous stage between two segments of synchronous stages. It takes documents, runs their calls concurrently, and releases the results in the order
/// of the documents. Only the shard's loop uses it; only the calls run outside the loop.
/// </summary>
internal abstract class PipelineNode : IAsyncDisposable
{
    /// <summary>The number of documents that the node can take now.</summary>
    public abstract int Room { get; }

    /// <summary>True if no document is in the node.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>True if a call is waiting, running or finished and not released: the node will signal, or has something to release.</summary>
    public abstract bool IsBusy { get; }

    /// <summary>The first exception that ends the shard; null if no such exception occurred.</summary>
    public abstract Exception? Failure { get; }

    /// <summary>The time in which at least one call ran, in ticks of the time provider.</summary>
    public abstract long BusyTicks { get; }

    /// <summary>The record number of the oldest document in the node.</summary>
    public abstract bool TryPeekRecord(out long record);

    /// <summary>Adds a document. The node must have room.</summary>
    public abstract void Add(Document document);

    /// <summary>Starts a batch that is not full. Called at the end of the input.</summary>
    public virtual void Flush()
    {
    }

    /// <summary>Moves finished documents, in order, to a buffer; counts them, and what was dropped or at fault.</summary>
    /// <param name="buffer">Receives the documents.</param>
    /// <param name="max">The most documents to move, at most the buffer's length.</param>
    /// <param name="count">The number of documents moved.</param>
    /// <returns>True if anything finished, dropped documents and faults included.</returns>
    public abstract bool Release(Document[] buffer, int max, out int count);

    /// <summary>Starts no further call. Calls under way continue.</summary>
    public abstract void Stop();

    /// <summary>Waits until the calls under way have ended. The node must be stopped.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>The size that counts against the bound on a window's bytes.</summary>
    public static long SizeOf(Document document) => Math.Max(document.Utf8Text.Length, document.Record.Length) + (document.Raw?.Content.Length ?? 0);
}
