namespace DataCuration.Training;

/// <summary>A checkpoint is damaged, or belongs to a training with other options or data.</summary>
public sealed class CheckpointException : CurationException
{
    /// <summary>Creates an exception.</summary>
    public CheckpointException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The error, with the folder and the offending value.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The error, with the folder and the offending value.</param>
    /// <param name="innerException">The cause.</param>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
