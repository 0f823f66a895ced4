namespace DataCuration;

/// <summary>Options for reading JSONL.</summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// // Records such as {"uuid": "a1", "content": "A text."}
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl(new JsonlReadOptions { TextField = "content", IdField = "uuid" }, "pool/*.jsonl");
/// await pool.WriteJsonlAsync("copy", run);
/// </code>
/// </example>
public sealed record JsonlReadOptions
{
    /// <summary>The top-level field that holds the text.</summary>
    /// <value>Default <c>text</c>, as in C4, Dolma and FineWeb.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string TextField { get; init => field = OptionChecks.NotEmpty(value); } = "text";

    /// <summary>The top-level field that holds the id: a string, a number or a Boolean. The id of a record without this field is a hash of its text.</summary>
    /// <value>Default <c>id</c>, as in Dolma and FineWeb.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string IdField { get; init => field = OptionChecks.NotEmpty(value); } = "id";

    /// <summary>The division of files into shards.</summary>
    /// <value>Default <see cref="JsonlSharding.ByteRanges"/>.</value>
    public JsonlSharding Sharding { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = JsonlSharding.ByteRanges;

    /// <summary>The order of files and the sizes of byte-range shards. Compressed files are not cut.</summary>
    /// <value>Default: files sorted by path, 16 MiB shards, files coalesced up to 4 MiB.</value>
    public ShardPlanOptions ShardPlan { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The store to read from. Default: <see cref="LocalFileStore.Instance"/>.</summary>
    public IFileStore Files { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;
}
