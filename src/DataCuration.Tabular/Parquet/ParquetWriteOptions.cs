namespace DataCuration.Tabular;

/// <summary>Options for writing Parquet files.</summary>
public sealed record ParquetWriteOptions
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
    /// Default null: the fields and kinds of a sample of the corpus (<see cref="Corpus.SampleFieldsAsync"/>), the same in every file, and a column
    /// <c>other_fields</c>. It holds, as a JSON object, what no other column can hold: fields that the sample did not have, and values that would lose digits
    /// or have another kind. <see cref="ParquetSource"/> reads it back as fields.
    /// </value>
    public IReadOnlyList<TabularColumn>? Columns { get; init; }

    /// <summary>The compression of pages.</summary>
    /// <value>Default <see cref="ParquetCompression.Zstd"/>.</value>
    public ParquetCompression Compression { get; init; }

    /// <summary>The maximum number of rows of a row group.</summary>
    /// <value>At least 1; default 100,000 (our choice: a reader holds a row group in memory).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxRowGroupRows { get; init => field = Positive(value, nameof(MaxRowGroupRows)); } = 100_000;

    /// <summary>The maximum size of the ids and texts of a row group. A single longer row gets its own row group.</summary>
    /// <value>In bytes of UTF-8, at least 1; default 32 MiB (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxRowGroupBytes { get; init => field = Positive(value, nameof(MaxRowGroupBytes)); } = 32 << 20;

    /// <summary>The maximum size of the ids and texts of a file. A shard that needs more gets several files. A single longer row gets its own file.</summary>
    /// <value>In bytes of UTF-8 before compression, at least 1; default null: one file per shard.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? MaxFileBytes { get; init => field = value is null ? null : Positive(value.Value, nameof(MaxFileBytes)); }

    private static T Positive<T>(T value, string name)
        where T : System.Numerics.INumber<T> =>
        value > T.Zero ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");
}
