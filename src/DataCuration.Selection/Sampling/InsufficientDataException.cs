namespace DataCuration.Selection;

/// <summary>A selection was asked for more than the corpus has.</summary>
public sealed class InsufficientDataException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public InsufficientDataException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was asked for and what is there.</param>
    public InsufficientDataException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was asked for and what is there.</param>
    /// <param name="innerException">Its cause.</param>
    public InsufficientDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="asked">How much was asked for.</param>
    /// <param name="available">How much there is.</param>
    /// <param name="unit">Of what.</param>
    public InsufficientDataException(long asked, long available, string unit)
        : base($"{asked} {unit} were asked for, and the documents with a score have only {available}.")
    {
        Asked = asked;
        Available = available;
    }

    /// <summary>How much was asked for.</summary>
    public long Asked { get; }

    /// <summary>How much there is.</summary>
    public long Available { get; }
}
