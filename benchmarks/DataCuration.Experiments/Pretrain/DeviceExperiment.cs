using DataCuration.TestKit;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Pretrain;

/// <summary>Measures a model on a device: tokens per second, and whether a training that was stopped continues with the same losses.</summary>
internal sealed class DeviceExperiment(DeviceModel model, TrainingDevice device, int batchRows, bool recompute) : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private TokenShards? tokens;

    private TrainingOptions Options => new()
    {
        BatchRows = batchRows,
        Device = device,
        Precision = device == TrainingDevice.Cpu ? TrainingPrecision.Float32 : TrainingPrecision.BFloat16,
        PeakLearningRate = 3e-4,
        WarmupSteps = 5,
        RecomputeActivations = recompute,
        Seed = 1,
    };

    /// <summary>Measures the speed of steps after some that are not counted.</summary>
    /// <returns>The report, and the tokens per second of the counted steps.</returns>
    public async Task<(TrainingReport Report, double TokensPerSecond)> MeasureAsync(int warmup, int steps, CancellationToken cancellationToken)
    {
        // Reading the loss makes a GPU wait: only at the two ends of what is measured.
        var marks = new Dictionary<long, (long Time, long Tokens)>();
        var reporter = new Reporter(progress => marks[progress.Step] = (System.Diagnostics.Stopwatch.GetTimestamp(), progress.TokensSeen));
        TrainingReport report = await new TorchSharpBackend().PretrainAsync(Tokens, model.Options,
            Options with { Steps = warmup + steps, LossInterval = warmup }, null, reporter, cancellationToken).ConfigureAwait(false);
        (long start, long before) = marks[warmup];
        (long end, long after) = marks[warmup + steps];
        return (report, (after - before) / System.Diagnostics.Stopwatch.GetElapsedTime(start, end).TotalSeconds);
    }

    /// <summary>Trains with and without a stop in the middle.</summary>
    /// <returns>The largest difference of the losses after the stop.</returns>
    public async Task<double> CompareResumedAsync(int steps, CancellationToken cancellationToken)
    {
        TrainingOptions options = Options with { Steps = steps, LossInterval = 1, CheckpointFolder = folder.Combine("checkpoints") };
        TrainingReport whole = await TrainAsync(options with { CheckpointFolder = null }, null, cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await TrainAsync(options, new Reporter(progress =>
            {
                if (progress.Step == steps / 2) stop.Cancel();
            }), stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
        TrainingReport resumed = await TrainAsync(options, null, cancellationToken).ConfigureAwait(false);
        if (resumed.ResumedFrom != steps / 2) throw new InvalidOperationException($"The training resumed from step {resumed.ResumedFrom}, not {steps / 2}.");
        return whole.Losses.Zip(resumed.Losses, (one, other) => Math.Abs(one.Loss - other.Loss)).Max();
    }

    public void Dispose()
    {
        tokens?.Dispose();
        folder.Dispose();
    }

    private TokenShards Tokens => tokens ??= TokenShardFolder.Write(folder.Combine("tokens"),
        [.. Enumerable.Range(0, 400).Select(i => new Document($"d{i}", GeneratedTokens.TextOf(i, 2 * model.Options.ContextLength)))],
        new TokenShardSink(new GeneratedTokens(model.Options.VocabularySize)));

    private Task<TrainingReport> TrainAsync(TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        new TorchSharpBackend().PretrainAsync(Tokens, model.Options, options, null, progress, cancellationToken);

    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
