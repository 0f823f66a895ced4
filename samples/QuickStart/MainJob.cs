using DataCuration;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace QuickStart;

/// <summary>Pool and target in, selected token shards out, a small model trained on each selection.</summary>
internal sealed class MainJob(Input input, CurationRun run, LiveProgress progress, long tokens, int threads) : IDisposable
{
    private readonly ByteTokenEncoder encoder = ByteTokenEncoder.Instance;
    private readonly SemaphoreSlim trainers = new(Math.Max(1, Environment.ProcessorCount / threads));

    /// <summary>Documents of the pool that were taken out because they repeat evaluation text.</summary>
    public long TakenOut { get; private set; }

    /// <summary>Runs methods on seeds.</summary>
    public async Task<IReadOnlyList<Outcome>> RunAsync(IReadOnlyList<Method> methods, IReadOnlyList<ulong> seeds, CancellationToken cancellationToken)
    {
        // 1. Keep evaluation text out of the pool: documents of which more than 20 % lies inside 50-byte matches.
        List<Document> evaluationDocuments = await input.Evaluation.AsAsyncEnumerable(run, cancellationToken).ToListAsync(cancellationToken);
        var evaluationText = new VerbatimIndex();
        foreach (Document document in evaluationDocuments) evaluationText.Add(document.Utf8Text.Span);
        Corpus pool = await input.Pool.Pipe(new VerbatimOverlapFilter(evaluationText)).WriteJsonlAsync("pool", run, cancellationToken);
        TakenOut = run.Reports[^1].Dropped;
        Corpus control = input.ControlField is { } field && input.ControlValue is { } value
            ? pool.Where(document => !document.TryGetValue(field, out AnnotationValue own) || own.AsString() != value, version: $"{field} != {value}")
            : pool;

        // 2. Fit the importance model once, and let every method select as many tokens (of the byte encoder: one per byte) per seed.
        DsirModel model = await pool.FitAsync(new DsirModelFit(input.Target), run, cancellationToken);
        var evaluation = EvaluationSet.FromDocuments(evaluationDocuments, encoder);
        var trainings = new List<Task<Outcome>>();
        foreach (ulong seed in seeds)
        {
            foreach (Method method in methods)
            {
                Corpus from = method.IsControl ? control : pool;
                KeepList chosen = await from.FitAsync(method.Create(new DsirModelFit(input.Target), SelectionSize.Utf8Bytes(tokens), seed), run, cancellationToken);
                trainings.Add(TrainAsync(method, seed, model, pool.Keep(chosen), evaluation, evaluationDocuments, cancellationToken));
            }
        }
        return await Task.WhenAll(trainings);
    }

    /// <inheritdoc/>
    public void Dispose() => trainers.Dispose();

    private async Task<Outcome> TrainAsync(
        Method method, ulong seed, DsirModel model, Corpus selected, EvaluationSet evaluation, List<Document> evaluationDocuments, CancellationToken cancellationToken)
    {
        string name = $"{method.Name}-{seed}";
        await trainers.WaitAsync(cancellationToken);
        try
        {
            // 3. The selection as token shards, and what it is like.
            using TokenShards shards = await selected.WriteTokenShardsAsync($"tokens/{name}", encoder, run, cancellationToken);
            KullbackLeiblerReport divergence = await selected.FitAsync(new KullbackLeiblerFit(model), run, cancellationToken);
            var selectedText = new VerbatimIndex();
            var sources = new SortedDictionary<string, long>(StringComparer.Ordinal);
            await foreach (Document document in selected.AsAsyncEnumerable(run, cancellationToken))
            {
                selectedText.Add(document.Utf8Text.Span);
                string source = input.ControlField is { } field && document.TryGetValue(field, out AnnotationValue own) ? own.AsString() ?? "" : "";
                sources[source] = sources.GetValueOrDefault(source) + 1;
            }
            var overlap = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (Document document in evaluationDocuments) overlap[document.Id] = Math.Max(overlap.GetValueOrDefault(document.Id), selectedText.MatchedShare(document));
            double overlapBytes = evaluationDocuments.Sum(document => (double)selectedText.CountMatchedBytes(document.Utf8Text.Span)) / evaluation.Utf8Bytes;

            // 4. The same small model, trained on as many tokens of each selection.
            var options = new TrainingOptions { Tokens = tokens, Seed = seed, Threads = threads, CheckpointFolder = Path.Combine(run.Options.WorkDirectory, "models", name) };
            TrainingReport report = await new TorchSharpBackend().PretrainAsync(shards, DecoderOptions.Tiny, options, evaluation, progress.ForTraining(name), cancellationToken);
            progress.Trained(name, report);
            return new(method, seed, divergence.Documents, shards.TokenCount, divergence, overlap, overlapBytes, sources, report);
        }
        finally
        {
            trainers.Release();
        }
    }
}
