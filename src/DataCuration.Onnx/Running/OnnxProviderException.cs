namespace DataCuration.Onnx;

/// <summary>
/// ONNX Runtime or the requested execution provider cannot be loaded. The message names the package to reference and contains the runtime's message.
/// </summary>
public sealed class OnnxProviderException : CurationException
{
    /// <summary>Creates an exception.</summary>
    public OnnxProviderException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The error.</param>
    public OnnxProviderException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The error.</param>
    /// <param name="innerException">The exception of the runtime.</param>
    public OnnxProviderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
