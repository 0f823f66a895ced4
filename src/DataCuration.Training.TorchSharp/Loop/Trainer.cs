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
    private readonly TrainedModel model;
    private readonly Decoder decoder;
    private readonly Decoder evaluated; // the same parameters in float32, as a loaded model is evaluated
    private readonly IOptimizer optimizer;
    private readonly BatchReader reader;
    private readonly GradientStep gradients;
    private readonly Teacher? teacher;
    private readonly SampleWriter? samples;
    private readonly CheckpointStore checkpoints;
    private readonly TrainingState state;
    private readonly Stopwatch clock = new();
    private readonly IReadOnlyList<string> warnings;
    private readonly long totalSteps;
    private readonly Dictionary<string, EvaluationResult> lastResults = new(StringComparer.Ordinal);
    private TrainingLog? log;
    private long resumedFrom;
    private long tokensBefore; // those of earlier processes

    public Trainer(TrainingRequest request, Device device)
    {
        this.request = request;
        this.device = device;
        totalSteps = request.Options.TotalSteps(request.Model);
        checkpoints = new CheckpointStore(request, device.ToString(), Threads);
        reader = new BatchReader(request.Tokens, request.Model, request.Options);
        warnings = [.. reader.Warnings(request.Options.TotalRows(request.Model)), .. InitialParameters.Warnings(request)];
        state = new TrainingState { SourceTokens = new long[request.Tokens.Parts.Count] };
        model = new TrainedModel(request.Model, request.Options, device);
        decoder = new Decoder(request.Model, model.Parameters, request.Options.Precision == TrainingPrecision.BFloat16, model.Adapter);
        evaluated = request.Options.Precision == TrainingPrecision.Float32 ? decoder
            : new Decoder(request.Model, model.Parameters, change: model.EvaluatedAdapter);
        optimizer = request.Options.Optimizer == OptimizerKind.Muon ? new Muon(model.Trained, request.Model, request.Options)
            : new AdamW(model.Trained, request.Options);
        if (request.Options.Distillation is not null) teacher = new Teacher(request, model, device);
        samples = request.SampleWriter;
        gradients = new GradientStep(decoder, reader, request.Options, device, model.Adapter, teacher);
    }

    public TrainingReport Run(CancellationToken cancellationToken)
    {
        if (checkpoints.TryResume(model, optimizer) is { } manifest) Restore(manifest);
        else InitialParameters.Set(model, request);
        if (request.Options.LogFolder is { } folder) log = new TrainingLog(folder, state.Step, state.Evaluations);
        if (state.Step == 0)
            foreach (string warning in warnings) log?.WriteWarning(0, warning);
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
        log?.Dispose();
        gradients.Dispose();
        teacher?.Dispose();
        optimizer.Dispose();
        if (evaluated != decoder) evaluated.Dispose();
        decoder.Dispose();
        model.Dispose();
    }

    private void MakeSteps(CancellationToken cancellationToken)
    {
        LearningRateSchedule schedule = request.Options.Schedule(request.Model);
        EvaluateIfDue(cancellationToken); // repeats an evaluation that was cancelled
        while (state.Step < totalSteps && !IsExhausted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MakeStep(schedule.At(state.Step));
            EvaluateIfDue(cancellationToken);
            if (IsDue(request.Options.CheckpointInterval) || state.Step == checkpoints.DecayStart) Save();
        }
    }

    private void MakeStep(double learningRate)
    {
        clock.Start();
        using IDisposable scope = NewDisposeScope();
        Tensor loss = gradients.Run(state.Step, state.SourceTokens);
        if (device.type == DeviceType.CPU) CheckNumbers();
        Tensor norm = optimizer.Step(state.Step + 1, learningRate);
        gradients.AddNorm(state.Step + 1, norm);
        state.Step++;
        bool isRecorded = IsDue(request.Options.LossInterval) || state.Step == totalSteps;
        if (isRecorded || device.type == DeviceType.CPU) CheckNumbers();
        if (isRecorded) RecordLoss(loss.item<float>(), learningRate, norm.item<float>());
        if (state.Step % StepsBetweenCollections == 0) GC.Collect();
        clock.Stop();
    }

    private void CheckNumbers()
    {
        if (gradients.Check() is var (step, problem)) throw Diverged(step, problem);
    }

    private void RecordLoss(double loss, double learningRate, double gradientNorm)
    {
        state.Losses.Add(new() { Step = state.Step, Loss = loss, LearningRate = learningRate, GradientNorm = gradientNorm });
        log?.Write(state.Losses[^1], TokensSeen, TokensPerSecond);
        ReportProgress(null);
    }

    private InvalidOperationException Diverged(long step, string problem) => new(
        $"Training diverged: at step {step} {problem}. Lower {nameof(TrainingOptions.PeakLearningRate)} ({request.Options.PeakLearningRate}) or lengthen "
            + $"{nameof(TrainingOptions.WarmupSteps)}.");

    private void EvaluateIfDue(CancellationToken cancellationToken)
    {
        if (state.Step == 0 || state.Step == totalSteps || !IsDue(request.Options.EvaluationInterval)) return;
        if (state.Evaluations.Count == 0 || state.Evaluations[^1].Step != state.Step) Evaluate(cancellationToken);
        if (request.Options.Patience > 0 && BestStep == state.Step) Save();
    }

    private void Evaluate(CancellationToken cancellationToken)
    {
        if (request.Evaluation is null) return;
        var made = new List<TrainingEvaluation>();
        foreach ((string name, EvaluationSet set) in request.Evaluation.Sets)
        {
            EvaluationResult result = Evaluator.Run(evaluated, request.Model, device, null, set, cancellationToken);
            if (!double.IsFinite(result.BitsPerByte)) throw Diverged(state.Step, $"the evaluation '{name}' gives {result.BitsPerByte} bits per byte");
            lastResults[name] = result;
            made.Add(new(state.Step, result.BitsPerByte, result.Perplexity) { Set = name });
        }
        // A training that ended early, or a finished one that was started again, repeats its last evaluation.
        bool isRepeated = state.Evaluations.Any(evaluation => evaluation.Step == state.Step);
        IReadOnlyList<TrainingSample> texts = isRepeated || samples is null ? [] : samples.Run(evaluated, device, state.Step, cancellationToken);
        state.Evaluations.RemoveAll(evaluation => evaluation.Step == state.Step);
        state.Evaluations.AddRange(made);
        foreach (TrainingEvaluation evaluation in made)
        {
            if (!isRepeated) log?.Write(evaluation);
            ReportProgress(evaluation);
        }
        samples?.Write(texts, log);
    }

    private void ReportProgress(TrainingEvaluation? evaluation)
    {
        TrainingLoss? last = state.Losses.LastOrDefault();
        long steps = state.Step - resumedFrom;
        request.Progress?.Report(new()
        {
            Step = state.Step,
            TotalSteps = totalSteps,
            Loss = last?.Loss ?? double.NaN,
            LearningRate = last?.LearningRate ?? 0,
            TokensSeen = TokensSeen,
            TokensPerSecond = TokensPerSecond,
            Evaluation = evaluation,
            TimeLeft = steps > 0 ? clock.Elapsed * ((double)(totalSteps - state.Step) / steps) : null,
        });
    }

    private bool IsDue(long interval) => interval > 0 && state.Step % interval == 0;

    /// <summary>The number of threads that this training asks torch for. What torch reports may be the number of another training.</summary>
    private int Threads => TorchThreads.Choose(request.Options.Threads, request.Model.ParameterCount);

    private long? BestStep => request.Options.Patience > 0 && request.Evaluation is { } sets ? state.BestStep(sets.Sets[0].Name) : null;

    private bool IsExhausted =>
        request.Options.Patience > 0 && request.Evaluation is { } sets && state.IsExhausted(sets.Sets[0].Name, request.Options.Patience);

    private void Restore(CheckpointManifest manifest)
    {
        state.Step = resumedFrom = manifest.Step;
        state.Losses.AddRange(manifest.Losses);
        state.Evaluations.AddRange(manifest.Evaluations);
        long[] tokens = [.. manifest.SourceTokens ?? reader.CountTokens(RowsRead)];
        tokens.CopyTo(state.SourceTokens, 0);
        tokensBefore = TokensSeen;
    }

    private void Save()
    {
        if (!checkpoints.NeedsSave(state.Step)) return;
        CheckNumbers();
        CheckFinite(); // losses are only checked every few steps on a GPU, and the last checkpoint must remain usable
        checkpoints.Save(state, BestStep, model, optimizer);
    }

    private void CheckFinite()
    {
        using IDisposable guard = no_grad();
        foreach (ParameterShape shape in model.Trained.Layout.Shapes)
        {
            using IDisposable scope = NewDisposeScope();
            foreach (Tensor flat in (ReadOnlySpan<Tensor>)[model.Trained.Values, optimizer.FirstMoment, optimizer.SecondMoment])
            {
                if (flat.narrow(0, shape.Offset, shape.Count).isfinite().all().item<bool>()) continue;
                throw Diverged(state.Step, $"'{shape.Name}' or its moments are not finite (checkpoints before it are kept)");
            }
        }
    }

    private long RowsRead => state.Step * request.Options.BatchRows * request.Options.GradientAccumulation;

    private long TokensSeen => state.SourceTokens.Sum();

    private double TokensPerSecond => clock.Elapsed > TimeSpan.Zero ? (TokensSeen - tokensBefore) / clock.Elapsed.TotalSeconds : 0;

    private TrainingReport MakeReport() => new()
    {
        Steps = state.Step,
        ResumedFrom = resumedFrom,
        TokensSeen = TokensSeen,
        Epochs = reader.Epochs(RowsRead),
        Sources = reader.Sources(RowsRead, state.SourceTokens),
        Seconds = clock.Elapsed.TotalSeconds,
        TokensPerSecond = TokensPerSecond,
        ParameterCount = model.Parameters.Layout.Count,
        TrainedParameterCount = model.Trained.Layout.Count,
        Device = device.ToString(),
        Threads = Threads,
        Losses = state.Losses,
        Evaluations = state.Evaluations,
        FinalEvaluation = request.Evaluation is { } sets ? lastResults.GetValueOrDefault(sets.Sets[0].Name) : null,
        FinalEvaluations = lastResults,
        StoppedEarly = state.Step < totalSteps,
        ModelFolder = checkpoints.ModelFolder,
        BestModelFolder = checkpoints.Find(BestStep),
        Warnings = warnings,
    };
}
