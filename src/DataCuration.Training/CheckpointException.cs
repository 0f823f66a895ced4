namespace DataCuration.Training;

/// <summary>A checkpoint is damaged, or belongs to a training with other options or data.</summary>
public sealed class CheckpointException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public CheckpointException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, with the folder and the offending value.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, with the folder and the offending value.</param>
    /// <param name="innerException">Its cause.</param>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
