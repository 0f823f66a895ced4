using System.Globalization;
using DataCuration;
using DataCuration.Selection;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace ContinuePretraining;

/// <summary>From a saved model of general text to one that knows a domain and has not forgotten what it knew.</summary>
internal sealed class Job(Settings settings, CurationRun run, TorchSharpBackend backend, ConsoleProgress progress)
{
    private const string OnDomain = "domain", OnGeneral = "general";

    /// <summary>Small enough to train in seconds. A real run starts from a pretrained model.</summary>
    private static readonly DecoderOptions Model = DecoderOptions.Tiny with { Layers = 2, Width = 64, Heads = 2, KeyValueHeads = 2, FeedForwardWidth = 176 };

    private readonly ByteTokenEncoder encoder = ByteTokenEncoder.Instance;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Texts texts = Texts.Read(cancellationToken);
        EvaluationSet domain = EvaluationSet.FromDocuments(texts.HeldOutDomain, encoder);
        EvaluationSet general = EvaluationSet.FromDocuments(texts.HeldOutGeneral, encoder);

        // 1. The model to continue from, in a folder as Hugging Face stores it. In a real run it is there already.
        using TokenShards generalTokens = await texts.General.WriteTokenShardsAsync("tokens/general", encoder, run, cancellationToken);
        string baseModel = await TrainBaseAsync(generalTokens, cancellationToken);
        EvaluationResult domainBefore, generalBefore;
        using (TorchSharpModel before = TorchSharpModel.LoadHuggingFace(baseModel))
            (domainBefore, generalBefore) = (before.Evaluate(domain, cancellationToken), before.Evaluate(general, cancellationToken));

        // 2. The documents of the pool that look like the domain (DSIR).
        var fit = new DsirModelFit(texts.Target);
        var selection = new DsirSelection(fit) { Size = SelectionSize.Utf8Bytes(settings.Tokens), Seed = 1 };
        KeepList chosen = await texts.Pool.FitAsync(selection, run, cancellationToken);
        using TokenShards selected = await texts.Pool.Keep(chosen).WriteTokenShardsAsync("tokens/selected", encoder, run, cancellationToken);

        // 3. The same model continues on the selection alone, and on the selection with replayed general text. The learning rate is lower than the first one.
        var experiment = new SelectionExperiment(backend)
        {
            Folder = Path.Combine(run.Options.WorkDirectory, "continued"),
            Model = Model,
            Training = new() { Tokens = settings.Tokens, InitialModel = baseModel, PeakLearningRate = 1e-3, WarmupSteps = 10, Threads = 1 },
            Seeds = [1],
            ParallelRuns = Math.Min(2, Environment.ProcessorCount),
            WhenChanged = WhenChanged.Remake,
        };
        SelectionExperimentReport report = await experiment.RunAsync(
            [new("selection", selected), new("with-replay", TokenMixture.WithReplay(selected, generalTokens, settings.Replay))],
            new EvaluationSets((OnDomain, domain), (OnGeneral, general)), new Shown(progress), cancellationToken);

        // 4. What was won, what was forgotten, and the model in a folder that other programs read.
        Print("bits/byte on held-out text     domain   change                      general   change");
        Print(Format($"{"before",-28} {domainBefore.BitsPerByte,8:F3} {"",26} {generalBefore.BitsPerByte,8:F3}"));
        foreach (ExperimentRun made in report.Runs)
            Print(Format($"{made.Selection,-28} {Change(made.Evaluations[OnDomain], domainBefore)} {Change(made.Evaluations[OnGeneral], generalBefore)}"));
        string folder = Path.Combine(run.Options.WorkDirectory, "model");
        using (TorchSharpModel continued = TorchSharpModel.Load(report.Runs[^1].ModelFolder!)) continued.SaveHuggingFace(folder);
        Print(Format($"The model with {settings.Replay:P0} replay is in '{folder}'."));
    }

    private async Task<string> TrainBaseAsync(TokenShards tokens, CancellationToken cancellationToken)
    {
        var options = new TrainingOptions
        {
            Tokens = settings.BaseTokens,
            CheckpointFolder = Path.Combine(run.Options.WorkDirectory, "base-training"),
            WhenChanged = WhenChanged.Remake,
        };
        IProgress<TrainingProgress> shown = progress.For<TrainingProgress>("base", step => step.ToString());
        TrainingReport report = await backend.PretrainAsync(tokens, Model, options, null, shown, cancellationToken);
        progress.End("base");
        string folder = Path.Combine(run.Options.WorkDirectory, "base");
        using TorchSharpModel model = TorchSharpModel.Load(report.ModelFolder!);
        model.SaveHuggingFace(folder);
        Print(Format($"base: {report.ParameterCount:N0} parameters trained on {report.TokensSeen:N0} tokens of general text, saved in '{folder}'"));
        return folder;
    }

    private static string Change(EvaluationResult after, EvaluationResult before)
    {
        BitsPerByteDifference difference = PairedBootstrap.Compare(after, before);
        string change = Format($"{difference.Mean:+0.000;-0.000} [{difference.Low:+0.000;-0.000}, {difference.High:+0.000;-0.000}]");
        return Format($"{after.BitsPerByte,8:F3} {change,-26}");
    }

    private void Print(string line) => progress.WriteLine(line);

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Shows a line for each training, and its result.</summary>
    private sealed class Shown(ConsoleProgress console) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value)
        {
            if (value.Training is { } step) console.For<string>(value.Run, text => text).Report(step.ToString());
            if (value.Result is not null) console.End(value.Run);
        }
    }
}
