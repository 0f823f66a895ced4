using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Trains a decoder with Llama's architecture with libtorch, on the CPU or on one CUDA GPU. The application references the native package:
/// <c>libtorch-cpu-linux-x64</c>, <c>TorchSharp-cpu</c> or <c>TorchSharp-cuda-linux</c>. Thread-safe and without state: one instance runs any number of
/// trainings.
/// </summary>
/// <remarks>
/// On one kind of CPU, the same seed, options, tokens and number of threads give bit-identical losses, whether or not the training was stopped and resumed.
/// On Linux, threads spin for some microseconds while they wait and then sleep (<c>GOMP_SPINCOUNT=300</c>), unless <c>OMP_WAIT_POLICY</c> or
/// <c>GOMP_SPINCOUNT</c> is set.
/// </remarks>
public sealed class TorchSharpBackend : IPretrainingBackend
{
    /// <summary>
    /// Creates a backend and loads the native library. Create it at the start of a program, so that a missing library is found before the work that leads up
    /// to the training.
    /// </summary>
    /// <exception cref="TorchNativeException">The library is missing or cannot be loaded. The message names the packages to reference.</exception>
    public TorchSharpBackend() => RequireNative();

    /// <summary>Texts that the model writes at each evaluation. Trainings without an evaluation set are refused then.</summary>
    /// <value>Default null: none.</value>
    public TrainingSamples? Samples { get; init; }

    /// <inheritdoc/>
    /// <exception cref="TorchNativeException">CUDA was requested, and there is no GPU that the library can use.</exception>
    /// <exception cref="ArgumentException">The model's options do not fit together or do not fit the tokens.</exception>
    /// <exception cref="InvalidOperationException">The loss, the gradient or a parameter became infinite or NaN. The message names the step, and for losses
    /// and gradients the rows and documents. No checkpoint of that state is written.</exception>
    public Task<TrainingReport> PretrainAsync(TokenMixture tokens, DecoderOptions model, TrainingOptions options, EvaluationSets? evaluation = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        var request = new TrainingRequest(tokens, model, options, evaluation, progress) { Samples = Samples };
        request.Validate();
        Device device = TorchNative.Select(options.Device);
        if (options.Precision == TrainingPrecision.BFloat16 && device.type != DeviceType.CUDA)
            throw new ArgumentException($"{nameof(TrainingOptions.Precision)} {options.Precision} needs CUDA; the device is {device}.", nameof(options));
        // A dedicated thread: torch keeps the number of threads, dispose scopes and gradient mode per thread, and a training takes minutes to weeks.
        return Task.Factory.StartNew(() => Train(request, device, cancellationToken), cancellationToken,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }

    /// <summary>Loads the native library now, so that a missing library is found early.</summary>
    /// <exception cref="TorchNativeException">The library is missing or cannot be loaded. The message names the packages to reference.</exception>
    public static void RequireNative() => TorchNative.Select(TrainingDevice.Auto);

    private static TrainingReport Train(TrainingRequest request, Device device, CancellationToken cancellationToken)
    {
        set_num_threads(TorchThreads.Choose(request.Options.Threads, request.Model.ParameterCount));
        using var trainer = new Trainer(request, device);
        return trainer.Run(cancellationToken);
    }
}
