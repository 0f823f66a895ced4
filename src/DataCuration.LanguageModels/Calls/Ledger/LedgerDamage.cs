namespace DataCuration.LanguageModels;

/// <summary>A range of a ledger file that holds no valid record.</summary>
public sealed record LedgerDamage
{
    /// <summary>The file's path.</summary>
    public required string File { get; init; }

    /// <summary>The start of the range, in bytes.</summary>
    public required long Offset { get; init; }

    /// <summary>The length of the range, in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>
    /// True if the range was the end of this process's own file, that is a record half written before a crash, and was cut off. Other damage is skipped and
    /// left in the file. Default: false.
    /// </summary>
    public bool CutOff { get; init; }
}
