namespace DataCuration.Tabular;

/// <summary>Options for reading CSV files.</summary>
public sealed record CsvReadOptions
{
    /// <summary>The column that holds the text.</summary>
    /// <value>Default <c>text</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TextColumn { get; init => field = TabularOptions.NotEmpty(value); } = "text";

    /// <summary>The column that holds the id. In a file without it, ids are computed from the content.</summary>
    /// <value>Default <c>id</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string IdColumn { get; init => field = TabularOptions.NotEmpty(value); } = "id";

    /// <summary>The character between fields.</summary>
    /// <value>Default null: a tab in files named <c>.tsv</c> or <c>.tab</c>, a comma in others.</value>
    /// <exception cref="ArgumentException">The value is a quote, a line end, or not an ASCII character.</exception>
    public char? Delimiter { get; init => field = value is null ? null : TabularOptions.Delimiter(value.Value); }

    /// <summary>
    /// True to read JSON numbers, <c>true</c> and <c>false</c> as annotations of that type, so that annotations written by a run keep their types. False to
    /// read all fields as strings. Empty fields are always null.
    /// </summary>
    /// <value>Default true.</value>
    public bool InferKinds { get; init; } = true;

    /// <summary>The grouping of files into shards. A file is never split, since a field may contain line breaks.</summary>
    /// <value>Default: small files are grouped up to 4 MiB.</value>
    public ShardPlanOptions ShardPlan { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The store to read from.</summary>
    /// <value>Default: <see cref="LocalFileStore.Instance"/>.</value>
    public IFileStore Files { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;
}
