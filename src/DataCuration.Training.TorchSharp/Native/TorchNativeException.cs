namespace DataCuration.Training.TorchSharp;

/// <summary>The native half of TorchSharp is missing or cannot be loaded. The message says what to reference.</summary>
public sealed class TorchNativeException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public TorchNativeException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is missing.</param>
    public TorchNativeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is missing.</param>
    /// <param name="innerException">Its cause.</param>
    public TorchNativeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
