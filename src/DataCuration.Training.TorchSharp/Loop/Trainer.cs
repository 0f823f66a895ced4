using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Runs one training from its first step, or from its last checkpoint, to its end. Used by one thread.</summary>
internal sealed class Trainer : IDisposable
{
    // Only finalizers free the tensors that autograd keeps. Without a collection, memory grows by about one set of gradients per step.
    private const int StepsBetweenCollections = 20;

    private readonly TrainingRequest request;
    private readonly Device device;
    private readonly ParameterStore parameters;
    private readonly Decoder decoder;
    private readonly Decoder evaluated; // the same parameters in float32, as a loaded model is evaluated
    private readonly AdamW optimizer;
    private readonly BatchReader reader;
    private readonly CheckpointFolder? checkpoints;
    private readonly CheckpointManifest.Part[] identity;
    private readonly List<TrainingLoss> losses = [];
    private readonly List<TrainingEvaluation> evaluations = [];
    private readonly Stopwatch clock = new();
    private readonly long totalSteps;
    private readonly long[] inputs;
    private readonly long[] targets;
    private EvaluationResult? lastEvaluation;
    private string? modelFolder;
    private long resumedFrom;
    private long savedStep = -1;
    private long step;

    public Trainer(TrainingRequest request, Device device)
    {
        this.request = request;
        this.device = device;
        identity = request.Identify();
        totalSteps = request.Options.TotalSteps(request.Model);
        inputs = new long[request.Options.BatchRows * request.Model.ContextLength];
        targets = new long[inputs.Length];
        reader = new BatchReader(request.Tokens, request.Model, request.Options.Seed);
        parameters = new ParameterStore(new ParameterLayout(request.Model), device, withGradients: true);
        decoder = new Decoder(request.Model, parameters, request.Options.Precision == TrainingPrecision.BFloat16);
        evaluated = request.Options.Precision == TrainingPrecision.Float32 ? decoder : new Decoder(request.Model, parameters);
        optimizer = new AdamW(parameters, request.Options);
        if (request.Options.CheckpointFolder is { } folder) checkpoints = new CheckpointFolder(folder);
    }

