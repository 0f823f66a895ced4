using DataCuration.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// A trained model, loaded from a checkpoint or from a Hugging Face folder. Not thread-safe itself. Any number of
/// <see cref="TorchSharpLossScorer"/> and <see cref="TorchSharpReplacer"/> share a model among workers: they take turns.
/// </summary>
public sealed class TorchSharpModel : IDisposable
{
    private readonly Device device;
    private readonly ParameterStore parameters;
    private readonly Decoder decoder;
    private readonly DeviceQueue? queue;
    private LoraOptions? lora;
    private ParameterStore? adapter;

    internal TorchSharpModel(DecoderOptions options, string hash, Device device, ParameterStore parameters)
    {
        this.device = device;
        this.parameters = parameters;
        decoder = new Decoder(options, parameters);
        Options = options;
        ContentHash = hash;
        if (device.type == DeviceType.CUDA) queue = DeviceQueue.Open(device.ToString());
    }

    /// <summary>The model's dimensions.</summary>
    public DecoderOptions Options { get; }

    /// <summary>The number of training steps; 0 for a model from a Hugging Face folder.</summary>
    public long Step { get; private init; }

    /// <summary>The fingerprint of the encoder that the model was trained with; null if unknown.</summary>
    public string? EncoderFingerprint { get; private init; }

    /// <summary>
    /// The token that the model reads before each text: that of a Hugging Face folder's tokenizer (<see cref="HuggingFaceFolder.StartTokenId"/>). Null if that
    /// tokenizer puts none there, and for a checkpoint: a training here puts the encoder's end-of-document token before texts.
    /// </summary>
    public int? StartToken { get; private init; }

    /// <summary>
    /// The configuration of the Hugging Face folder that the model was loaded from, or that its training started from; null for a checkpoint of a training from
    /// random parameters. <see cref="SaveHuggingFace"/> writes its special tokens and number format.
    /// </summary>
    public ModelConfiguration? Configuration { get; private init; }

    /// <summary>The settings of generation and the tokenizer of that folder; null without one.</summary>
    private CompanionFiles? Companions { get; init; }

    /// <summary>The hash of the model's parameters, from its checkpoint or its files.</summary>
    internal string ContentHash { get; }

    /// <summary>The lock of the model. Everything that shares the model among threads takes it, so that two scorers of one model take turns.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>The parameters. They must not be changed.</summary>
    internal ParameterStore Parameters => parameters;

    /// <summary>The device that the model computes on.</summary>
    internal Device Device => device;

