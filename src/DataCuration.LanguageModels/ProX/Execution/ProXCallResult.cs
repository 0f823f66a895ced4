namespace DataCuration.LanguageModels;

/// <summary>The result of a call, for audits.</summary>
public readonly record struct ProXCallResult
{
    /// <summary>The index of the chunk whose program has the call, from 0. In compat mode always 0: programs are joined.</summary>
    public int Chunk { get; init; }

    /// <summary>The line of the program, from 1.</summary>
    public int Line { get; init; }

    /// <summary>The call; null if the line is no call, or the call was cut off.</summary>
    public ProXCall? Call { get; init; }

    /// <summary>The result.</summary>
    public ProXCallStatus Status { get; init; }

    /// <summary>The error; <see cref="ProXErrorCode.None"/> for a valid call.</summary>
    public ProXErrorCode Error { get; init; }

    /// <summary>The number of lines that the call names within the text, or of replacements. Lines that several calls name count for each.</summary>
    public long Effect { get; init; }
}
