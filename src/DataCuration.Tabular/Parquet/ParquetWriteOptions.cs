namespace DataCuration.Tabular;

/// <summary>How Parquet files are written.</summary>
public sealed record ParquetWriteOptions
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
    /// <value>
    /// Default null: the fields of the documents of the shard's first row group, with the kinds found there. A later document with another field, or a value
    /// that does not fit, then fails the shard. Declare the columns where fields are rare, or where all files must have the same ones.
    /// </value>
    public IReadOnlyList<TabularColumn>? Columns { get; init; }

    /// <summary>How pages are compressed.</summary>
    /// <value>Default <see cref="ParquetCompression.Zstd"/>.</value>
    public ParquetCompression Compression { get; init; }

    /// <summary>How many rows a row group has at most.</summary>
    /// <value>At least 1; default 100,000 (our choice: a reader holds a row group in memory).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxRowGroupRows { get; init => field = Positive(value, nameof(MaxRowGroupRows)); } = 100_000;

    /// <summary>A row group ends before its ids and texts would grow beyond this.</summary>
    /// <value>In bytes of UTF-8, at least 1; default 32 MiB (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxRowGroupBytes { get; init => field = Positive(value, nameof(MaxRowGroupBytes)); } = 32 << 20;

    /// <summary>A shard's file ends before its ids and texts would grow beyond this, and another begins.</summary>
    /// <value>In bytes of UTF-8 before compression, at least 1; default null: one file per shard.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long? MaxFileBytes { get; init => field = value is null ? null : Positive(value.Value, nameof(MaxFileBytes)); }

    private static T Positive<T>(T value, string name)
        where T : System.Numerics.INumber<T> =>
        value > T.Zero ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");
}
