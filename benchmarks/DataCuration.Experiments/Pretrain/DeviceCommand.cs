using System.CommandLine;
using System.Text.Json;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Pretrain;

/// <summary>
/// The <c>pretrain device</c> command: speed, utilisation and resume on a GPU, or on the CPU with a tiny model. <c>benchmarks/gpu</c> runs it.
/// </summary>
internal static class DeviceCommand
{
    public static Command Create()
    {
        var models = new Option<string[]>("--models")
        {
            Description = $"The models: {string.Join(", ", DeviceModel.All.Select(model => model.Name))}.",
            DefaultValueFactory = _ => ["124m", "1.3b"],
            AllowMultipleArgumentsPerToken = true,
        };
        var device = new Option<TrainingDevice>("--device") { Description = "Cuda or Cpu.", DefaultValueFactory = _ => TrainingDevice.Cuda };
        var steps = new Option<int>("--steps") { Description = "The measured steps.", DefaultValueFactory = _ => 30 };
        var warmup = new Option<int>("--warmup") { Description = "The steps before them.", DefaultValueFactory = _ => 10 };
        var batch = new Option<int?>("--batch") { Description = "The rows of a batch. Default: the model's own." };
        var resume = new Option<string[]>("--resume")
        {
            Description = "The models whose training is also stopped and resumed.",
            DefaultValueFactory = _ => ["124m"],
            AllowMultipleArgumentsPerToken = true,
        };
        var peak = new Option<double?>("--peak-tflops") { Description = "The card's dense bf16 peak in TFLOP/s, for the utilisation. Default: unknown." };
        var recompute = new Option<bool>("--recompute") { Description = "Compute activations again in the backward pass: less memory, a third more work." };
        var command = new Command("device", "Measures tokens per second and model-FLOPs utilisation in bf16 on a GPU. Prints lines of JSON.")
        {
            models, device, steps, warmup, batch, resume, peak, recompute,
        };
        command.SetAction((parsed, _) => ConsoleProgram.RunAsync(async token =>
        {
            // Not a validator of the command: it would not see the defaults.
            if (parsed.GetValue(warmup) < 1 || parsed.GetValue(steps) < 1 || parsed.GetValue(steps) % parsed.GetValue(warmup) != 0)
                throw new ArgumentException("--steps must be a multiple of --warmup: losses are read every so many steps.");
            foreach (DeviceModel model in parsed.GetValue(models)!.Select(DeviceModel.Find))
            {
                int rows = parsed.GetValue(batch) ?? model.BatchRows;
                using var experiment = new DeviceExperiment(model, parsed.GetValue(device), rows, parsed.GetValue(recompute));
                (TrainingReport report, double speed) = await experiment.MeasureAsync(parsed.GetValue(warmup), parsed.GetValue(steps), token)
                    .ConfigureAwait(false);
                double? difference = parsed.GetValue(resume)!.Contains(model.Name, StringComparer.Ordinal)
                    ? await experiment.CompareResumedAsync(8, token).ConfigureAwait(false) : null;
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    verb = "pretrain device",
                    program = "DataCuration",
                    model = model.Name,
                    parameters = report.ParameterCount,
                    device = report.Device,
                    precision = report.Device == "cpu" ? "float32" : "bf16",
                    batch = rows,
                    context = model.Options.ContextLength,
                    steps = parsed.GetValue(steps),
                    tokens_s = speed,
                    tflops = speed * model.FlopsPerToken / 1e12,
                    mfu = parsed.GetValue(peak) is { } most ? speed * model.FlopsPerToken / (most * 1e12) : (double?)null,
                    first_loss = report.Losses[0].Loss,
                    last_loss = report.Losses[^1].Loss,
                    resume_loss_difference = difference,
                }));
            }
        }));
        return command;
    }
}
