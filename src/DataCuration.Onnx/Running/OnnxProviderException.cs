namespace DataCuration.Onnx;

/// <summary>ONNX Runtime, or the execution provider that was asked for, cannot be loaded. The message says which package to reference and what the runtime said.</summary>
public sealed class OnnxProviderException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public OnnxProviderException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What cannot be loaded, and why.</param>
    public OnnxProviderException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What cannot be loaded, and why.</param>
    /// <param name="innerException">What the runtime threw.</param>
    public OnnxProviderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
