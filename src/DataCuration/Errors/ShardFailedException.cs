namespace DataCuration;

/// <summary>A shard could not be finished: its reader, a stage, its sink or the disk failed. It has left no output and will be done again by the next run.</summary>
public sealed class ShardFailedException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public ShardFailedException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public ShardFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Its cause.</param>
    public ShardFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The shard's number.</summary>
    public int Shard { get; init; }
}
