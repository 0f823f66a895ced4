using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Trains a decoder in Llama's form with libtorch, on processors or one CUDA card. The application references the native package: <c>libtorch-cpu-linux-x64</c> or <c>TorchSharp-cpu</c>, or
/// <c>TorchSharp-cuda-linux</c>. Holds nothing: one serves any number of trainings, also at the same time.
/// </summary>
/// <remarks>
/// The same seed, options, tokens and number of threads give the same losses to the bit on one kind of processor, whether or not the training was stopped and resumed. Unless
/// <c>OMP_WAIT_POLICY</c> or <c>GOMP_SPINCOUNT</c> is set, threads sleep while they wait (<c>PASSIVE</c>): that does not slow down on a shared machine; <c>ACTIVE</c> is faster on a quiet one.
/// </remarks>
public sealed class TorchSharpBackend : IPretrainingBackend
{
    private const long SmallModel = 10_000_000;
    private const int SmallModelThreads = 8;

    /// <inheritdoc/>
    /// <exception cref="TorchNativeException">The native library is missing or cannot be loaded.</exception>
    /// <exception cref="ArgumentException">The model's options do not fit together or do not fit the tokens.</exception>
    /// <exception cref="InvalidOperationException">The loss or a parameter became infinite or not a number; no checkpoint is written of that.</exception>
    public Task<TrainingReport> PretrainAsync(TokenShards tokens, DecoderOptions model, TrainingOptions options, EvaluationSet? evaluation = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        var request = new TrainingRequest(tokens, model, options, evaluation, progress);
        request.Validate();
        Device device = TorchNative.Select(options.Device);
        if (options.Precision == TrainingPrecision.BFloat16 && device.type != DeviceType.CUDA)
            throw new ArgumentException($"{nameof(TrainingOptions.Precision)} {options.Precision} is for CUDA; the device is {device}.", nameof(options));
        // A thread of its own: torch keeps its number of threads, dispose scopes and gradient mode by thread, and a training takes minutes to weeks.
        return Task.Factory.StartNew(() => Train(request, device, cancellationToken), cancellationToken,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }

    /// <summary>Loads the native library now, to find out early whether it is there.</summary>
    /// <exception cref="TorchNativeException">It is missing or cannot be loaded; the message says what to reference.</exception>
    public static void RequireNative() => TorchNative.Select(TrainingDevice.Auto);

    private static TrainingReport Train(TrainingRequest request, Device device, CancellationToken cancellationToken)
    {
        set_num_threads(ChooseThreads(request.Options.Threads, request.Model.ParameterCount));
        using var trainer = new Trainer(request, device);
        return trainer.Run(cancellationToken);
    }

    internal static int ChooseThreads(int wanted, long parameters)
    {
        if (wanted > 0) return wanted;
        return parameters < SmallModel ? Math.Min(Environment.ProcessorCount, SmallModelThreads) : Environment.ProcessorCount;
    }
}
