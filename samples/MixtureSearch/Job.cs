using System.Globalization;
using DataCuration;
using DataCuration.Mixing;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;
using ScottPlot;

namespace MixtureSearch;

/// <summary>From sources and a target to a plan: a search with small trainings, a law of the loss against the share, a plot, and a comparison.</summary>
internal sealed class Job(Settings settings, CurationRun run, TorchSharpBackend backend, ConsoleProgress progress)
{
    private const string OnTarget = "target", OnGeneral = "general", Uniform = "uniform", Proportional = "size-proportional", Found = "found", Planned = "plan";
    private const int HeldOutBytes = 12_000;

    /// <summary>Small enough to train in a second. A real search takes models that can learn the benchmark that counts.</summary>
    private static readonly DecoderOptions Model = DecoderOptions.Tiny with
    {
        Layers = 1,
        Width = 48,
        Heads = 2,
        KeyValueHeads = 2,
        FeedForwardWidth = 128,
        ContextLength = 64,
    };

    private readonly ByteTokenEncoder encoder = ByteTokenEncoder.Instance;
    private readonly Dictionary<string, TokenShards> shards = new(StringComparer.Ordinal);

    private TrainingOptions Training => new() { Tokens = settings.TrainingTokens, WarmupSteps = 10, Threads = 1, WhenChanged = WhenChanged.Remake };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // 1. The token shards of each source, and held-out texts of the target and of general text.
            foreach (SourceGrammar source in InventedCorpus.Sources)
                shards[source.Name] = await InventedCorpus.Read(source).WriteTokenShardsAsync($"tokens/{source.Name}", encoder, run, cancellationToken);
            MixtureSource[] sources = [.. shards.Select(one => new MixtureSource(one.Key, one.Value.TokenCount))];
            EvaluationSet heldOut = EvaluationSet.FromDocuments(InventedCorpus.HeldOutTarget(HeldOutBytes), encoder);
            var evaluation = new EvaluationSets((OnTarget, heldOut),
                (OnGeneral, EvaluationSet.FromDocuments(InventedCorpus.HeldOutGeneral(HeldOutBytes), encoder)));

            // 2. The mixture that is best for the target (CLIMB).
            MixtureWeights found = await SearchAsync(sources, heldOut, cancellationToken);

            // 3. The losses of this mixture at several shares beside general text, and of two mixtures to compare with.
            var mixtures = new List<(string Name, MixtureWeights Weights)>
            {
                (Uniform, MixtureWeights.Normalize(found.Names, [.. found.Names.Select(_ => 1.0)])),
                (Proportional, MixtureWeights.FromTokens(sources)),
            };
            mixtures.AddRange(settings.Shares.Select(share => (NameOf(share), BesideGeneral(found, share))));
            IReadOnlyList<ExperimentRun> runs = await TrainAsync(mixtures, evaluation, cancellationToken);
            (double Share, double Loss)[] target = Losses(runs, OnTarget), general = Losses(runs, OnGeneral);

            // 4. The law, and the largest share that is no worse on general text than the size-proportional mixture (the critical mixture ratio).
            LawFit law = Fit(target.Where(point => point.Share > 0), cancellationToken);
            LawFit generalLaw = Fit(general.Where(point => point.Share < 1).Select(point => (1 - point.Share, point.Loss)), cancellationToken);
            law.Save(InFolder("law.json"));
            double limit = LossOf(runs, Proportional, OnGeneral);
            var increase = new MeasuredCurve(general.Select(point => new CurvePoint(point.Share, point.Loss - limit)));
            double chosen = CriticalMixtureRatio.Find(increase, settings.Tolerance)
                ?? throw new InvalidOperationException("No share keeps to the tolerance. Raise --tolerance.");
            MixtureWeights planned = BesideGeneral(found, chosen);
            var plan = MixturePlan.FromWeights(planned);
            plan.Save(InFolder("plan.json"));

