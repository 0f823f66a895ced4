namespace DataCuration.Training.TorchSharp;

/// <summary>The native part of TorchSharp is missing or cannot be loaded. The message names the packages to reference.</summary>
public sealed class TorchNativeException : CurationException
{
    /// <summary>Creates an exception.</summary>
    public TorchNativeException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The error.</param>
    public TorchNativeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The error.</param>
    /// <param name="innerException">The cause.</param>
    public TorchNativeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
