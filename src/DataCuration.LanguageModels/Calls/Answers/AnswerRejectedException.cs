namespace DataCuration.LanguageModels;

/// <summary>The model answered, and no answer could be used, repairs included. A fault of its document.</summary>
public sealed class AnswerRejectedException : CurationException
{
    /// <summary>Makes an exception.</summary>
    public AnswerRejectedException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public AnswerRejectedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Its cause.</param>
    public AnswerRejectedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What is wrong with the last answer, in short: the parser's code, or <c>empty</c>, <c>refusal</c>, <c>repetition</c>, <c>cut_off</c>, <c>filtered</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What is wrong with the last answer at first sight.</summary>
    public AnswerProblem Problem { get; init; }

    /// <summary>How often the model was told what was wrong.</summary>
    public int Repairs { get; init; }

    /// <summary>The last answer's start, in one line.</summary>
    public string AnswerStart { get; init; } = "";
}
