namespace DataCuration;

/// <summary>Tells a document's fault from what ends a shard or a run.</summary>
internal static class DocumentFaults
{
    /// <summary>
    /// Returns true if an exception of a stage is the document's fault. A service's time-out is one, although it is an <see cref="OperationCanceledException"/>.
    /// After the run is cancelled nothing is: clients then throw because of closed connections and disposed objects. A resource that cannot be loaded and a stage
    /// that stops the run are no document's fault either.
    /// </summary>
    public static bool IsFault(Exception e, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && e is not (ResourceException or RunStoppedException);
}
