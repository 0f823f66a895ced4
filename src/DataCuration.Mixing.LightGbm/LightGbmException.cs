namespace DataCuration.Mixing.LightGbm;

/// <summary>LightGBM cannot be loaded, or reported an error. The message says what to do.</summary>
public sealed class LightGbmException : CurationException
{
    /// <summary>Initializes an exception.</summary>
    public LightGbmException()
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message.</param>
    public LightGbmException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="innerException">The cause.</param>
    public LightGbmException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
