namespace DataCuration;

/// <summary>The base of this library's exceptions.</summary>
public class CurationException : Exception
{
    /// <summary>Makes an exception.</summary>
    public CurationException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, with the place and the offending value.</param>
    public CurationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, with the place and the offending value.</param>
    /// <param name="innerException">Its cause.</param>
    public CurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
