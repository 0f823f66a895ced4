namespace DataCuration.LanguageModels;

/// <summary>The outcomes of a program.</summary>
public enum ProXOutcome
{
    /// <summary>The text is as before, and no edit was made.</summary>
    Unchanged,

    /// <summary>The text is edited.</summary>
    Edited,

    /// <summary>The document is to be dropped; the text is empty.</summary>
    Dropped,

    /// <summary>The program asked for edits, but they were not accepted. The text is as before.</summary>
    Reverted,
}
