namespace DataCuration;

/// <summary>An output folder holds finished work of another recipe or input, and the run may not replace it.</summary>
public sealed class ResumeMismatchException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public ResumeMismatchException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public ResumeMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Its cause.</param>
    public ResumeMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
