namespace DataCuration.LanguageModels;

/// <summary>The results of a single call.</summary>
public enum ProXCallStatus
{
    /// <summary>The call was executed. Its edits count only if the program's are accepted.</summary>
    Done,

    /// <summary>The call is valid and changes nothing: no edit was asked for, or there is no such line.</summary>
    NoEffect,

    /// <summary>The string to replace does not occur in the text, a common failure of refining models (paper, section E).</summary>
    SourceAbsent,

    /// <summary>The program ends inside the call. It is discarded.</summary>
    CutOff,

    /// <summary>The call is an error. In compat mode it may have been executed as well (<see cref="ProXErrorCode.OutOfRange"/>).</summary>
    Error,
}
