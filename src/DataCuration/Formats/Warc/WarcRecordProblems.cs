namespace DataCuration;

/// <summary>Problems of a crawl record that could be read.</summary>
[Flags]
public enum WarcRecordProblems
{
    /// <summary>No problem.</summary>
    None = 0,

    /// <summary>The block is shorter than its length: the file ends, or damage truncates it.</summary>
    Truncated = 1,

    /// <summary>The record is complete, but the compressed member in which it ends fails its checksum, so any byte may be wrong.</summary>
    Damaged = 2,

    /// <summary>The record's length is missing or not a number. The block extends to the next record.</summary>
    LengthMissing = 4,

    /// <summary>The record's length does not lead to its end. The block extends to the next record.</summary>
    LengthWrong = 8,

    /// <summary>The block exceeds the limit. Only its start is available.</summary>
    TooLong = 16,

    /// <summary>Some header lines are not fields, or the header has no end. The fields that could be read are available.</summary>
    MalformedHeader = 32,
}
