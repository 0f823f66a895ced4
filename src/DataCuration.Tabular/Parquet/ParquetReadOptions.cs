namespace DataCuration.Tabular;

/// <summary>How Parquet files are read.</summary>
public sealed record ParquetReadOptions
{
    /// <summary>The column that holds the text: strings, or bytes that are UTF-8.</summary>
    /// <value>Default <c>text</c>, as in FineWeb.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TextColumn { get; init => field = TabularOptions.NotEmpty(value); } = "text";

    /// <summary>The column that holds the id: strings, or numbers, whose text becomes the id. A file without it gives documents without ids of their own.</summary>
    /// <value>Default <c>id</c>, as in FineWeb.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string IdColumn { get; init => field = TabularOptions.NotEmpty(value); } = "id";

    /// <summary>Which other columns become annotations. A column that is named must be in every file and hold single values.</summary>
    /// <value>Default null: all columns that hold single values. Columns are only read where they are named here, so naming none makes reading faster.</value>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The sizes of shards: row groups of a file share a shard up to <see cref="ShardPlanOptions.ShardBytes"/>, small files up to
    /// <see cref="ShardPlanOptions.CoalesceBytes"/>, both as stored. A reader holds one row group in memory, decompressed.</summary>
    /// <value>Default: 16 MiB shards, files coalesced up to 4 MiB.</value>
    public ShardPlanOptions ShardPlan { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();
}
