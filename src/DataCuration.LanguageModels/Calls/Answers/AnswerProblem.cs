namespace DataCuration.LanguageModels;

/// <summary>A problem that can be seen in an answer without knowing the question.</summary>
public enum AnswerProblem
{
    /// <summary>No problem.</summary>
    None,

    /// <summary>The answer is empty or white space.</summary>
    Empty,

    /// <summary>The model declines to answer.</summary>
    Refusal,

    /// <summary>The answer ends in a loop: the same words repeated.</summary>
    Repetition,

    /// <summary>The answer reached the token limit and was cut off.</summary>
    CutOff,

    /// <summary>The server's content filter removed the answer.</summary>
    Filtered,
}
