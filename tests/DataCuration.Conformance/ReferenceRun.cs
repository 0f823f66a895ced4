using DataCuration.TestKit;

namespace DataCuration.Conformance;

/// <summary>
/// Runs the reference's program through the library's public API in its compatibility mode: strided shards, SHA-256 buckets, plain sums, NumPy's legacy noise,
/// records copied unchanged. Faulty records are quarantined. The work folder is temporary.
/// </summary>
internal sealed class ReferenceRun : IDisposable
{
    private readonly ReferenceParameters parameters;
    private readonly DirectoryInfo work = Directory.CreateTempSubdirectory("datacuration-conformance-");
    private readonly LogCapture log = new();
    private readonly CurationRun run;
    private readonly Corpus raw;
    private readonly Corpus[] targets;
    private readonly JsonlSource source;

    public ReferenceRun(ReferenceParameters parameters, IReadOnlyList<string> rawFiles, IReadOnlyList<string> targetFiles)
    {
        this.parameters = parameters;
        // The reference knows no ids: a record whose id is of an odd kind is as good as any.
        var options = new JsonlReadOptions
        {
            Sharding = JsonlSharding.Strided(parameters.Processes),
            IdField = "\u0001 no id",
            // The reference counts files in the order in which they are listed.
            ShardPlan = new() { FileOrder = FileOrder.Listed },
        };
        source = new JsonlSource(rawFiles, options);
        raw = Corpus.FromSource(source);
        targets = [.. targetFiles.Select(file => Corpus.FromJsonl(options, file))];
        run = new CurationRun(new RunOptions { WorkDirectory = work.FullName, Faults = FaultPolicy.Quarantine(1) }, log);
    }

    public DsirModel Model { get; private set; } = null!;

    /// <summary>The weights, in the global order.</summary>
    public IReadOnlyList<DocumentWeight> Weights { get; private set; } = [];

    /// <summary>The origin of the record of each weight.</summary>
    public IReadOnlyList<DocumentOrigin> Order { get; private set; } = [];

    /// <summary>The selected documents, as places in the global order, ascending.</summary>
    public IReadOnlyList<long> Chosen { get; private set; } = [];

    public SelectionReport Report { get; private set; } = null!;

    /// <summary>The bytes written for each shard; empty for a shard without selected documents.</summary>
    public IReadOnlyList<byte[]> Outputs { get; private set; } = [];

    public IReadOnlyList<SourceShard> Shards { get; private set; } = [];

    /// <summary>The KL reduction of the selection; null if nothing was selected.</summary>
    public KullbackLeiblerReport? KullbackLeibler { get; private set; }

    public IReadOnlyList<string> Warnings => log.Warnings;

    public long RawFaults { get; private set; }

    public long TargetFaults => run.Reports.Where(report => report.Phase.Contains("/target-", StringComparison.Ordinal)).Sum(report => report.Faulted);

    /// <summary>Fits the model and computes the weights.</summary>
    public async Task FitAsync(CancellationToken cancellationToken)
    {
        var fit = new DsirModelFit(targets)
        {
            Features = parameters.Features,
            TargetSmoothing = parameters.Smoothing,
            SeparateTargets = parameters.SeparateTargets,
            TargetProportions = parameters.TargetProportions,
            NGramBudget = parameters.TokensToFit,
        };
        Model = await raw.FitAsync(fit, run, cancellationToken).ConfigureAwait(false);
        DsirWeights weights = await raw.FitAsync(new DsirWeightsFit(Model), run, cancellationToken).ConfigureAwait(false);
        Weights = [.. weights.Read()];
        RawFaults = weights.Report.Faulted;
        Order = await OriginsAsync(raw, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Selects documents and writes them.</summary>
    public async Task SelectAsync(CancellationToken cancellationToken)
    {
        Shards = await source.ListShardsAsync(cancellationToken).ConfigureAwait(false);
        KeepList list = await raw.FitAsync(
            new DsirSelection(Model)
            {
                Size = SelectionSize.Documents(parameters.NumToSample),
                MinTokens = parameters.MinExampleLength,
                TopK = parameters.TopK,
                Noise = SelectionNoise.NumPyLegacy,
                Seed = parameters.Seed,
            },
            run,
            cancellationToken).ConfigureAwait(false);
        Report = SelectionReport.Load(list);
        Corpus selected = raw.Keep(list);
        await selected.WriteJsonlAsync("selected", run, new JsonlWriteOptions { CopyUnmodifiedRecords = true }, cancellationToken).ConfigureAwait(false);
        Outputs = [.. Enumerable.Range(0, Shards.Count).Select(shard => Path.Combine(work.FullName, "selected", $"part-{shard:D5}.jsonl"))
            .Select(path => File.Exists(path) ? File.ReadAllBytes(path) : [])];
        var places = Order.Select((origin, place) => (Key: (origin.Source, origin.Offset), place)).ToDictionary(pair => pair.Key, pair => (long)pair.place);
        Chosen = [.. (await OriginsAsync(selected, cancellationToken).ConfigureAwait(false)).Select(origin => places[(origin.Source, origin.Offset)]).Order()];
        if (Chosen.Count > 0) KullbackLeibler = await selected.FitAsync(new KullbackLeiblerFit(Model), run, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        run.Dispose();
        work.Delete(recursive: true);
    }

    private async Task<IReadOnlyList<DocumentOrigin>> OriginsAsync(Corpus corpus, CancellationToken cancellationToken)
    {
        var origins = new List<DocumentOrigin>();
        await foreach (Document document in corpus.AsAsyncEnumerable(run, cancellationToken).ConfigureAwait(false)) origins.Add(document.Origin);
        return origins;
    }
}
