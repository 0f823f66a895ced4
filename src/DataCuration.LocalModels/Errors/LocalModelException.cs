namespace DataCuration.LocalModels;

/// <summary>A local model cannot be loaded, or cannot answer a request.</summary>
public sealed class LocalModelException : CurationException
{
    /// <summary>Creates an exception.</summary>
    public LocalModelException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The error.</param>
    public LocalModelException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The error.</param>
    /// <param name="innerException">The cause.</param>
    public LocalModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
