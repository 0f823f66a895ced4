namespace DataCuration.LanguageModels;

/// <summary>
/// The exception thrown if a call got no answer: the request was rejected, or failed in all of its tries. It is a fault of the document; other documents
/// continue.
/// </summary>
public sealed class LanguageModelCallException : CurationException
{
    /// <summary>Creates an exception.</summary>
    public LanguageModelCallException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The error message.</param>
    public LanguageModelCallException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="innerException">The cause.</param>
    public LanguageModelCallException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The reason of the last failed try.</summary>
    public CallFailure Failure { get; init; }

    /// <summary>The number of tries.</summary>
    public int Tries { get; init; }
}
