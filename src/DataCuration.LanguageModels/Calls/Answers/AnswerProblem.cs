namespace DataCuration.LanguageModels;

/// <summary>What can be told to be wrong with an answer without knowing what was asked.</summary>
public enum AnswerProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It holds nothing but white space.</summary>
    Empty,

    /// <summary>The model declines.</summary>
    Refusal,

    /// <summary>It ends in a loop: the same words over and over.</summary>
    Repetition,

    /// <summary>It reached the longest answer allowed and stops in the middle.</summary>
    CutOff,

    /// <summary>The server's content filter took it back.</summary>
    Filtered,
}
