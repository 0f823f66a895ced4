namespace DataCuration.Tabular;

/// <summary>Options for reading Parquet files.</summary>
public sealed record ParquetReadOptions
{
    /// <summary>The column that holds the text: strings, or bytes in UTF-8.</summary>
    /// <value>Default <c>text</c>, as in FineWeb.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TextColumn { get; init => field = TabularOptions.NotEmpty(value); } = "text";

    /// <summary>The column that holds the id: strings, or numbers in decimal. In a file without it, ids are computed from the content.</summary>
    /// <value>Default <c>id</c>, as in FineWeb.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string IdColumn { get; init => field = TabularOptions.NotEmpty(value); } = "id";

    /// <summary>The other columns that become annotations. Each must be in every file and hold single values.</summary>
    /// <value>Default null: all columns that hold single values. With an empty list only text and id are read, which is faster.</value>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>
    /// The order of files and the sizes of shards. Row groups of a file share a shard up to <see cref="ShardPlanOptions.ShardBytes"/>, and small files up to
    /// <see cref="ShardPlanOptions.CoalesceBytes"/>, both measured as stored. A reader holds one decompressed row group in memory.
    /// </summary>
    /// <value>Default: 16 MiB shards, small files grouped up to 4 MiB.</value>
    public ShardPlanOptions ShardPlan { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The store to read from.</summary>
    /// <value>Default: <see cref="LocalFileStore.Instance"/>.</value>
    public IFileStore Files { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;
}
