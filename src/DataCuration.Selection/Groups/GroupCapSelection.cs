namespace DataCuration.Selection;

/// <summary>
/// Keeps at most a number of documents of each value of a field, such as an author or a site, drawn by seed and id. The selection does not depend on the
/// order of the documents if their ids differ. There are at most 65,536 values.
/// </summary>
/// <remarks>Memory: the names of the values, the bits of one shard for each worker, and about 100 MB.</remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus books = Corpus.FromJsonl("books/*.jsonl"); // with the field "author"
/// Corpus capped = books.Keep(await books.FitAsync(new GroupCapSelection("author"), run), "author_cap");
/// </code>
/// </example>
/// <param name="groupField">The annotation or field whose values are limited.</param>
public sealed class GroupCapSelection(string groupField) : CorpusFit<KeepList>
{
    private readonly string group = OptionChecks.NotEmpty(groupField);

    /// <summary>The maximum number of documents of a value, 1 or more. Default: 20 (works of an author; historical-perspectival-lm).</summary>
    public long Cap
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one document is kept of each value.");
    } = 20;

    /// <summary>True to keep all documents without a value; false to drop them. Default: true.</summary>
    public bool KeepsUnknown { get; init; } = true;

    /// <summary>The seed. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "group-cap";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add("field", group);
        writer.Add(nameof(Cap), Cap);
        writer.Add(nameof(KeepsUnknown), KeepsUnknown);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken) =>
        GroupSampling.SelectAsync(scope, group, KeepsUnknown, [], Seed, Name,
            (name, available) => name.Length == 0 ? available : Math.Min(Cap, available), cancellationToken);
}
