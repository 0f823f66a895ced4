namespace DataCuration.LanguageModels;

/// <summary>An answer that is no rating.</summary>
public sealed class DataManAnswerException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public DataManAnswerException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public DataManAnswerException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Its cause.</param>
    public DataManAnswerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What is wrong.</summary>
    public DataManAnswerError Error { get; init; }
}
