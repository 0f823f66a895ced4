namespace DataCuration.LanguageModels;

/// <summary>A call that got no answer: refused as it stands, or failed in all of its tries. A fault of its document; calls of other documents go on.</summary>
public sealed class LanguageModelCallException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public LanguageModelCallException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public LanguageModelCallException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Its cause.</param>
    public LanguageModelCallException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Why the last try failed.</summary>
    public CallFailure Failure { get; init; }

    /// <summary>How often the request was sent.</summary>
    public int Tries { get; init; }
}