    public TrainingReport Run(CancellationToken cancellationToken)
    {
        if (!TryResume()) parameters.Initialize(request.Options.Seed);
        try
        {
            MakeSteps(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Save(); // between steps and inside an evaluation alike
            throw;
        }
        Save();
        if (request.Evaluation is not null) Evaluate(cancellationToken);
        return MakeReport();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        if (evaluated != decoder) evaluated.Dispose();
        decoder.Dispose();
        parameters.Dispose();
    }

    private void MakeSteps(CancellationToken cancellationToken)
    {
        LearningRateSchedule schedule = request.Options.Schedule(request.Model);
        EvaluateIfDue(cancellationToken); // repeats an evaluation that was cancelled
        while (step < totalSteps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MakeStep(schedule.At(step));
            EvaluateIfDue(cancellationToken);
            if (IsDue(request.Options.CheckpointInterval)) Save();
        }
    }

    private void MakeStep(double learningRate)
    {
        clock.Start();
        using IDisposable scope = NewDisposeScope();
        TrainingOptions options = request.Options;
        Tensor loss = zeros(1, device: device);
        for (int batch = 0; batch < options.GradientAccumulation; batch++)
        {
            reader.Read((step * options.GradientAccumulation + batch) * options.BatchRows, inputs, targets);
            Tensor logits_NV = decoder.Logits(tensor(inputs, device: device), options.BatchRows);
            Tensor batchLoss = nn.functional.cross_entropy(logits_NV, tensor(targets, device: device)).div(options.GradientAccumulation);
            batchLoss.backward();
            using (no_grad()) loss.add_(batchLoss.detach());
        }
        Tensor norm = optimizer.Step(step + 1, learningRate);
        step++;
        if (IsDue(options.LossInterval) || step == totalSteps) RecordLoss(loss.item<float>(), learningRate, norm.item<float>());
        if (step % StepsBetweenCollections == 0) GC.Collect();
        clock.Stop();
    }

    private void RecordLoss(double loss, double learningRate, double gradientNorm)
    {
        if (!double.IsFinite(loss) || !double.IsFinite(gradientNorm)) throw Diverged($"the loss is {loss} and the gradient's norm {gradientNorm}");
        losses.Add(new() { Step = step, Loss = loss, LearningRate = learningRate, GradientNorm = gradientNorm });
        ReportProgress(null);
    }

    private InvalidOperationException Diverged(string what) => new(
        $"Training diverged: at step {step} {what}. Lower {nameof(TrainingOptions.PeakLearningRate)} ({request.Options.PeakLearningRate}) or lengthen "
            + $"{nameof(TrainingOptions.WarmupSteps)}.");

    private void EvaluateIfDue(CancellationToken cancellationToken)
    {
        if (step == 0 || step == totalSteps || !IsDue(request.Options.EvaluationInterval)) return;
        if (evaluations.Count == 0 || evaluations[^1].Step != step) Evaluate(cancellationToken);
    }

    private void Evaluate(CancellationToken cancellationToken)
    {
        if (request.Evaluation is null) return;
        lastEvaluation = Evaluator.Run(evaluated, request.Model, device, null, request.Evaluation, cancellationToken);
        if (!double.IsFinite(lastEvaluation.BitsPerByte)) throw Diverged($"the evaluation gives {lastEvaluation.BitsPerByte} bits per byte");
        evaluations.RemoveAll(evaluation => evaluation.Step == step); // a finished training was started again
        evaluations.Add(new(step, lastEvaluation.BitsPerByte, lastEvaluation.Perplexity));
        ReportProgress(evaluations[^1]);
    }

    private void ReportProgress(TrainingEvaluation? evaluation)
    {
        TrainingLoss? last = losses.LastOrDefault();
        request.Progress?.Report(new()
        {
            Step = step,
            TotalSteps = totalSteps,
            Loss = last?.Loss ?? double.NaN,
            LearningRate = last?.LearningRate ?? 0,
            TokensSeen = step * TokensPerStep,
            TokensPerSecond = TokensPerSecond,
            Evaluation = evaluation,
        });
    }

    private bool IsDue(long interval) => interval > 0 && step % interval == 0;

    /// <summary>The number of threads that this training asks torch for. What torch reports may be the number of another training.</summary>
    private int Threads => TorchThreads.Choose(request.Options.Threads, request.Model.ParameterCount);

    private bool TryResume()
    {
        if (request.Options.CheckpointFolder is not { } folder || FindOwn(folder) is not var (checkpoint, manifest)) return false;
        CheckpointFolder.ReadModel(checkpoint, manifest, parameters);
        CheckpointFolder.ReadOptimizer(checkpoint, manifest, parameters, optimizer);
        step = savedStep = resumedFrom = manifest.Step;
        losses.AddRange(manifest.Losses);
        evaluations.AddRange(manifest.Evaluations);
        modelFolder = checkpoint;
        return true;
    }

    /// <summary>Returns the newest checkpoint of this training; null if it has no checkpoint, and those of other trainings may be replaced.</summary>
    /// <exception cref="CheckpointException">There are only checkpoints of other trainings, and changed work is refused.</exception>
    private (string Checkpoint, CheckpointManifest Manifest)? FindOwn(string folder)
    {
        CheckpointException? other = null;
        foreach (string checkpoint in CheckpointFolder.FindAll(folder))
        {
            CheckpointManifest manifest = CheckpointFolder.ReadManifest(checkpoint);
            if (manifest.Identity.SequenceEqual(identity)) return (checkpoint, manifest);
            other ??= Mismatch(checkpoint, manifest);
        }
        // The checkpoints of the other training stay until this one has written its first.
        return other is null || request.Options.WhenChanged == WhenChanged.Remake ? null : throw other;
    }

    private CheckpointException Mismatch(string checkpoint, CheckpointManifest manifest)
    {
        const string Scope = "training.";
        IEnumerable<string> names = identity.Concat(manifest.Identity).Select(part => part.Name).Distinct(StringComparer.Ordinal);
        IEnumerable<string> differences =
            from name in names
            let before = Values(manifest.Identity, name)
            let now = Values(identity, name)
            where before != now
            select $"  option {(name.StartsWith(Scope, StringComparison.Ordinal) ? name[Scope.Length..] : name)}: {before} before, {now} now";
        return new($"'{checkpoint}' belongs to another training:{Environment.NewLine}{string.Join(Environment.NewLine, differences)}{Environment.NewLine}"
            + $"To train again, set {nameof(TrainingOptions)}.{nameof(TrainingOptions.WhenChanged)} to {nameof(WhenChanged)}.{nameof(WhenChanged.Remake)}. "
            + $"To keep the checkpoint, choose another {nameof(TrainingOptions.CheckpointFolder)}, or take the change back.");

        static string Values(IEnumerable<CheckpointManifest.Part> parts, string name)
        {
            string[] found = [.. parts.Where(part => part.Name == name).Select(part => part.Value)];
            return found.Length == 0 ? "not set" : string.Join(", ", found);
        }
    }

    private void Save()
    {
        if (checkpoints is null || savedStep == step) return;
        CheckFinite(); // losses are only checked every few steps, and the last checkpoint must remain usable
        modelFolder = checkpoints.Write(
            new(CheckpointManifest.CurrentVersion, step, request.Model, identity, request.Tokens.EncoderFingerprint, device.ToString(), Threads,
            new Dictionary<string, string>(StringComparer.Ordinal), losses, evaluations), parameters, optimizer);
        savedStep = step;
    }

    private void CheckFinite()
    {
        using IDisposable guard = no_grad();
        foreach (ParameterShape shape in parameters.Layout.Shapes)
        {
            using IDisposable scope = NewDisposeScope();
            foreach (Tensor flat in (ReadOnlySpan<Tensor>)[parameters.Values, optimizer.FirstMoment, optimizer.SecondMoment])
            {
                if (flat.narrow(0, shape.Offset, shape.Count).isfinite().all().item<bool>()) continue;
                throw Diverged($"'{shape.Name}' or its moments are not finite (checkpoints before it are kept)");
            }
        }
    }

    private long TokensPerStep => request.Options.TokensPerStep(request.Model);

    private double TokensPerSecond => clock.Elapsed > TimeSpan.Zero ? (step - resumedFrom) * TokensPerStep / clock.Elapsed.TotalSeconds : 0;

    private TrainingReport MakeReport() => new()
    {
        Steps = step,
        ResumedFrom = resumedFrom,
        TokensSeen = step * TokensPerStep,
        Epochs = reader.Epochs(step * TokensPerStep / request.Model.ContextLength),
        Sources = reader.Sources(step * TokensPerStep / request.Model.ContextLength),
        Seconds = clock.Elapsed.TotalSeconds,
        TokensPerSecond = TokensPerSecond,
        ParameterCount = parameters.Layout.Count,
        Device = device.ToString(),
        Threads = Threads,
        Losses = losses,
        Evaluations = evaluations,
        FinalEvaluation = lastEvaluation,
        ModelFolder = modelFolder,
    };
}
