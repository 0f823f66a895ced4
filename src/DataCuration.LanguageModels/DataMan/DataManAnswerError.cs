namespace DataCuration.LanguageModels;

/// <summary>Why an answer is no rating.</summary>
public enum DataManAnswerError
{
    /// <summary>It is one.</summary>
    None,

    /// <summary><c>line_count</c>: not as many lines as the mode asks for.</summary>
    LineCount,

    /// <summary><c>domain</c>: no letter from A to O where the domain stands; in a teacher's answer, no domain or several.</summary>
    Domain,

    /// <summary><c>score_not_integer</c>: a line that is no bare digit.</summary>
    ScoreNotInteger,

    /// <summary><c>score_out_of_range</c>: a number outside 1 to 5.</summary>
    ScoreOutOfRange,

    /// <summary><c>score_count</c>: a teacher's answer with another number of scores than fourteen, or twice the same fourteen.</summary>
    ScoreCount,

    /// <summary><c>not_available</c>: a teacher's answer with N/A in it.</summary>
    NotAvailable,
}
