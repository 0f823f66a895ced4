namespace DataCuration;

/// <summary>Thrown if an output folder contains finished work of another recipe or input, and the run may not replace it.</summary>
public sealed class ResumeMismatchException : CurationException
{
    /// <summary>Initializes an exception.</summary>
    public ResumeMismatchException()
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message.</param>
    public ResumeMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="innerException">The cause.</param>
    public ResumeMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
