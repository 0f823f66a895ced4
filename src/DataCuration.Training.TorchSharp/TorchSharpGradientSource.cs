using System.Globalization;
using System.IO.Hashing;
using DataCuration.Selection;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Trains a model between the rounds of a <see cref="GradientMatchSelection"/>, and compares gradients of documents with that of target texts, as ORCA-ICL does
/// (Han and others 2023, arXiv 2306.15091). The target's gradient is the sum over its texts. In round 1, gradients are those of the base model. In each later
/// round, the base model is trained on all documents that were selected so far, and gradients are those of the trained model.
/// </summary>
/// <remarks>
/// Tokens and trained models of a round are in a folder below the work folder. A run that was stopped finds them there. Each rank of a run needs a work folder
/// of its own. One source serves one selection at a time. Memory: that of a training, and 8 bytes for each parameter and those of two gradients.
/// </remarks>
public sealed class TorchSharpGradientSource : IGradientSource, IDisposable
{
    private readonly string modelFolder, workFolder, modelHash;
    private readonly DecoderOptions model;
    private readonly int? modelStart;
    private readonly ITokenEncoder encoder;
    private readonly ReadOnlyMemory<byte>[] target;
    private readonly TrainingOptions training;
    private TorchSharpGradientEmbedder? embedder;

    /// <summary>Creates a source.</summary>
    /// <param name="modelFolder">The base model: a checkpoint folder of a training here, or a folder as Hugging Face stores models.</param>
    /// <param name="encoder">The encoder that the model was trained with.</param>
    /// <param name="targetTexts">The texts of the target, such as examples of a task with their answers.</param>
    /// <param name="training">
    /// The training between rounds. <see cref="TrainingOptions.InitialModel"/> and <see cref="TrainingOptions.CheckpointFolder"/> are set by the source.
    /// Gradients are computed on its device, with its number of threads.
    /// </param>
    /// <param name="workFolder">The folder of tokens and trained models. It is created if necessary.</param>
    /// <exception cref="ArgumentException">There is no target text, or the encoder is not the model's.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no model.</exception>
    /// <exception cref="TorchNativeException">The native library is missing or cannot be loaded.</exception>
    public TorchSharpGradientSource(string modelFolder, ITokenEncoder encoder, IReadOnlyList<string> targetTexts, TrainingOptions training, string workFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(targetTexts);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentException.ThrowIfNullOrEmpty(workFolder);
        Addresses.RefuseLocal(workFolder, "a work folder");
        target = [.. targetTexts.Where(text => text.Length > 0).Select(text => (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes(text))];
        if (target.Length == 0) throw new ArgumentException("There is no target text.", nameof(targetTexts));
        (this.modelFolder, this.encoder, this.training, this.workFolder) = (modelFolder, encoder, training, workFolder);
        using TorchSharpModel loaded = Open(modelFolder);
        TextWindows.CheckEncoder(loaded, encoder);
        (model, modelHash, modelStart) = (loaded.Options, loaded.ContentHash, loaded.StartToken);
    }

    /// <summary>The names of the parameters whose gradients are compared; empty for all. See <see cref="TorchSharpGradientEmbedder.ParameterNames"/>.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> Parameters
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];

    /// <summary>The length of projected gradients; 0 for whole ones. See <see cref="TorchSharpGradientEmbedder.ProjectedDimension"/>.</summary>
    /// <value>0 or more. Default 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int ProjectedDimension
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The length of a vector is not negative.");
    }

    /// <summary>The seed of the projection.</summary>
    /// <value>Default 0.</value>
    public ulong ProjectionSeed { get; init; }

    /// <summary>The length of the windows of gradients and of the rows of trainings in tokens; 0 for the model's context length.</summary>
    /// <value>0, or 2 to the context length; default 0. The paper's texts have 2,048 tokens.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Block
    {
        get;
        init => field = value == 0 || (value >= 2 && value <= model.ContextLength) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"A window has 2 to {model.ContextLength} tokens, the model's context length.");
    }

    private DecoderOptions Trained => Block == 0 ? model : model with { ContextLength = Block };

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "torchsharp-gradient-source/1");
        writer.Add("model", modelHash);
        if (modelStart is { } start) writer.Add("start_token", start);
        writer.AddScope("form", model.Describe);
        writer.AddScope("encoder", encoder.Describe);
        var hash = new XxHash128();
        foreach (ReadOnlyMemory<byte> text in target)
        {
            hash.Append(BitConverter.GetBytes(text.Length));
            hash.Append(text.Span);
        }
        writer.Add("target", Convert.ToHexStringLower(hash.GetCurrentHash()));
        writer.AddScope("between", inner => training.Describe(Trained, inner));
        for (int i = 0; i < Parameters.Count; i++) writer.Add($"parameter.{i}", Parameters[i]);
        writer.Add(nameof(ProjectedDimension), ProjectedDimension);
        writer.Add(nameof(ProjectionSeed), ProjectionSeed.ToString(CultureInfo.InvariantCulture));
        writer.Add(nameof(Block), Block);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The model has no parameter of a name, or the training's options do not fit.</exception>
    public async Task<ITextScorer> StartRoundAsync(int round, Corpus? selected, CancellationToken cancellationToken)
    {
        embedder?.Dispose();
        embedder = null;
        string folder = selected is null ? modelFolder : await TrainAsync(round, selected, cancellationToken).ConfigureAwait(false);
        using (TorchSharpModel current = Open(folder))
        {
            embedder = new TorchSharpGradientEmbedder(current, encoder)
            {
                Parameters = Parameters,
                ProjectedDimension = ProjectedDimension,
                ProjectionSeed = ProjectionSeed,
                Block = Block,
                Threads = training.Threads,
            };
        }
        return new GradientCosineScorer(embedder, TargetGradient(embedder, cancellationToken));
    }

    /// <summary>Frees the model of the last round. Its scorer cannot be used any more.</summary>
    public void Dispose()
    {
        embedder?.Dispose();
        embedder = null;
    }

    private TorchSharpModel Open(string folder) => CheckpointFolder.IsCheckpoint(folder) || CheckpointFolder.FindLatest(folder) is not null
        ? TorchSharpModel.Load(folder, training.Device) : TorchSharpModel.LoadHuggingFace(folder, training.Device);

    private async Task<string> TrainAsync(int round, Corpus selected, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(workFolder, string.Create(CultureInfo.InvariantCulture, $"round-{round}"));
        using var run = new CurationRun(new RunOptions { WorkDirectory = Path.Combine(folder, "work"), WhenChanged = training.WhenChanged });
        using TokenShards tokens = await selected.WriteTokenShardsAsync(Path.Combine(folder, "tokens"), encoder, run, cancellationToken).ConfigureAwait(false);
        TrainingReport report = await new TorchSharpBackend().PretrainAsync(tokens, Trained,
            training with { InitialModel = modelFolder, CheckpointFolder = Path.Combine(folder, "model") }, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return report.ModelFolder!;
    }

    private float[] TargetGradient(TorchSharpGradientEmbedder gradients, CancellationToken cancellationToken)
    {
        var sum = new double[gradients.Dimension];
        var one = new float[sum.Length];
        foreach (ReadOnlyMemory<byte> text in target)
        {
            cancellationToken.ThrowIfCancellationRequested();
            gradients.Embed([text], one);
            if (float.IsNaN(one[0])) continue; // a text without tokens
            for (int i = 0; i < sum.Length; i++) sum[i] += one[i];
        }
        return [.. sum.Select(value => (float)value)];
    }
}
