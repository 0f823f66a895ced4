namespace DataCuration.LanguageModels;

/// <summary>The reasons for an outcome.</summary>
public enum ProXReason
{
    /// <summary>The program was executed.</summary>
    None,

    /// <summary>The program, or in strict mode a chunk's program, has <see cref="ProXOptions.ErrorLimit"/> or more errors. Its edits are not made.</summary>
    InvalidProgram,

    /// <summary>A limit for programs or for compat mode was exceeded. The edits are not made.</summary>
    LimitExceeded,

    /// <summary>
    /// Strict mode: the programs remove <see cref="ProXOptions.MaxRemovedShare"/> of the words or more, and the document stage does not agree. The text is as
    /// before.
    /// </summary>
    TooMuchRemoved,

    /// <summary>Compat mode: less than <see cref="ProXOptions.MinKeptShare"/> of the words would be left. The text is as before.</summary>
    TooLittleKept,

    /// <summary><see cref="ProXOptions.DropShare"/> of the words or more are removed. The document is dropped.</summary>
    MostlyRemoved,

    /// <summary>The result has <see cref="ProXOptions.ShortDocumentWords"/> words or fewer. The document is dropped.</summary>
    TooShort,

    /// <summary>The document has no words. It is dropped. The reference crashes in this case.</summary>
    NoWords,
}
