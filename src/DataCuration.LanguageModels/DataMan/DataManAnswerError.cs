namespace DataCuration.LanguageModels;

/// <summary>The reasons for which an answer is not a rating.</summary>
public enum DataManAnswerError
{
    /// <summary>No error.</summary>
    None,

    /// <summary><c>line_count</c>: a different number of lines than the mode asks for.</summary>
    LineCount,

    /// <summary><c>domain</c>: the domain is not a letter from A to O. In a teacher's answer: no domain, or several.</summary>
    Domain,

    /// <summary><c>score_not_integer</c>: a line that is not a single digit.</summary>
    ScoreNotInteger,

    /// <summary><c>score_out_of_range</c>: a number outside 1 to 5.</summary>
    ScoreOutOfRange,

    /// <summary><c>score_count</c>: a teacher's answer that does not have fourteen scores. The same fourteen scores twice are accepted.</summary>
    ScoreCount,

    /// <summary><c>not_available</c>: a teacher's answer that contains N/A.</summary>
    NotAvailable,
}
