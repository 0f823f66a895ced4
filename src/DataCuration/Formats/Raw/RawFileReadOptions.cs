namespace DataCuration;

/// <summary>Options for reading files as raw documents.</summary>
public sealed record RawFileReadOptions
{
    /// <summary>The order of files and the sizes of shards. Files are not cut. Default: see <see cref="ShardPlanOptions"/>.</summary>
    public ShardPlanOptions ShardPlan { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The store to read from. Default: <see cref="LocalFileStore.Instance"/>.</summary>
    public IFileStore Files { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;
}
