namespace DataCuration;

/// <summary>The limits of a stage's calls in one shard.</summary>
/// <param name="permits">The places of calls that run at once, calls inside documents included.</param>
/// <param name="concurrency">The number of places.</param>
/// <param name="cancellation">Cancels the calls.</param>
/// <param name="halt">Starts no further call once it is cancelled. Calls under way continue.</param>
internal sealed class CallLimits(SemaphoreSlim permits, int concurrency, CancellationToken cancellation, CancellationToken halt)
{
    private int streams;

    public SemaphoreSlim Permits => permits;

    public int Concurrency => concurrency;

    public CancellationToken Cancellation => cancellation;

    public CancellationToken Halt => halt;

    /// <summary>
    /// The number of calls that each open stream may have in line: all of them together 8 for each place, so that a slow call leaves no place empty.
    /// </summary>
    public long LookAhead => Math.Max(2, 8L * concurrency / Math.Max(1, Volatile.Read(ref streams)));

    /// <summary>Counts a document that makes calls of its own.</summary>
    public void OpenStream() => Interlocked.Increment(ref streams);

    /// <summary>Ends the count of a document.</summary>
    public void CloseStream() => Interlocked.Decrement(ref streams);
}
