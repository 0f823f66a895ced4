namespace DataCuration;

/// <summary>
/// Another process works in the same output folder. It is thrown before anything is read or written if the other process holds the lock of the same rank, and
/// otherwise when this process finds that files were replaced or removed.
/// </summary>
public sealed class FolderInUseException : CurationException
{
    /// <summary>Initializes an exception.</summary>
    public FolderInUseException()
    {
    }

    /// <summary>Initializes an exception with a message.</summary>
    /// <param name="message">The folder, the rank and the process that uses them.</param>
    public FolderInUseException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes an exception with a message and a cause.</summary>
    /// <param name="message">The folder, the rank and the process that uses them.</param>
    /// <param name="innerException">The cause.</param>
    public FolderInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
