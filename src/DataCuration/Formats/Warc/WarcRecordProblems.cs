namespace DataCuration;

/// <summary>What is wrong with a crawl record that was read nonetheless.</summary>
[Flags]
public enum WarcRecordProblems
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The block ends before its length: the file ends, or damage in the file cuts it.</summary>
    Truncated = 1,

    /// <summary>The record is whole, but the compressed member that it ends in fails its check, so that any byte may be wrong.</summary>
    Damaged = 2,

    /// <summary>The record has no length that is a number; the block goes to the next record.</summary>
    LengthMissing = 4,

    /// <summary>The record's length does not lead to its end; the block goes to the next record.</summary>
    LengthWrong = 8,

    /// <summary>The block is longer than the limit; only its beginning is at hand.</summary>
    TooLong = 16,

    /// <summary>Lines of the header are no fields, or the header does not end; what could be read of it is at hand.</summary>
    MalformedHeader = 32,
}
