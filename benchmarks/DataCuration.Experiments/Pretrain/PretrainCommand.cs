using System.CommandLine;
using System.Globalization;
using DataCuration.TestKit;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Pretrain;

/// <summary>The <c>pretrain</c> command: speed against a plain loop, memory over many steps, and a training that can be stopped or killed.</summary>
internal static class PretrainCommand
{
    public static Command Create() => new("pretrain", "Measures the training backend, or trains a small model on token shards.")
    {
        CreateSpeed(),
        CreateMemory(),
        CreateRun(),
        CompareCommand.Create(),
        DeviceCommand.Create(),
        AgainstNGramsCommand.Create(),
    };

    private static Command CreateSpeed()
    {
        var rounds = new Option<int>("--rounds") { Description = "The number of turns.", DefaultValueFactory = _ => 5 };
        var steps = new Option<int>("--steps") { Description = "The number of steps of a turn.", DefaultValueFactory = _ => 4 };
        var threads = new Option<int>("--threads") { Description = "The number of threads; 0 for one per processor.", DefaultValueFactory = _ => 0 };
        var command = new Command("speed", "Trains 10.8 million parameters with the backend and with a plain loop of TorchSharp's modules, in turns: on full "
            + "rows, and on documents of varying length, which the plain loop pads.") { rounds, steps, threads };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            foreach (bool isPacked in (bool[])[false, true])
            {
                using var experiment = new SpeedExperiment(isPacked, parsed.GetValue(threads));
                IReadOnlyList<(double Own, double Plain)> results =
                    await experiment.RunAsync(parsed.GetValue(rounds), parsed.GetValue(steps), cancellationToken).ConfigureAwait(false);
                double[] ratios = [.. results.Select(result => result.Own / result.Plain).Order()];
                (double mean, int shortest, int longest) = experiment.Lengths;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(isPacked ? "documents of varying length" : "full rows")}: backend "
                    + $"{results.Average(result => result.Own):N0}, plain loop {results.Average(result => result.Plain):N0} real tokens/s; ratio median "
                    + $"{ratios[ratios.Length / 2]:F2} [{ratios[0]:F2}, {ratios[^1]:F2}] (documents of {shortest} to {longest} tokens, mean {mean:F0})"));
            }
        });
        return command;
    }

    private static Command CreateMemory()
    {
        var steps = new Option<int>("--steps") { Description = "The number of steps.", DefaultValueFactory = _ => 500 };
        var command = new Command("memory", "Trains the tiny model, and prints the resident memory every tenth of the steps.") { steps };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var folder = new TemporaryFolder();
            using TokenShards shards = TokenShardFolder.WriteTexts(folder.Combine("tokens"),
                Enumerable.Range(0, 4_000).Select(i => string.Concat(Enumerable.Repeat("the cat sat on the mat. ", 1 + i % 17))));
            long count = parsed.GetValue(steps);
            var options = new TrainingOptions
            {
                Steps = count,
                LossInterval = Math.Max(1, count / 10),
                Packing = RowPacking.BestFit,
                SeparateDocuments = true,
                Device = TrainingDevice.Cpu,
            };
            await new TorchSharpBackend().PretrainAsync(shards, DecoderOptions.Tiny, options, null, new Reporter(progress => Console.WriteLine(
                FormattableString.Invariant($"step {progress.Step}: {Environment.WorkingSet / 1e6:F0} MB, managed {GC.GetTotalMemory(false) / 1e6:F1} MB"))),
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static Command CreateRun()
    {
        var tokens = new Argument<DirectoryInfo>("tokens") { Description = "The folder of token shards." };
        var model = new Argument<DirectoryInfo>("model") { Description = "The folder of checkpoints." };
        var steps = new Option<int>("--steps") { Description = "The number of steps.", DefaultValueFactory = _ => 100 };
        var interval = new Option<int>("--checkpoint-interval") { Description = "The number of steps between checkpoints.", DefaultValueFactory = _ => 10 };
        var log = new Option<DirectoryInfo?>("--log") { Description = "The folder of logs. Default: none." };
        var command = new Command("run", "Trains a small model of 2 layers on whole documents. A signal stops it with a checkpoint, and the same command "
            + "continues.") { tokens, model, steps, interval, log };
        command.SetAction((parsed, _) => ConsoleProgram.RunAsync(async cancellationToken =>
        {
            using TokenShards shards = TokenShards.Open(parsed.GetValue(tokens)!.FullName);
            TrainingReport report = await new TorchSharpBackend().PretrainAsync(shards, RunModel,
                RunOptions(parsed.GetValue(steps), parsed.GetValue(interval), parsed.GetValue(model)!.FullName) with
                {
                    LogFolder = parsed.GetValue(log)?.FullName,
                },
                null, new Reporter(progress => Console.WriteLine(progress)), cancellationToken).ConfigureAwait(false);
            Console.WriteLine(FormattableString.Invariant($"finished at step {report.Steps}, resumed from {report.ResumedFrom}: {report.ModelFolder}"));
        }));
        return command;
    }

    /// <summary>The model of <c>pretrain run</c>.</summary>
    internal static DecoderOptions RunModel { get; } =
        new() { Layers = 2, Width = 32, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 48, ContextLength = 24 };

    /// <summary>The options of <c>pretrain run</c>.</summary>
    internal static TrainingOptions RunOptions(long steps, long checkpointInterval, string folder) => new()
    {
        Steps = steps,
        BatchRows = 3,
        WarmupSteps = 4,
        LossInterval = 1,
        Seed = 5,
        Device = TrainingDevice.Cpu,
        Threads = 1,
        Packing = RowPacking.BestFit,
        SeparateDocuments = true,
        CheckpointInterval = checkpointInterval,
        CheckpointFolder = folder,
    };

    /// <summary>Reports on the training's thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
