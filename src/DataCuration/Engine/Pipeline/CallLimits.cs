namespace DataCuration;

/// <summary>The limits of a stage's calls in one shard.</summary>
/// <param name="Permits">The places of calls that run at once, calls inside documents included.</param>
/// <param name="Concurrency">The number of places.</param>
/// <param name="Cancellation">Cancels the calls.</param>
/// <param name="Halt">Starts no further call once it is cancelled. Calls under way continue.</param>
internal sealed record CallLimits(SemaphoreSlim Permits, int Concurrency, CancellationToken Cancellation, CancellationToken Halt);
