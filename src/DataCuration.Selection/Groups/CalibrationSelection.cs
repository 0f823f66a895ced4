namespace DataCuration.Selection;

/// <summary>
/// Draws a fixed number of documents of each domain by seed and id: a calibration sample, as methods that prune a model for a domain need it. The selection
/// does not depend on the order of the documents if their ids differ.
/// </summary>
/// <remarks>
/// A domain with fewer documents is taken whole, and the run warns. <see cref="SelectionReport"/> has the numbers of each domain. Memory: the names of the
/// domains, the bits of one shard for each worker, and about 100 MB.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl"); // with the field "domain"
/// Corpus sample = pool.Keep(await pool.FitAsync(new CalibrationSelection("domain") { PerDomain = 128, Domains = ["legal", "general"] }, run));
/// </code>
/// </example>
/// <param name="domainField">The annotation or field that holds the domain.</param>
public sealed class CalibrationSelection(string domainField) : CorpusFit<KeepList>
{
    private readonly string domainField = OptionChecks.NotEmpty(domainField);

    /// <summary>The number of documents of each domain, 1 or more. Required.</summary>
    public required long PerDomain
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one document is drawn of each domain.");
    }

    /// <summary>The domains. Default: empty, all. A domain that no document has is an error.</summary>
    public IReadOnlyList<string> Domains { get; init => field = SelectionChecks.Names(value, nameof(value)); } = [];

    /// <summary>The seed. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "calibration-selection";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add("domain", domainField);
        writer.Add(nameof(PerDomain), PerDomain);
        SelectionChecks.Describe(writer, nameof(Domains), Domains);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken) =>
        GroupSampling.SelectAsync(scope, domainField, keepsUnknown: false, Domains, Seed, Name, (_, _) => PerDomain, cancellationToken);
}
