namespace DataCuration;

/// <summary>How JSONL is written.</summary>
public sealed record JsonlWriteOptions
{
    /// <summary>The field that takes the text.</summary>
    /// <value>Default <c>text</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TextField { get; init => field = OptionChecks.NotEmpty(value); } = "text";

    /// <summary>The field that takes the id.</summary>
    /// <value>Default <c>id</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string IdField { get; init => field = OptionChecks.NotEmpty(value); } = "id";

    /// <summary>How files are compressed.</summary>
    /// <value>Default <see cref="FileCompression.None"/>: plain JSONL can be cut into byte ranges by the next run.</value>
    public FileCompression Compression { get; init; }

    /// <summary>The compression's level: gzip 1 to 9, zstd 1 to 22.</summary>
    /// <value>Default null: gzip 6, zstd 3 (the tools' own).</value>
    public int? CompressionLevel { get; init; }

    /// <summary>A shard's file ends before it would grow beyond this, and another begins; a single longer record has a file of its own.</summary>
    /// <value>In bytes before compression, at least 1; default null: one file per shard.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? MaxFileBytes
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxFileBytes must be at least 1.");
    }

    /// <summary>
    /// Whether a document that is as it was read from JSONL is written as its record's original bytes: white space, field names and order, number forms and
    /// escapes stay as they are. <see cref="TextField"/> and <see cref="IdField"/> do not apply to it.
    /// </summary>
    /// <value>Default false: all records are written in the same form.</value>
    public bool CopyUnmodifiedRecords { get; init; }
}
