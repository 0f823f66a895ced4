namespace DataCuration.Tabular;

/// <summary>Options for writing CSV files.</summary>
public sealed record CsvWriteOptions
{
    /// <summary>The column of the text.</summary>
    /// <value>Default <c>text</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TextColumn { get; init => field = TabularOptions.NotEmpty(value); } = "text";

    /// <summary>The column of the id.</summary>
    /// <value>Default <c>id</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string IdColumn { get; init => field = TabularOptions.NotEmpty(value); } = "id";

    /// <summary>The columns other than id and text. Other fields of documents are not written.</summary>
    /// <value>
    /// Default null: the fields of a sample of the corpus (<see cref="Corpus.SampleFieldsAsync"/>), the same in every file, and a column
    /// <c>other_fields</c>. It holds, as a JSON object, the fields that the sample did not have.
    /// </value>
    public IReadOnlyList<TabularColumn>? Columns { get; init; }

    /// <summary>The character between fields. With a comma, files are named <c>.csv</c>; with a tab, <c>.tsv</c>.</summary>
    /// <value>Default a comma.</value>
    /// <exception cref="ArgumentException">The value is a quote, a line end, or not an ASCII character.</exception>
    public char Delimiter
    {
        get;
        init => field = TabularOptions.Delimiter(value);
    } = ',';

    /// <summary>The compression of files.</summary>
    /// <value>Default <see cref="FileCompression.None"/>.</value>
    public FileCompression Compression { get; init; }

    /// <summary>The maximum size of a file, including the header. A shard that needs more gets several files. A single longer row gets its own file.</summary>
    /// <value>In bytes before compression, at least 1; default null: one file per shard.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? MaxFileBytes
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxFileBytes must be at least 1.");
    }
}
