namespace DataCuration;

/// <summary>
/// Thrown if a shard could not be finished because its reader, a stage, its sink or the disk failed. It leaves no output, and the next run repeats it.
/// </summary>
public sealed class ShardFailedException : CurationException
{
    /// <summary>Initializes an exception.</summary>
    public ShardFailedException()
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message.</param>
    public ShardFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="innerException">The cause.</param>
    public ShardFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The shard's number.</summary>
    public int Shard { get; init; }
}
