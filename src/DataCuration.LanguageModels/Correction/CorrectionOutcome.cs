namespace DataCuration.LanguageModels;

/// <summary>The result of a <see cref="CorrectionGuard"/>.</summary>
public enum CorrectionOutcome
{
    /// <summary>The passage did not change.</summary>
    Unchanged,

    /// <summary>The corrected passage is accepted.</summary>
    Corrected,

    /// <summary>The corrected passage is too short or too long.</summary>
    Length,

    /// <summary>Too many letters of the passage are missing from the corrected one, or too many were added.</summary>
    Content,

    /// <summary>A number or mathematical symbol is missing, added or in another place.</summary>
    Numbers,
}
