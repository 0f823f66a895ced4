namespace DataCuration.Tabular;

/// <summary>How CSV files are written.</summary>
public sealed record CsvWriteOptions
{
    /// <summary>The column that takes the text.</summary>
    /// <value>Default <c>text</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TextColumn { get; init => field = TabularOptions.NotEmpty(value); } = "text";

    /// <summary>The column that takes the id.</summary>
    /// <value>Default <c>id</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string IdColumn { get; init => field = TabularOptions.NotEmpty(value); } = "id";

    /// <summary>The columns beside id and text; other fields of documents are not written.</summary>
    /// <value>Default null: the fields of the documents of the shard's first 1,000 documents. A later document with another field then fails the shard.</value>
    public IReadOnlyList<TabularColumn>? Columns { get; init; }

    /// <summary>What separates fields: a comma makes files named <c>.csv</c>, a tab <c>.tsv</c>.</summary>
    /// <value>Default a comma.</value>
    /// <exception cref="ArgumentException">The value is a quote, a line end, or no ASCII character.</exception>
    public char Delimiter
    {
        get;
        init => field = TabularOptions.Delimiter(value);
    } = ',';

    /// <summary>How files are compressed.</summary>
    /// <value>Default <see cref="FileCompression.None"/>.</value>
    public FileCompression Compression { get; init; }

    /// <summary>A shard's file ends before it would grow beyond this, header included, and another begins; a single longer row has a file of its own.</summary>
    /// <value>In bytes before compression, at least 1; default null: one file per shard.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? MaxFileBytes
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxFileBytes must be at least 1.");
    }
}
