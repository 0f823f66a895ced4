namespace DataCuration.Tabular;

/// <summary>How CSV files are read.</summary>
public sealed record CsvReadOptions
{
    /// <summary>The column that holds the text.</summary>
    /// <value>Default <c>text</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TextColumn { get; init => field = TabularOptions.NotEmpty(value); } = "text";

    /// <summary>The column that holds the id. A file without it gives documents without ids of their own.</summary>
    /// <value>Default <c>id</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string IdColumn { get; init => field = TabularOptions.NotEmpty(value); } = "id";

    /// <summary>What separates fields.</summary>
    /// <value>Default null: a tab in files named <c>.tsv</c> or <c>.tab</c>, a comma in others.</value>
    /// <exception cref="ArgumentException">The value is a quote, a line end, or no ASCII character.</exception>
    public char? Delimiter { get; init => field = value is null ? null : TabularOptions.Delimiter(value.Value); }

    /// <summary>
    /// Whether fields that read as a JSON number, <c>true</c> or <c>false</c> become annotations of that kind, so that annotations written by a run are read
    /// as they were. Without it all are strings. Empty fields are null either way.
    /// </summary>
    /// <value>Default true.</value>
    public bool InferKinds { get; init; } = true;

    /// <summary>How many files share a shard. Files are not cut: a line break may stand inside a field.</summary>
    /// <value>Default: files coalesced up to 4 MiB.</value>
    public ShardPlanOptions ShardPlan { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();
}
