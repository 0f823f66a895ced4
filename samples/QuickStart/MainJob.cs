using System.Globalization;
using DataCuration;
using DataCuration.Selection;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace QuickStart;

/// <summary>Selects documents from the pool, writes the selections as token shards, and trains a small model on each.</summary>
internal sealed class MainJob(Input input, CurationRun run, TorchSharpBackend backend, ConsoleProgress progress, long tokens, int threads)
{
    private readonly ByteTokenEncoder encoder = ByteTokenEncoder.Instance;
    private readonly Dictionary<string, Selection> selections = new(StringComparer.Ordinal);

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

        // 2. Every method selects the same number of tokens (of the byte encoder: one per byte) with each seed, and the same small model is trained on the
        // same number of tokens of each selection. While models train, the next selections are made.
        var modelFit = new DsirModelFit(input.Target);
        DsirModel model = await pool.FitAsync(modelFit, run, cancellationToken);
        var experiment = new SelectionExperiment(backend)
        {
            Folder = Path.Combine(run.Options.WorkDirectory, "models"),
            Model = DecoderOptions.Tiny,
            Training = new() { Tokens = tokens, Threads = threads },
            Seeds = seeds,
            MaxPasses = double.MaxValue, // a small pool is read again and again; the shortfall is printed
            ParallelRuns = threads == 0 ? 1 : Math.Max(1, Environment.ProcessorCount / threads),
            WhenChanged = WhenChanged.Remake, // another --count trains anew
        };
        SelectionExperimentReport report = await experiment.RunAsync([.. methods.Select(method => new ExperimentSelection(method.Name, async (seed, stop) =>
        {
            KeepList chosen = await (method.IsControl ? control : pool).FitAsync(
                method.Create(modelFit, SelectionSize.Utf8Bytes(tokens), seed), run, stop);
            (Selection selection, TokenShards shards) = await DescribeAsync(method, seed, model, pool.Keep(chosen), evaluationDocuments, stop);
            selections[$"{method.Name}-{seed}"] = selection;
            WarnOfShortfall(method, seed, SelectionReport.Load(chosen));
            return shards;
        }))], EvaluationSet.FromDocuments(evaluationDocuments, encoder), new Shown(progress), cancellationToken);
        return [.. seeds.SelectMany(seed => report.Runs.Where(made => made.Seed == seed)).Select(made => new Outcome(selections[made.Name], made))];
    }

    private void WarnOfShortfall(Method method, ulong seed, SelectionReport report)
    {
        if (report.Shortfall > 0)
            progress.WriteLine($"{method.Name}, seed {seed}: the pool has only {report.Selected:N0} of the {report.Quota:N0} requested tokens; all "
                + $"{report.SelectedDocuments:N0} documents that are long enough are selected.");
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
    private async Task<(Selection Selection, TokenShards Shards)> DescribeAsync(
        Method method, ulong seed, DsirModel model, Corpus selected, List<Document> evaluationDocuments, CancellationToken cancellationToken)
    {
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
        TokenShards shards = await selected.WriteTokenShardsAsync($"tokens/{method.Name}-{seed}", encoder, run, cancellationToken);
        return (new(method, seed, divergence, overlap, (double)matched / total, sources), shards);
    }

    /// <summary>Shows the trainings: a line for each while it works, and one that stays for its result.</summary>
    private sealed class Shown(ConsoleProgress console) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value)
        {
            if (value.Training is { } step)
            {
                console.For<string>(value.Run, text => text).Report(step.Step >= step.TotalSteps ? "evaluation" : string.Create(CultureInfo.InvariantCulture,
                    $"{step.Step}/{step.TotalSteps}, loss {step.Loss:F3}, {step.TokensPerSecond:N0} tokens/s"));
            }
            if (value.Result is not { } made) return;
            console.End(value.Run);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Run}: {made.Evaluations[EvaluationSets.SingleName].BitsPerByte:F3} "
                + $"bits/byte on held-out text, trained on {made.TokensSeen:N0} tokens in {made.Seconds:F0} s"));
        }
    }
}