    /// <summary>The number of elements of the largest tensor of logits so far.</summary>
    internal long MostLogits => decoder.MostLogits;

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
        return LoadCheckpoint(checkpoint, null, device);
    }

    private static TorchSharpModel LoadCheckpoint(string checkpoint, EmbeddingGrowth? growth, TrainingDevice device)
    {
        CheckpointManifest manifest = CheckpointFolder.ReadManifest(checkpoint);
        DecoderOptions options = growth is null ? manifest.Model : manifest.Model with { VocabularySize = growth.Grow(manifest.Model.VocabularySize) };
        Device chosen = TorchNative.Select(device);
        ModelOrigin? origin = ModelOrigin.ReadCheckpoint(checkpoint, manifest);
        var parameters = new ParameterStore(new ParameterLayout(manifest.Model), chosen, withGradients: false);
        TorchSharpModel? model = null;
        try
        {
            CheckpointFolder.ReadModel(checkpoint, manifest, parameters);
            if (growth is not null) parameters = GrownParameters.Replace(parameters, options, growth);
            model = new TorchSharpModel(options, GrownParameters.Hash(CheckpointFolder.ModelHash(checkpoint, manifest), growth), chosen, parameters)
            {
                Step = manifest.Step,
                EncoderFingerprint = growth is null ? manifest.EncoderFingerprint : null, // the larger tokenizer is another encoder
                Configuration = origin?.ToConfiguration(options),
                Companions = growth is null ? origin?.Companions : (origin?.Companions ?? CompanionFiles.Empty).WithTokenizer(growth.Tokenizer),
            };
            model.ReadAdapter(checkpoint, manifest);
            return model;
        }
        catch
        {
            // The model owns the parameters; its decoder and its adapter hold native memory too.
            ((IDisposable?)model ?? parameters).Dispose();
            throw;
        }
    }

    /// <summary>
    /// Loads a Llama, Qwen 2 or Qwen 3 model from a folder as Hugging Face stores it: <c>config.json</c> and safetensors of float32, float16 or bfloat16, in
    /// one file or several. Parameters are float32 here.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">The device to run on.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFileException">A file is missing or damaged, a tensor is missing or has another shape, or the model is not supported.</exception>
    /// <exception cref="TorchNativeException">The native library is missing or cannot be loaded.</exception>
    public static TorchSharpModel LoadHuggingFace(string folder, TrainingDevice device = TrainingDevice.Auto) => LoadFiles(folder, null, null, device);

    /// <summary>Loads a model from a folder as Hugging Face stores it, and merges an adapter in PEFT's layout into its weights.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <param name="adapterFolder">The folder of the adapter, with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <param name="device">The device to run on.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFileException">A file is missing or damaged, a tensor is missing or has another shape, or the model is not supported.</exception>
    /// <exception cref="TorchNativeException">The native library is missing or cannot be loaded.</exception>
    public static TorchSharpModel LoadWithAdapter(string folder, string adapterFolder, TrainingDevice device = TrainingDevice.Auto)
    {
        ArgumentException.ThrowIfNullOrEmpty(adapterFolder);
        return LoadFiles(folder, adapterFolder, null, device);
    }

    /// <summary>
    /// Loads a model for a tokenizer with more tokens. The embeddings, and the output matrix unless they are tied, get a row for each new token: the mean of
    /// the rows of the old tokens that its text splits into. The logits of old tokens are unchanged where no new token was read.
    /// </summary>
    /// <param name="folder">A checkpoint or a folder of checkpoints, as for <see cref="Load"/>, or a folder as for <see cref="LoadHuggingFace"/>.</param>
    /// <param name="growth">The new tokens.</param>
    /// <param name="device">The device to run on.</param>
    /// <returns>The model with the new <see cref="DecoderOptions.VocabularySize"/>. <see cref="SaveHuggingFace"/> writes it with the new tokenizer.</returns>
    /// <exception cref="ArgumentException">The model has fewer rows than the old tokenizer has tokens.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged.</exception>
    /// <exception cref="ModelFileException">A file is missing or damaged, or the model is not supported.</exception>
    /// <exception cref="TorchNativeException">The native library is missing or cannot be loaded.</exception>
    public static TorchSharpModel LoadWithNewTokens(string folder, EmbeddingGrowth growth, TrainingDevice device = TrainingDevice.Auto)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(growth);
        Addresses.RefuseLocal(folder, "a model");
        return InitialParameters.FindCheckpoint(folder) is { } checkpoint ? LoadCheckpoint(checkpoint, growth, device)
            : LoadFiles(folder, null, growth, device);
    }

    private static TorchSharpModel LoadFiles(string folder, string? adapterFolder, EmbeddingGrowth? growth, TrainingDevice device)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Addresses.RefuseLocal(folder, "a model");
        using HuggingFaceFolder files = HuggingFaceFolder.Open(folder);
        ModelConfiguration configuration = growth?.Grow(files.Configuration) ?? files.Configuration;
        DecoderOptions options = ModelConversion.ToOptions(configuration);
        CompanionFiles companions = CompanionFiles.Read(files.Path);
        Device chosen = TorchNative.Select(device);
        var parameters = new ParameterStore(new ParameterLayout(options), chosen, withGradients: false);
        try
        {
            using LoraAdapterFolder? change = adapterFolder is null ? null : LoraAdapterFolder.Open(adapterFolder);
            IReadOnlyList<ModelTensor> tensors = change is null ? files.Tensors : change.Merge(files.Configuration, files.Tensors);
            if (growth is not null) tensors = growth.Grow(files.Configuration, tensors);
            ModelParameters.Read(configuration, tensors, options, parameters);
            return new TorchSharpModel(options, GrownParameters.Hash(ModelHash.Compute(files, change), growth), chosen, parameters)
            {
                Configuration = configuration,
                Companions = growth is null ? companions : companions.WithTokenizer(growth.Tokenizer),
                StartToken = files.StartTokenId,
            };
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes the model to a folder as Hugging Face stores it, for transformers and other programs. A model without biases and normalised heads is a Llama, one
    /// with <see cref="DecoderOptions.QkvBias"/> a Qwen 2, and one with <see cref="DecoderOptions.QueryKeyNorm"/> a Qwen 3.
    /// </summary>
    /// <param name="folder">The folder. It is created if necessary; a model in it is replaced.</param>
    /// <param name="options">
    /// Number format, special tokens, tokenizer files. What it does not set, and all of it if it is null, is as in the folder that the model was loaded from or
    /// trained from. Without such a folder, that is float32 and no tokenizer.
    /// </param>
    /// <exception cref="ArgumentException">The model has both biases and normalised heads, which no architecture has.</exception>
    /// <exception cref="ModelFileException">A parameter is too large for the number format.</exception>
    public void SaveHuggingFace(string folder, HuggingFaceWriteOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ModelConfiguration configuration = Configuration ?? ModelConversion.ToConfiguration(Options);
        options ??= new();
        if (options.Companions is null) options = options with { Companions = Companions };
        using Tensor? copy = CopyToCpu();
        HuggingFaceFolder.Write(folder, configuration, ModelParameters.List(configuration, Options, parameters.Layout, copy ?? parameters.Values), options);
    }

    /// <summary>
    /// Writes the adapter of a model that was trained with <see cref="TrainingOptions.Lora"/>, alone and in the layout of PEFT, so that other programs load it
    /// on top of the same base model. <see cref="SaveHuggingFace"/> and <see cref="ExportGguf"/> write the model with the adapter merged into it.
    /// </summary>
    /// <param name="folder">The folder. It is created if necessary, and an adapter in it is replaced.</param>
    /// <param name="baseModel">The name or path of the base model, for those programs; null for none.</param>
    /// <exception cref="InvalidOperationException">The model was not loaded from a checkpoint of such a training.</exception>
    public void SaveAdapter(string folder, string? baseModel = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (adapter is null)
            throw new InvalidOperationException($"The model has no adapter: it is not a checkpoint of a training with {nameof(TrainingOptions.Lora)}.");
        ModelConfiguration configuration = ModelConversion.ToConfiguration(Options);
        LoraAdapterFolder.Write(folder, configuration, lora!, LoraParameters.List(configuration, Options, lora!, adapter), baseModel);
    }

    /// <summary>Writes the model with its tokenizer to a GGUF file, for llama.cpp, Ollama and LLamaSharp.</summary>
    /// <param name="path">The file, in a folder that exists. An existing file is replaced.</param>
    /// <param name="tokenizer">The tokenizer that the model was trained with: <see cref="GgufTokenizer.Bytes"/> for <see cref="ByteTokenEncoder"/>.</param>
    /// <param name="options">Number format and name; null for float16.</param>
    /// <exception cref="ArgumentException">The tokenizer has more tokens than the model, or no architecture fits the model.</exception>
    /// <exception cref="ModelFileException">A parameter is too large for the number format, or llama.cpp cannot compute the model.</exception>
    public void ExportGguf(string path, GgufTokenizer tokenizer, GgufExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ModelConfiguration configuration = Configuration ?? ModelConversion.ToConfiguration(Options);
        using Tensor? copy = CopyToCpu();
        GgufExporter.Write(path, configuration, ModelParameters.List(configuration, Options, parameters.Layout, copy ?? parameters.Values), tokenizer, options);
    }

    /// <summary>Evaluates the model.</summary>
    /// <param name="set">The held-out documents. For a model with a <see cref="StartToken"/>, take <see cref="EvaluationSet.WithStartToken"/>.</param>
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

    /// <summary>Generates a sequence for each prompt of tokens.</summary>
    /// <param name="prompts">The prompts, each of 1 to <see cref="DecoderOptions.ContextLength"/> tokens. A model that was trained on token shards read the
    /// end-of-document token before each document, so a prompt that starts a text starts with it.</param>
    /// <param name="options">The options; null for the most likely tokens.</param>
    /// <param name="onToken">Receives each token when it is chosen, on the caller's thread; null for none.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    /// <returns>A sequence for each prompt, in their order.</returns>
    /// <remarks>
    /// A sequence depends on its prompt, its id and the options. The other sequences of a batch change at most the last bits of its logits, so another token is
    /// possible only where two tokens are equal to within these bits. With <see cref="GenerationOptions.BatchSize"/> 1 there is no such influence.
    /// </remarks>
    /// <exception cref="ArgumentException">A prompt is empty, longer than the context, or has a token that the model lacks.</exception>
    /// <exception cref="InvalidDataException">A logit is not finite.</exception>
    public IReadOnlyList<GeneratedSequence> Generate(IReadOnlyList<ReadOnlyMemory<int>> prompts, GenerationOptions? options = null,
        Action<GeneratedToken>? onToken = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        options ??= new();
        PromptChecks.Run(prompts, options, Options, hasText: false);
        return Generate(prompts, options, [.. options.StopTokens], Options.VocabularySize, null, onToken, cancellationToken);
    }

    /// <summary>
    /// Generates a text for each prompt of text. The model reads its <see cref="StartToken"/> before a prompt, or else the encoder's end-of-document token, as
    /// in its training. The end-of-document token ends a text.
    /// </summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="encoder">The encoder that the model was trained with. It must also be an <see cref="ITokenTextDecoder"/>, as
    /// <see cref="ByteTokenEncoder"/> and the tokenizers of DataCuration.Tokenization are.</param>
    /// <param name="options">The options; null for the most likely tokens.</param>
    /// <param name="onToken">Receives each token with the text that it completes, on the caller's thread; null for none.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    /// <returns>A sequence for each prompt, in their order.</returns>
    /// <exception cref="ArgumentException">The encoder does not decode or is not the model's, or a prompt is longer than the context.</exception>
    /// <exception cref="InvalidDataException">A logit is not finite.</exception>
    public IReadOnlyList<GeneratedSequence> Generate(IReadOnlyList<string> prompts, ITokenEncoder encoder, GenerationOptions? options = null,
        Action<GeneratedToken>? onToken = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(encoder);
        options ??= new();
        ReadOnlyMemory<int>[] tokens = TextPrompts.Encode(prompts, encoder, StartToken, EncoderFingerprint, out ITokenTextDecoder text);
        PromptChecks.Run(tokens, options, Options, hasText: true);
        int vocabulary = Math.Min(Options.VocabularySize, encoder.VocabularySize);
        return Generate(tokens, options, [.. options.StopTokens, encoder.EndOfDocument], vocabulary, text, onToken, cancellationToken);
    }

    private GeneratedSequence[] Generate(IReadOnlyList<ReadOnlyMemory<int>> prompts, GenerationOptions options, HashSet<int> stopTokens,
        int vocabulary, ITokenTextDecoder? text, Action<GeneratedToken>? onToken, CancellationToken cancellationToken)
    {
        int before = get_num_threads();
        set_num_threads(TorchThreads.Choose(options.Threads, Options.ParameterCount));
        try
        {
            return new Generator(decoder, Options, device, queue).Run(prompts, options, stopTokens, vocabulary, text, onToken, cancellationToken);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private void ReadAdapter(string checkpoint, CheckpointManifest manifest)
    {
        if (manifest.Lora is not { } options) return;
        lora = options;
        adapter = new ParameterStore(ParameterLayout.ForAdapter(Options, options), CPU, withGradients: false);
        CheckpointFolder.ReadAdapter(checkpoint, manifest, adapter);
    }

    private Tensor? CopyToCpu() => device.type == DeviceType.CPU ? null : parameters.Values.detach().cpu().DetachFromDisposeScope();

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        queue?.Dispose();
        decoder.Dispose();
        adapter?.Dispose();
        parameters.Dispose();
    }
}
