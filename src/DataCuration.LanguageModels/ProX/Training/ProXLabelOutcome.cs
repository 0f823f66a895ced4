namespace DataCuration.LanguageModels;

/// <summary>The results of making a label from a teacher's programs.</summary>
public enum ProXLabelOutcome
{
    /// <summary>The label can be trained on.</summary>
    Accepted,

    /// <summary>A program has an error, is cut off or breaks a limit.</summary>
    InvalidProgram,

    /// <summary>The programs remove more than <see cref="ProXLabeler.MaxRemovedShare"/> of the words.</summary>
    TooMuchRemoved,

    /// <summary>A string cannot be written so that the reference executor reads it (<see cref="ProXLabeler.ForCompat"/>).</summary>
    NotExpressible,

    /// <summary>The printed label does not have the effect of the programs when it is executed.</summary>
    NotReproduced,
}
