namespace PerplexityBucketsSample;

/// <summary>The settings of the job.</summary>
internal sealed record Settings
{
    /// <summary>JSONL files to train the model on; empty for the sample's own texts.</summary>
    public IReadOnlyList<string> Reference { get; init; } = [];

    /// <summary>JSONL files to divide; empty for the sample's own texts.</summary>
    public IReadOnlyList<string> Pool { get; init; } = [];

    /// <summary>The order of the model.</summary>
    public int Order { get; init; } = 5;

    /// <summary>The field by whose values the pool is divided; null for one division.</summary>
    public string? GroupField { get; init; }
}