            // 5. The plot, the training that carries out the plan, and the table.
            using var plot = new LossPlot("Loss against share");
            plot.Add(OnTarget, Colors.C0, target, share => law.Predict(("R", share)), target.First(point => point.Share > 0).Share, 1);
            plot.Add(OnGeneral, Colors.C1, general, share => generalLaw.Predict(("R", 1 - share)), 0, general.Last(point => point.Share < 1).Share);
            plot.Mark(chosen, Format($"plan: {chosen:P0}"));
            plot.Save(InFolder("loss"));
            runs = await TrainAsync([.. mixtures, (Planned, planned)], evaluation, cancellationToken);
            PrintTable([.. mixtures.Take(2), (Found, found), (Planned, planned)], runs);
            LawInterval predicted = law.Predict(("R", chosen));
            Print(Format($"The law says {predicted.Value:F3} ({predicted.Low:F3} to {predicted.High:F3}) for the plan's share of {chosen:P1}."));
            Print(Format($"'{run.Options.WorkDirectory}' has plan.json, law.json, loss.png, loss.svg and search.md."));
        }
        finally
        {
            foreach (TokenShards one in shards.Values) one.Dispose();
        }
    }

    private async Task<MixtureWeights> SearchAsync(MixtureSource[] sources, EvaluationSet target, CancellationToken cancellationToken)
    {
        var search = new ClimbSearch(sources, new TrainingMixtureEvaluator(backend, shards, target) { Model = Model, Training = Training })
        {
            // Few sources and a smooth score: this regression needs fewer trainings than trees do.
            Options = MixtureSearchOptions.Climb with { Iterations = settings.Iterations, Regression = new QuadraticRidgeRegression(), Candidates = 5_000 },
            ParallelEvaluations = Math.Min(2, Environment.ProcessorCount),
            JournalFile = InFolder("search.jsonl"),
        };
        IProgress<MixtureSearchProgress> shown = progress.For<MixtureSearchProgress>("search", one => one.ToString());
        MixtureSearchReport report;
        try
        {
            report = await search.RunAsync(shown, cancellationToken);
        }
        catch (ResumeMismatchException)
        {
            File.Delete(InFolder("search.jsonl")); // another number of tokens: the scores of the old journal are of other trainings
            report = await search.RunAsync(shown, cancellationToken);
        }
        progress.End("search");
        await File.WriteAllTextAsync(InFolder("search.md"), report.ToMarkdown(), cancellationToken);
        Print(Format($"search: {report.Evaluations.Count} mixtures, the best measured one has {-report.BestMeasured.Score:F3} bits per byte on the target"));
        Print(Format($"found: {report.Result}, predicted {-report.PredictedScore:F3}"));
        return report.Result;
    }

    private async Task<IReadOnlyList<ExperimentRun>> TrainAsync(IReadOnlyList<(string Name, MixtureWeights Weights)> mixtures, EvaluationSets evaluation,
        CancellationToken cancellationToken)
    {
        var experiment = new SelectionExperiment(backend)
        {
            Folder = InFolder("trainings"),
            Model = Model,
            Training = Training,
            Seeds = [1],
            ParallelRuns = Math.Min(2, Environment.ProcessorCount),
            WhenChanged = WhenChanged.Remake,
        };
        SelectionExperimentReport report = await experiment.RunAsync(
            [.. mixtures.Select(one => new ExperimentSelection(one.Name, MixturePlan.FromWeights(one.Weights).ToMixture(shards)))],
            evaluation, new Shown(progress), cancellationToken);
        return report.Runs;
    }

    /// <summary>Fits the law of the loss against a share (CMR).</summary>
    private static LawFit Fit(IEnumerable<(double Share, double Loss)> points, CancellationToken cancellationToken) => new LawFitter { Seed = 1 }.Fit(
        ScalingLaws.LossAgainstRatio, points.Select(point => LawPoint.Create(NameOf(point.Share), point.Loss, ("R", point.Share))), cancellationToken);

    /// <summary>Returns the mixture with a share of the found one, and general text for the rest.</summary>
    private static MixtureWeights BesideGeneral(MixtureWeights found, double share) => MixtureWeights.Normalize(found.Names,
        [.. found.Names.Select(name => (share * found[name]) + (name == InventedCorpus.General ? 1 - share : 0))]);

    private (double Share, double Loss)[] Losses(IReadOnlyList<ExperimentRun> runs, string set) =>
        [.. settings.Shares.Select(share => (share, LossOf(runs, NameOf(share), set)))];

    private static double LossOf(IReadOnlyList<ExperimentRun> runs, string mixture, string set) =>
        runs.Single(one => one.Selection == (mixture == Found ? NameOf(1) : mixture)).Evaluations[set].BitsPerByte;

    private void PrintTable(IReadOnlyList<(string Name, MixtureWeights Weights)> mixtures, IReadOnlyList<ExperimentRun> runs)
    {
        Print("");
        Print($"{"mixture",-20}{string.Concat(shards.Keys.Select(name => $"{name,10}"))}{"bits/byte: target",20}{"general",10}");
        foreach ((string name, MixtureWeights weights) in mixtures)
            Print(Format($"{name,-20}{string.Concat(shards.Keys.Select(source => Format($"{weights[source],10:P1}")))}")
                + Format($"{LossOf(runs, name, OnTarget),20:F3}{LossOf(runs, name, OnGeneral),10:F3}"));
        Print("");
    }

    private static string NameOf(double share) => Format($"share-{share:0.###}");

    private string InFolder(string name) => Path.Combine(run.Options.WorkDirectory, name);

    private void Print(string line) => progress.WriteLine(line);

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Shows a line for each training, and removes it at the end.</summary>
    private sealed class Shown(ConsoleProgress console) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value)
        {
            if (value.Training is { } step) console.For<string>(value.Run, text => text).Report(step.ToString());
            if (value.Result is not null) console.End(value.Run);
        }
    }
}
