namespace DataCuration.Selection;

/// <summary>The exception that is thrown if a selection requests more than the corpus has.</summary>
public sealed class InsufficientDataException : CurationException
{
    /// <summary>Creates an exception.</summary>
    public InsufficientDataException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The message.</param>
    public InsufficientDataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public InsufficientDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception for a size.</summary>
    /// <param name="requested">The requested size.</param>
    /// <param name="available">The available size.</param>
    /// <param name="unit">The unit of both sizes.</param>
    public InsufficientDataException(long requested, long available, string unit)
        : base($"{requested} {unit} were requested, but the documents with a score have only {available}.")
    {
        Requested = requested;
        Available = available;
    }

    /// <summary>The requested size; 0 if the message alone describes the shortage.</summary>
    public long Requested { get; }

    /// <summary>The available size; 0 if the message alone describes the shortage.</summary>
    public long Available { get; }
}
