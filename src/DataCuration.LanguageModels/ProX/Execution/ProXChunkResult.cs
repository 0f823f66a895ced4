namespace DataCuration.LanguageModels;

/// <summary>The result of a chunk's program in strict mode.</summary>
public readonly record struct ProXChunkResult
{
    /// <summary>The lines of the document that the chunk has.</summary>
    public ProXLineRange Lines { get; init; }

    /// <summary>
    /// <see cref="ProXReason.None"/> if the program was executed, <see cref="ProXReason.InvalidProgram"/> or <see cref="ProXReason.LimitExceeded"/> if it was
    /// ignored.
    /// </summary>
    public ProXReason Reason { get; init; }

    /// <summary>The number of errors.</summary>
    public int Errors { get; init; }
}
