namespace DataCuration.LanguageModels;

/// <summary>The reasons why a line or a call of a program is an error.</summary>
public enum ProXErrorCode
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The line is not a call: prose, code, or text after a call.</summary>
    NotACall,

    /// <summary>The function does not exist.</summary>
    UnknownFunction,

    /// <summary>An argument is unknown, missing, given twice, too many or of the wrong type.</summary>
    WrongArguments,

    /// <summary>A number is not made of one to nine ASCII digits. In compat mode: Python's <c>int</c> does not read it.</summary>
    BadNumber,

    /// <summary>A string contains an unknown escape.</summary>
    BadEscape,

    /// <summary>A call or string is not closed, and more lines follow.</summary>
    Unterminated,

    /// <summary>A line number is negative.</summary>
    NegativeLine,

    /// <summary>The range ends before it starts.</summary>
    ReversedRange,

    /// <summary>A line number is outside of the lines that the model was shown. In compat mode: outside of the document.</summary>
    OutOfRange,

    /// <summary>The string to replace has fewer than <see cref="ProXLimits.MinSourceLength"/> characters that are not blank.</summary>
    SourceTooShort,

    /// <summary>The string to replace is longer than <see cref="ProXLimits.MaxSourceLength"/>.</summary>
    SourceTooLong,

    /// <summary>The replacement is longer than <see cref="ProXLimits.MaxTargetLength"/> or <see cref="ProXLimits.MaxTargetRatio"/> allows.</summary>
    TargetTooLong,

    /// <summary>The replacement contains a line break, a control character, a bidirectional mark or an invisible character.</summary>
    ForbiddenCharacter,

    /// <summary>The string to replace contains a line feed.</summary>
    LineBreak,

    /// <summary>A string contains half of a surrogate pair.</summary>
    LoneSurrogate,

    /// <summary>The replacement is neither empty nor part of the string, and <see cref="ProXOptions.DeletionOnly"/> is set.</summary>
    NotADeletion,

    /// <summary>The string occurs more than <see cref="ProXLimits.MaxReplacements"/> times.</summary>
    TooManyReplacements,

    /// <summary>The text would grow by more than <see cref="ProXLimits.MaxGrowth"/> and <see cref="ProXLimits.MaxGrowthCharacters"/> allow.</summary>
    TooMuchGrowth,

    /// <summary>The program is longer than <see cref="ProXLimits.MaxProgramBytes"/>. None of it is executed.</summary>
    ProgramTooLong,

    /// <summary>The program has more than <see cref="ProXLimits.MaxCalls"/> calls. None of it is executed.</summary>
    TooManyCalls,

    /// <summary>Compat mode: the line has no opening bracket.</summary>
    NoOpeningBracket,

    /// <summary>Compat mode: the line has no closing bracket. The call is executed without the line's last character, as in the reference.</summary>
    NoClosingBracket,
}
