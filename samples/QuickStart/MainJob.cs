using System.Globalization;
using DataCuration;
using DataCuration.Selection;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace QuickStart;

/// <summary>Selects documents from the pool, writes the selections as token shards, and trains a small model on each.</summary>
internal sealed class MainJob(Input input, CurationRun run, TorchSharpBackend backend, ConsoleProgress progress, long tokens, int threads) : IDisposable
{
    private readonly ByteTokenEncoder encoder = ByteTokenEncoder.Instance;
    private readonly SemaphoreSlim trainers = new(threads == 0 ? 1 : Math.Max(1, Environment.ProcessorCount / threads));

    /// <summary>The number of pool documents that were removed because they repeat evaluation text.</summary>
    public long TakenOut { get; private set; }

    /// <summary>Runs the methods with each seed.</summary>
    public async Task<IReadOnlyList<Outcome>> RunAsync(IReadOnlyList<Method> methods, IReadOnlyList<ulong> seeds, CancellationToken cancellationToken)
    {
        await input.RequireDocumentsAsync(run, cancellationToken);

        // 1. Remove evaluation text from the pool: documents of which more than 20 % lies inside 50-byte matches.
        Corpus evaluationCorpus = await input.Evaluation.WriteJsonlAsync("evaluation", run, cancellationToken: cancellationToken);
        List<Document> evaluationDocuments = await evaluationCorpus.AsAsyncEnumerable(run, cancellationToken).ToListAsync(cancellationToken);
        var evaluationText = new VerbatimIndex();
        foreach (Document document in evaluationDocuments) evaluationText.Add(document.Utf8Text.Span);
        Corpus pool = await input.Pool.Pipe(new VerbatimOverlapFilter(evaluationText)).WriteJsonlAsync("pool", run, cancellationToken: cancellationToken);
        TakenOut = run.Reports[^1].Dropped;
        Corpus control = methods.Any(method => method.IsControl) ? await WithoutControlAreaAsync(pool, cancellationToken) : pool;

        // 2. Every method selects the same number of tokens (of the byte encoder: one per byte) with each seed, and a model is trained on each selection.
        var trainings = new List<Task<Outcome>>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await SelectAsync(methods, seeds, pool, control, evaluationDocuments, trainings, stop.Token);
            return await Task.WhenAll(trainings);
        }
        catch
        {
            // Trainings read files that are closed at the end: they have to end first.
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(trainings)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => trainers.Dispose();

    /// <summary>Selects by every method with every seed, and starts a training on each selection.</summary>
    private async Task SelectAsync(IReadOnlyList<Method> methods, IReadOnlyList<ulong> seeds, Corpus pool, Corpus control,
        List<Document> evaluationDocuments, List<Task<Outcome>> trainings, CancellationToken cancellationToken)
    {
        var modelFit = new DsirModelFit(input.Target);
        DsirModel model = await pool.FitAsync(modelFit, run, cancellationToken);
        var evaluation = EvaluationSet.FromDocuments(evaluationDocuments, encoder);
        foreach (ulong seed in seeds)
        {
            foreach (Method method in methods)
            {
                KeepList chosen = await (method.IsControl ? control
                    : pool).FitAsync(method.Create(modelFit, SelectionSize.Utf8Bytes(tokens), seed), run, cancellationToken);
                SelectionReport report = SelectionReport.Load(chosen);
                if (report.Shortfall > 0)
                    progress.WriteLine($"{method.Name}, seed {seed}: the pool has only {report.Selected:N0} of the {report.Quota:N0} requested tokens; all "
                        + $"{report.SelectedDocuments:N0} documents that are long enough are selected.");
                Selection selection = await DescribeAsync($"{method.Name}-{seed}", method, seed, model, pool.Keep(chosen),
                    evaluationDocuments, cancellationToken);
                trainings.Add(TrainAsync(selection, evaluation, cancellationToken));
            }
        }
    }

    private async Task<Corpus> WithoutControlAreaAsync(Corpus pool, CancellationToken cancellationToken)
    {
        (string field, string value) = (input.ControlField!, input.ControlValue!);
        bool IsOwnArea(Document document) => document.TryGetValue(field, out AnnotationValue own) && own.AsString() == value;
        if (!await pool.AsAsyncEnumerable(run, cancellationToken).AnyAsync(IsOwnArea, cancellationToken))
            throw new ArgumentException($"--control {field}={value}: no document of the pool has this value, so there is nothing to take out.");
        return pool.Where(document => !IsOwnArea(document), version: $"{field} != {value}");
    }

    /// <summary>Writes the selection as token shards and describes it.</summary>
    private async Task<Selection> DescribeAsync(
        string name, Method method, ulong seed, DsirModel model, Corpus selected, List<Document> evaluationDocuments, CancellationToken cancellationToken)
    {
        TokenShards shards = await selected.WriteTokenShardsAsync($"tokens/{name}", encoder, run, cancellationToken);
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
        long matched = 0, total = 0;
        foreach (Document document in evaluationDocuments)
        {
            long bytes = selectedText.CountMatchedBytes(document.Utf8Text.Span);
            matched += bytes;
            total += document.Utf8Text.Length;
            overlap[document.Id] = Math.Max(overlap.GetValueOrDefault(document.Id), (double)bytes / Math.Max(1, document.Utf8Text.Length));
        }
        return new(name, method, seed, shards, divergence, overlap, (double)matched / total, sources);
    }

    /// <summary>
    /// Trains the same small model on the same number of tokens of each selection. The processors, divided by the threads of a training, limit the
    /// parallel trainings.
    /// </summary>
    private async Task<Outcome> TrainAsync(Selection selection, EvaluationSet evaluation, CancellationToken cancellationToken)
    {
        using TokenShards shards = selection.Shards;
        await trainers.WaitAsync(cancellationToken);
        try
        {
            var options = new TrainingOptions
            {
                Tokens = tokens,
                Seed = selection.Seed,
                Threads = threads,
                WhenChanged = WhenChanged.Remake, // another --count trains anew
                CheckpointFolder = Path.Combine(run.Options.WorkDirectory, "models", selection.Name),
            };
            IProgress<TrainingProgress> shown = progress.For<TrainingProgress>(selection.Name, value => value.Step >= value.TotalSteps ? "evaluation"
                : string.Create(CultureInfo.InvariantCulture, $"{value.Step}/{value.TotalSteps}, loss {value.Loss:F3}, {value.TokensPerSecond:N0} tokens/s"));
            TrainingReport report = await backend.PretrainAsync(shards, DecoderOptions.Tiny, options, evaluation, shown, cancellationToken);
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{selection.Name}: {report.FinalEvaluation!.BitsPerByte:F3} bits/byte on held-out "
                + $"text, trained on {report.TokensSeen:N0} tokens in {report.Seconds:F0} s"));
            return new(selection, shards.TokenCount, report);
        }
        finally
        {
            progress.End(selection.Name);
            trainers.Release();
        }
    }
}
