namespace DataCuration.Filters;

/// <summary>A text to insert into tokenized training data: a canary, an invented fact, a benchmark item.</summary>
/// <param name="Id">The id, which the ledger names.</param>
/// <param name="Text">The text.</param>
public sealed record Canary(string Id, string Text)
{
    /// <summary>The number of insertions at random places. Explicit positions are one insertion each.</summary>
    /// <value>At least 1; default 1. Train Once, Answer All (arXiv 2509.23383) uses 1 to 256.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Repetitions { get; init => field = RuleChecks.Count(value, 1, nameof(Repetitions)); } = 1;

    /// <summary>The places.</summary>
    /// <value>Default <see cref="CanaryPlacement.Anywhere"/>.</value>
    public CanaryPlacement Placement { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = CanaryPlacement.Anywhere;
}
