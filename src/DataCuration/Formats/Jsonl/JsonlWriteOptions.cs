namespace DataCuration;

/// <summary>Options for writing JSONL.</summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// var options = new JsonlWriteOptions { Compression = FileCompression.Zstd, MaxFileBytes = 256 &lt;&lt; 20 };
/// await Corpus.FromJsonl("pool/*.jsonl").WriteJsonlAsync("clean", run, options);
/// </code>
/// </example>
public sealed record JsonlWriteOptions
{
    /// <summary>The name of the text field.</summary>
    /// <value>Default <c>text</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TextField { get; init => field = OptionChecks.NotEmpty(value); } = "text";

    /// <summary>The name of the id field.</summary>
    /// <value>Default <c>id</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string IdField { get; init => field = OptionChecks.NotEmpty(value); } = "id";

    /// <summary>The compression of the files.</summary>
    /// <value>Default <see cref="FileCompression.None"/>: a later run can split plain JSONL into byte ranges.</value>
    public FileCompression Compression { get; init; }

    /// <summary>The compression level: gzip 1 to 9, zstd 1 to 22.</summary>
    /// <value>Default null: gzip 6, zstd 3 (the defaults of the command-line tools).</value>
    public int? CompressionLevel { get; init; }

    /// <summary>The maximum length of a file. A shard continues in another file when a record would exceed it; a longer record has its own file.</summary>
    /// <value>In bytes before compression, at least 1; default null: one file per shard.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? MaxFileBytes
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxFileBytes must be at least 1.");
    }

    /// <summary>
    /// True to write a document that has not been modified since it was read from JSONL as the original bytes of its record. White space, field names and
    /// order, number forms and escapes stay the same. <see cref="TextField"/> and <see cref="IdField"/> do not apply to such a record.
    /// </summary>
    /// <value>Default false: all records are written in the same form.</value>
    public bool CopyUnmodifiedRecords { get; init; }
}
