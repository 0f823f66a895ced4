namespace DataCuration;

/// <summary>
/// Thrown by a stage to say that no document can go on: a budget is spent, a service refuses everybody. It is never a document's fault: the shards under way leave no output, finished ones are kept, no
/// further shard begins, and the run ends with this exception. The next run goes on.
/// </summary>
public class RunStoppedException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public RunStoppedException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">Why nothing can go on, and what helps.</param>
    public RunStoppedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">Why nothing can go on, and what helps.</param>
    /// <param name="innerException">Its cause.</param>
    public RunStoppedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
