namespace DataCuration;

/// <summary>Distinguishes faults of documents from exceptions that end a shard or a run.</summary>
internal static class DocumentFaults
{
    /// <summary>
    /// Returns true if an exception of a stage is the document's fault. The timeout of a service is one, although it is an
    /// <see cref="OperationCanceledException"/>. After the run is cancelled no exception is: clients then throw because of closed connections and disposed
    /// objects. A resource that cannot be loaded and a stage that stops the run are not the document's fault either.
    /// </summary>
    public static bool IsFault(Exception e, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && e is not (ResourceException or RunStoppedException);
}
