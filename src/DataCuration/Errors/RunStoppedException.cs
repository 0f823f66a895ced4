namespace DataCuration;

/// <summary>
/// Thrown by a stage if no document can be processed any more, because a budget is spent or a service refuses every call. It is never a document's fault.
/// The shards in progress leave no output, finished shards are kept, no further shard starts, and the run ends with this exception. The next run continues.
/// </summary>
public class RunStoppedException : CurationException
{
    /// <summary>Initializes an exception.</summary>
    public RunStoppedException()
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The reason, and what the user can do.</param>
    public RunStoppedException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The reason, and what the user can do.</param>
    /// <param name="innerException">The cause.</param>
    public RunStoppedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
