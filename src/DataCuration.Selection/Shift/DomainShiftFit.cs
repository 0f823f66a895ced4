namespace DataCuration.Selection;

/// <summary>
/// Measures how far a corpus is from another one: the divergence of hashed n-gram distributions (DSIR's features), and with vectors the transport distance
/// and the maximum mean discrepancy of samples.
/// </summary>
/// <remarks>
/// Compare the numbers with those of two random halves of one corpus, not with zero: they depend on the size of corpora and samples. Vectors are drawn by
/// seed and id. Memory: 16 bytes for each bucket, and all vectors of both samples twice.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl"), domain = Corpus.FromJsonl("domain/*.jsonl");
/// DomainShiftReport report = await pool.FitAsync(new DomainShiftFit(domain), run);
/// Console.WriteLine(report);
/// report.WriteJson(File.Create("shift.json"));
/// </code>
/// </example>
/// <param name="other">The other corpus.</param>
/// <param name="embedding">Makes the vectors of both corpora; null to compare n-grams only.</param>
public sealed class DomainShiftFit(Corpus other, EmbeddingFit? embedding = null) : CorpusFit<DomainShiftReport>
{
    private readonly Corpus other = other ?? throw new ArgumentNullException(nameof(other));

    /// <summary>The n-gram features. Default: those of DSIR.</summary>
    public HashedNGrams Features { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The maximum number of vectors that are drawn from each corpus, 2 or more. Default: 2,000 (our choice). Time grows with its square.</summary>
    public long SampleDocuments
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least two documents are drawn.");
    } = 2_000;

    /// <summary>The options of the transport.</summary>
    public TransportOptions Transport { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The seed of the samples. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "domain-shift";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => [other];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        if (embedding is not null) writer.AddScope("embedding", embedding.AddTo);
        writer.AddScope("features", Features.Describe);
        writer.Add(nameof(SampleDocuments), SampleDocuments);
        writer.AddScope("transport", Transport.Describe);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<DomainShiftReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var mapper = new NGramCountMapper(FeaturizerPool.Of(scope, Features), Features, null);
        PhaseFiles own = await scope.MapAsync("counts", scope.Corpus, mapper, cancellationToken).ConfigureAwait(false);
        PhaseFiles others = await scope.MapAsync("other-counts", other, mapper, cancellationToken).ConfigureAwait(false);
        (VectorRows Rows, EmbeddingStore Store)? left = null, right = null;
        try
        {
            if (embedding is not null)
            {
                left = await OpenAsync(scope, scope.Corpus, embedding, cancellationToken).ConfigureAwait(false);
                right = await OpenAsync(scope, other, embedding, cancellationToken).ConfigureAwait(false);
            }
            PhaseFiles report = await scope.FinishAsync("report", (output, token) =>
            {
                DomainShiftReport made = CompareNGrams(own, others, token);
                if (left is { } one && right is { } two) made = CompareVectors(made, one.Rows, two.Rows, output, token);
                made.WriteJson(output.CreateFile(DomainShiftReport.FileName));
                return Task.CompletedTask;
            }, cancellationToken).ConfigureAwait(false);
            string path = report.FindFile(DomainShiftReport.FileName)!;
            return DomainShiftReport.Read(report.Files.ReadAllBytes(path), path);
        }
        finally
        {
            left?.Store.Dispose();
            right?.Store.Dispose();
        }
    }

    private static async Task<(VectorRows Rows, EmbeddingStore Store)> OpenAsync(FitScope scope, Corpus corpus, EmbeddingFit embedding,
        CancellationToken cancellationToken)
    {
        (AnnotationTable table, EmbeddingStore store) = await VectorRows.FitAsync(scope, corpus, embedding, [], cancellationToken).ConfigureAwait(false);
        return (new VectorRows(table, store), store);
    }

    private DomainShiftReport CompareNGrams(PhaseFiles own, PhaseFiles others, CancellationToken cancellationToken)
    {
        long[] counts = NGramCountMapper.Sum(own, Features.Buckets, cancellationToken), otherCounts = NGramCountMapper.Sum(others, Features.Buckets,
            cancellationToken);
        long ngrams = counts.Sum(), otherNGrams = otherCounts.Sum();
        if (ngrams == 0 || otherNGrams == 0)
            throw new InsufficientDataException($"The {(ngrams == 0 ? "fitted" : "other")} corpus has no n-gram, so it has no distribution to compare.");
        double[] p = new double[counts.Length], q = new double[counts.Length];
        DsirMath.RawProbabilities(counts, p);
        DsirMath.RawProbabilities(otherCounts, q);
        double[] middle = [.. p.Zip(q, (left, right) => (left + right) / 2)];
        return new()
        {
            Documents = own.Report.Kept,
            OtherDocuments = others.Report.Kept,
            NGrams = ngrams,
            OtherNGrams = otherNGrams,
            Divergence = DsirMath.KullbackLeibler(p, q),
            ReverseDivergence = DsirMath.KullbackLeibler(q, p),
            JensenShannon = (DsirMath.KullbackLeibler(p, middle, 0) + DsirMath.KullbackLeibler(q, middle, 0)) / 2,
        };
    }

    private DomainShiftReport CompareVectors(DomainShiftReport report, VectorRows left, VectorRows right, ShardOutput output,
        CancellationToken cancellationToken)
    {
        VectorSet x = left.Select(left.Draw(_ => true, SampleDocuments, Seed, cancellationToken));
        VectorSet y = right.Select(right.Draw(_ => true, SampleDocuments, Seed, cancellationToken));
        TransportResult plan = SinkhornTransport.Solve(x, y, Transport, cancellationToken);
        if (!plan.IsConverged) output.Warn($"The transport did not converge: raise {nameof(TransportOptions.MaxIterations)}.", "transport");
        double bandwidth = KernelDiscrepancy.MedianDistance(x, y, cancellationToken);
        return report with
        {
            SampledVectors = Math.Max(x.Count, y.Count),
            TransportCost = plan.Cost,
            SinkhornDivergence = SinkhornTransport.Divergence(plan, x, y, Transport, cancellationToken),
            Bandwidth = bandwidth,
            Discrepancy = bandwidth > 0 ? KernelDiscrepancy.Squared(x, y, bandwidth, cancellationToken) : double.NaN,
        };
    }
}
