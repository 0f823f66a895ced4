namespace DataCuration.LanguageModels;

/// <summary>The exception thrown if the model answered but no answer could be used, even after the repairs. It is a fault of the document.</summary>
public sealed class AnswerRejectedException : CurationException
{
    /// <summary>Creates an exception.</summary>
    public AnswerRejectedException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The error message.</param>
    public AnswerRejectedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="innerException">The cause.</param>
    public AnswerRejectedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// The reason for rejecting the last answer: the parser's error code, or <c>empty</c>, <c>refusal</c>, <c>repetition</c>, <c>cut_off</c>, <c>filtered</c>.
    /// </summary>
    public string Reason { get; init; } = "";

    /// <summary>The problem that <see cref="AnswerInspection"/> found in the last answer.</summary>
    public AnswerProblem Problem { get; init; }

    /// <summary>The number of repair attempts.</summary>
    public int Repairs { get; init; }

    /// <summary>The last answer's start, in one line.</summary>
    public string AnswerStart { get; init; } = "";
}
