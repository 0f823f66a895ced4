namespace DataCuration;

/// <summary>The base class of this library's exceptions.</summary>
public class CurationException : Exception
{
    /// <summary>Initializes an exception.</summary>
    public CurationException()
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message, with the location and the offending value.</param>
    public CurationException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message, with the location and the offending value.</param>
    /// <param name="innerException">The cause.</param>
    public CurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
