namespace DataCuration.LanguageModels;

/// <summary>The exception thrown if an answer is not a rating.</summary>
public sealed class DataManAnswerException : CurationException
{
    /// <summary>Creates an exception.</summary>
    public DataManAnswerException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The error message.</param>
    public DataManAnswerException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="innerException">The cause.</param>
    public DataManAnswerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The reason for which the answer is not a rating.</summary>
    public DataManAnswerError Error { get; init; }
}
