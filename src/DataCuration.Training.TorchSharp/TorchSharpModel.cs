using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// A trained model, loaded from a checkpoint for evaluation. Not thread-safe; <see cref="TorchSharpLossScorer"/> shares a model among workers.
/// </summary>
public sealed class TorchSharpModel : IDisposable
{
    private readonly Device device;
    private readonly ParameterStore parameters;
    private readonly Decoder decoder;
    private readonly DeviceQueue? queue;

    private TorchSharpModel(CheckpointManifest manifest, string hash, Device device, ParameterStore parameters)
    {
        this.device = device;
        this.parameters = parameters;
        decoder = new Decoder(manifest.Model, parameters);
        Options = manifest.Model;
        Step = manifest.Step;
        EncoderFingerprint = manifest.EncoderFingerprint;
        ContentHash = hash;
        if (device.type == DeviceType.CUDA) queue = DeviceQueue.Open(device.ToString());
    }

    /// <summary>The model's dimensions.</summary>
    public DecoderOptions Options { get; }

    /// <summary>The number of training steps.</summary>
    public long Step { get; }

    /// <summary>The fingerprint of the encoder that the model was trained with; null if unknown.</summary>
    public string? EncoderFingerprint { get; }

    /// <summary>The hash of the model's parameters, from its checkpoint.</summary>
    internal string ContentHash { get; }

    /// <summary>Torch's name of the device.</summary>
    internal string DeviceName => device.ToString();

    /// <summary>Loads a model.</summary>
    /// <param name="folder">A <see cref="TrainingOptions.CheckpointFolder"/>, of which the newest checkpoint is loaded, or a
    /// <see cref="TrainingReport.ModelFolder"/>.</param>
    /// <param name="device">The device to run on.</param>
    /// <exception cref="DirectoryNotFoundException">There is no checkpoint.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged.</exception>
    /// <exception cref="TorchNativeException">The native library is missing or cannot be loaded.</exception>
    public static TorchSharpModel Load(string folder, TrainingDevice device = TrainingDevice.Auto)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Addresses.RefuseLocal(folder, "a checkpoint");
        string checkpoint = CheckpointFolder.IsCheckpoint(folder) ? folder
            : CheckpointFolder.FindLatest(folder) ?? throw new DirectoryNotFoundException(
                $"There is no checkpoint in '{Path.GetFullPath(folder)}'{(Directory.Exists(folder) ? "" : ": the folder does not exist")}. Give the folder of "
                    + $"one checkpoint, or the {nameof(TrainingOptions.CheckpointFolder)} of a training.");
        CheckpointManifest manifest = CheckpointFolder.ReadManifest(checkpoint);
        Device chosen = TorchNative.Select(device);
        var parameters = new ParameterStore(new ParameterLayout(manifest.Model), chosen, withGradients: false);
        try
        {
            CheckpointFolder.ReadModel(checkpoint, manifest, parameters);
            return new TorchSharpModel(manifest, CheckpointFolder.ModelHash(checkpoint, manifest), chosen, parameters);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    /// <summary>Evaluates the model.</summary>
    /// <param name="set">The held-out documents.</param>
    /// <param name="cancellationToken">Stops the evaluation between batches.</param>
    public EvaluationResult Evaluate(EvaluationSet set, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (EncoderFingerprint is { } own && set.EncoderFingerprint is { } other && own != other)
            throw new ArgumentException($"The evaluation set has another encoder ({other}) than the model's training tokens ({own}).", nameof(set));
        return Evaluator.Run(decoder, Options, device, queue, set, cancellationToken);
    }

    /// <summary>Computes the losses of windows, whose tokens are below the vocabulary size; see <see cref="Evaluator"/>.</summary>
    internal void Score(IReadOnlyList<EvaluationWindow> windows, Action<int, int, float> receive, CancellationToken cancellationToken) =>
        Evaluator.Run(decoder, Options, device, queue, windows, receive, cancellationToken);

    /// <summary>Returns the logits after each token of a sequence.</summary>
    /// <param name="tokens">The tokens, at most <see cref="DecoderOptions.ContextLength"/>.</param>
    /// <returns><see cref="DecoderOptions.VocabularySize"/> logits for each token, one token after another.</returns>
    public float[] Logits(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty || tokens.Length > Options.ContextLength)
            throw new ArgumentException($"There are {tokens.Length} tokens; the model takes 1 to {Options.ContextLength}.", nameof(tokens));
        var ids = new long[tokens.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = (uint)tokens[i] < (uint)Options.VocabularySize
                ? tokens[i]
                : throw new ArgumentException($"Token {tokens[i]} is not below the vocabulary size {Options.VocabularySize}.", nameof(tokens));
        }
        return queue is null ? Compute() : queue.Run(Compute);

        float[] Compute()
        {
            using IDisposable scope = NewDisposeScope();
            using IDisposable guard = no_grad();
            return decoder.Logits(tensor(ids, device: device), 1).cpu().data<float>().ToArray();
        }
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        queue?.Dispose();
        decoder.Dispose();
        parameters.Dispose();
    }
}
