namespace DataCuration.Selection;

/// <summary>
/// Measures how far each domain of a corpus is from a target: the transport distance between samples (GOT-D, Kang and others 2024, arXiv 2405.02774). The paper
/// takes the candidates of <see cref="TransportSelection"/> from the two nearest domains.
/// </summary>
/// <remarks>
/// Documents are drawn by seed and id. Domains are compared with one strength of regularisation relative to each one's own mean cost
/// (<see cref="TransportOptions.RelativeEpsilon"/>). Memory: the vectors of the target's sample, the tiles of <see cref="SinkhornTransport"/>, and 40 bytes for
/// each document of a sample.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// var vectors = new EmbeddingFit(new EmbeddingField("embedding", dimension: 384));
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl"), target = Corpus.FromJsonl("target/*.jsonl");
/// DomainDistanceReport report = await pool.FitAsync(new DomainDistanceFit(vectors, target, "domain"), run);
/// Console.WriteLine(report);
/// var fit = new TransportSelection(vectors, target) { Documents = 150_000, DomainField = "domain", Domains = report.Nearest(2) };
/// KeepList chosen = await pool.FitAsync(fit, run);
/// </code>
/// </example>
/// <param name="embedding">Makes the vectors of both corpora.</param>
/// <param name="target">The target.</param>
/// <param name="domainField">The annotation or field that holds a document's domain.</param>
public sealed class DomainDistanceFit(EmbeddingFit embedding, Corpus target, string domainField) : CorpusFit<DomainDistanceReport>
{
    private readonly EmbeddingFit embedding = embedding ?? throw new ArgumentNullException(nameof(embedding));
    private readonly Corpus target = target ?? throw new ArgumentNullException(nameof(target));
    private readonly string domainField = OptionChecks.NotEmpty(domainField);

    /// <summary>The maximum number of documents that are drawn from each domain, and from the target; 1 or more. Default: 10,000 (the paper).</summary>
    public long SampleDocuments
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one document is drawn.");
    } = 10_000;

    /// <summary>The options of the transport.</summary>
    public TransportOptions Transport { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The seed of the samples. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "domain-distances";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => [target];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.AddScope("embedding", embedding.AddTo);
        writer.Add("domain", domainField);
        writer.Add(nameof(SampleDocuments), SampleDocuments);
        writer.AddScope("transport", Transport.Describe);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<DomainDistanceReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        (AnnotationTable table, EmbeddingStore vectors) = await VectorRows.FitAsync(scope, scope.Corpus, embedding, [domainField], cancellationToken)
            .ConfigureAwait(false);
        (AnnotationTable targetTable, EmbeddingStore targetVectors) = await VectorRows.FitAsync(scope, target, embedding, [], cancellationToken)
            .ConfigureAwait(false);
        using (vectors)
        using (targetVectors)
        {
            if (table.RowCount == 0) throw SelectionChecks.NoDocuments();
            VectorRows rows = new(table, vectors), targets = new(targetTable, targetVectors);
            PhaseFiles distances = await scope.ReduceAsync("distances", table.GroupNames[0].Length, (output, token) =>
            {
                DomainDistance distance = Measure(output.Index, table, rows, targets, token);
                new DomainDistanceReport { Domains = [distance] }.WriteJson(output.CreateFile(output.Name + ".domain"));
                return Task.CompletedTask;
            }, cancellationToken).ConfigureAwait(false);
            PhaseFiles report = await scope.FinishAsync("report", (output, _) =>
            {
                Join(output, distances).WriteJson(output.CreateFile(DomainDistanceReport.FileName));
                return Task.CompletedTask;
            }, cancellationToken).ConfigureAwait(false);
            string path = report.FindFile(DomainDistanceReport.FileName)!;
            return DomainDistanceReport.Read(report.Files.ReadAllBytes(path), path);
        }
    }

    private DomainDistance Measure(int domain, AnnotationTable table, VectorRows rows, VectorRows targets, CancellationToken cancellationToken)
    {
        long documents = table.Rows(cancellationToken).LongCount(row => row.Groups[0] == domain);
        VectorSet sample = rows.Select(rows.Draw(row => row.Groups[0] == domain, SampleDocuments, Seed, cancellationToken));
        VectorSet targetSample = targets.Select(targets.Draw(_ => true, SampleDocuments, Seed, cancellationToken));
        bool hasVector = TransportTarget.Rows(sample, cancellationToken).Any();
        TransportResult? plan = hasVector ? SinkhornTransport.Solve(sample, targetSample, Transport, cancellationToken) : null;
        return new()
        {
            Domain = table.GroupNames[0][domain],
            Documents = documents,
            Sampled = sample.Count,
            Distance = plan?.Cost ?? double.NaN,
            IsConverged = plan?.IsConverged ?? false,
        };
    }

    private static DomainDistanceReport Join(ShardOutput output, PhaseFiles distances)
    {
        var domains = new List<DomainDistance>();
        for (int task = 0; task < distances.TaskCount; task++)
        {
            string path = distances.Find(task, ".domain")!;
            domains.AddRange(DomainDistanceReport.Read(distances.Files.ReadAllBytes(path), path).Domains);
        }
        foreach (DomainDistance domain in domains.Where(domain => !domain.IsConverged))
            output.Warn($"The transport of domain '{domain.Domain}' to the target did not converge, or none of its documents has a vector.", "transport");
        return new()
        {
            Domains = [.. domains.OrderBy(domain => double.IsNaN(domain.Distance)).ThenBy(domain => domain.Distance)
            .ThenBy(domain => domain.Domain, StringComparer.Ordinal)]
        };
    }
}
