using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Gives the gradient of a text's loss as a vector, for <c>GradientCosineScorer</c> and other comparisons of gradients. The loss is the mean over the tokens of
/// the text, in nats, as <see cref="TorchSharpLossScorer"/> computes it. The gradient is that of all parameters or of some (<see cref="Parameters"/>), whole or
/// as a random projection (<see cref="ProjectedDimension"/>).
/// </summary>
/// <remarks>
/// The embedder has a copy of the model's parameters and memory for their gradients: 8 bytes for each parameter. The model may be disposed afterwards. Workers
/// take turns. A text is computed alone, so its vector is bit-identical on one kind of CPU with one number of <see cref="Threads"/>.
/// </remarks>
public sealed class TorchSharpGradientEmbedder : ITextEmbedder, IDisposable
{
    private const long NoTarget = -100; // torch's value for positions without a loss

    private readonly DecoderOptions options;
    private readonly string contentHash;
    private readonly int? modelStart;
    private readonly int? startToken;
    private readonly ITokenEncoder encoder;
    private readonly ParameterStore store;
    private readonly Decoder decoder;
    private readonly Device device;
    private readonly DeviceQueue? queue;
    private readonly Lock gate = new();

    /// <summary>Creates an embedder.</summary>
    /// <param name="model">The model, which is copied.</param>
    /// <param name="encoder">The encoder that the model was trained with. It adds no tokens of its own around a text.</param>
    /// <exception cref="ArgumentException">The encoder is not the one that the model was trained with, or has more tokens than the model.</exception>
    public TorchSharpGradientEmbedder(TorchSharpModel model, ITokenEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(encoder);
        TextWindows.CheckEncoder(model, encoder);
        (options, contentHash, modelStart, device, this.encoder) = (model.Options, model.ContentHash, model.StartToken, model.Device, encoder);
        store = new ParameterStore(model.Parameters.Layout, device, withGradients: true);
        using (no_grad()) store.Values.copy_(model.Parameters.Values);
        decoder = new Decoder(options, store);
        ParameterNames = [.. store.Layout.Shapes.Select(shape => shape.Name)];
        if (device.type == DeviceType.CUDA) queue = DeviceQueue.Open(device.ToString());
    }

    /// <summary>
    /// The names of all parameters: <c>embedding</c>, <c>output</c> (unless embeddings are tied), <c>final_norm</c>, and for each layer from 0
    /// <c>layers.0.attention.qkv</c>, <c>layers.0.attention.output</c>, <c>layers.0.feed_forward.gate_up</c>, <c>layers.0.feed_forward.down</c>,
    /// <c>layers.0.attention.norm</c> and <c>layers.0.feed_forward.norm</c>, with biases and norms of heads where the model has them.
    /// </summary>
    public IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The names of the parameters whose gradients are in the vector, in the order of <see cref="ParameterNames"/>; empty for all.</summary>
    /// <value>Default empty: the method compares gradients of all parameters (Han and others 2023).</value>
    /// <exception cref="ArgumentException">The model has no parameter of a name, or a name occurs twice.</exception>
    public IReadOnlyList<string> Parameters
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (string name in value)
                if (!ParameterNames.Contains(name, StringComparer.Ordinal)) throw new ArgumentException($"The model has no parameter '{name}'.", nameof(value));
            var chosen = value.ToHashSet(StringComparer.Ordinal);
            if (chosen.Count != value.Count) throw new ArgumentException("A name of a parameter occurs twice.", nameof(value));
            field = [.. ParameterNames.Where(chosen.Contains)];
            // Gradients of others are not computed.
            foreach (string name in ParameterNames) store[name].requires_grad_(chosen.Count == 0 || chosen.Contains(name));
        }
    } = [];

    /// <summary>
    /// The length of projected vectors; 0 for whole gradients. A projection adds each number of the gradient, with a sign, to one place of the vector; place
    /// and sign are hashes (Weinberger and others 2009). Products of vectors are those of gradients, with a relative error of about 1/√length.
    /// </summary>
    /// <value>0 or more. Default 0. Models of more than 2 billion parameters need a projection.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int ProjectedDimension
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The length of a vector is not negative.");
    }

    /// <summary>The seed of the projection.</summary>
    /// <value>Default 0.</value>
    public ulong ProjectionSeed { get; init; }

    /// <summary>The length of a window in tokens; 0 for the model's context length. Windows overlap by half, and each token has its loss once.</summary>
    /// <value>0, or 2 to the context length; default 0. The paper's texts have 2,048 tokens.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Block
    {
        get;
        init => field = value == 0 || (value >= 2 && value <= options.ContextLength) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"A window has 2 to {options.ContextLength} tokens, the model's context length.");
    }

    /// <summary>The token that the model reads before a text.</summary>
    /// <value>0 to below the model's vocabulary size. Default: <see cref="TorchSharpModel.StartToken"/>, or else the encoder's end-of-document token.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int StartToken
    {
        get => startToken ?? modelStart ?? encoder.EndOfDocument;
        init => startToken = value >= 0 && value < options.VocabularySize ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The model has the tokens 0 to {options.VocabularySize - 1}.");
    }

    /// <summary>The number of CPU threads of the model; 0 for one per processor, but at most 8 for models below 10 million parameters.</summary>
    /// <value>Default 0, as in training.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Threads
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of threads must not be negative.");
    }

    /// <inheritdoc/>
    public string Name => "gradient";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Whole gradients have more than 2 billion numbers.</exception>
    public int Dimension
    {
        get
        {
            if (ProjectedDimension > 0) return ProjectedDimension;
            long count = Chosen().Sum(shape => shape.Count);
            return count <= Array.MaxLength ? (int)count
                : throw new InvalidOperationException($"Whole gradients have {count} numbers, too many for a vector: set {nameof(ProjectedDimension)}.");
        }
    }

    /// <inheritdoc/>
    public int BatchSize => 1;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "torchsharp-gradient/1");
        writer.Add("model", contentHash);
        writer.Add("device", device.ToString());
        writer.Add(nameof(Threads), Threads);
        for (int i = 0; i < Parameters.Count; i++) writer.Add($"parameter.{i}", Parameters[i]);
        writer.Add(nameof(ProjectedDimension), ProjectedDimension);
        if (ProjectedDimension > 0) writer.Add(nameof(ProjectionSeed), ProjectionSeed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Add(nameof(Block), Block);
        if ((startToken ?? modelStart) is { } start) writer.Add(nameof(StartToken), start);
        writer.AddScope("form", options.Describe);
        writer.AddScope("encoder", encoder.Describe);
    }

    /// <inheritdoc/>
    public void Embed(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> vectors)
    {
        int dimension = Dimension;
        if (vectors.Length != (long)utf8Texts.Length * dimension)
            throw new ArgumentException($"There are {utf8Texts.Length} texts of {dimension} numbers, but room for {vectors.Length}.", nameof(vectors));
        var texts = new TextWindows(options, encoder, StartToken, Block, 0);
        var windows = new List<(EvaluationWindow Window, int Start)>();
        for (int i = 0; i < utf8Texts.Length; i++)
        {
            Span<float> vector = vectors.Slice(i * dimension, dimension);
            windows.Clear();
            int tokens = texts.Add(0, utf8Texts[i].Span, windows);
            if (tokens == 0) vector.Fill(float.NaN);
            else Run(windows, tokens).CopyTo(vector);
        }
    }

    /// <summary>Frees the copy of the model.</summary>
    public void Dispose()
    {
        queue?.Dispose();
        decoder.Dispose();
        store.Dispose();
    }

    private IEnumerable<ParameterShape> Chosen() => Parameters.Count == 0 ? store.Layout.Shapes
        : store.Layout.Shapes.Where(shape => Parameters.Contains(shape.Name, StringComparer.Ordinal));

    private float[] Run(List<(EvaluationWindow Window, int Start)> windows, int tokens)
    {
        lock (gate)
        {
            // Torch keeps the number per thread, and each worker has its own thread.
            int before = get_num_threads();
            set_num_threads(TorchThreads.Choose(Threads, options.ParameterCount));
            try
            {
                return queue is null ? Compute(windows, tokens) : queue.Run(() => Compute(windows, tokens));
            }
            finally
            {
                set_num_threads(before);
            }
        }
    }

    private float[] Compute(List<(EvaluationWindow Window, int Start)> windows, int tokens)
    {
        using (no_grad()) store.Gradients!.zero_();
        long most = LogitRows.Score(device, options.VocabularySize);
        foreach ((EvaluationWindow window, _) in windows)
        {
            using IDisposable scope = NewDisposeScope();
            long[] inputs = [.. window.Inputs.ToArray()], targets = [.. window.Targets.ToArray()];
            targets.AsSpan(0, window.FirstScored).Fill(NoTarget);
            decoder.Backward(tensor(inputs, device: device), new RowSegments(1, inputs.Length), most, (logits_NV, first) =>
            {
                Tensor part_N = tensor(targets.AsSpan((int)first, (int)logits_NV.shape[0]).ToArray(), device: device);
                return nn.functional.cross_entropy(logits_NV, part_N, ignore_index: NoTarget, reduction: nn.Reduction.Sum).Over(tokens);
            });
        }
        return Vector();
    }

    private float[] Vector()
    {
        using IDisposable scope = NewDisposeScope();
        if (ProjectedDimension == 0)
        {
            var whole = new float[Dimension];
            int place = 0;
            foreach (ParameterShape shape in Chosen())
            {
                Values(shape).CopyTo(whole.AsSpan(place));
                place += (int)shape.Count;
            }
            return whole;
        }
        // A place depends on the number's place among all parameters, so that a parameter's part is the same with any choice of others.
        var sums = new double[ProjectedDimension];
        foreach (ParameterShape shape in Chosen())
        {
            float[] values = Values(shape);
            for (int i = 0; i < values.Length; i++)
            {
                ulong hash = SeededRandom.Mix(ProjectionSeed ^ SeededRandom.Mix((ulong)(shape.Offset + i)));
                sums[(int)((hash >> 1) % (ulong)sums.Length)] += (hash & 1) == 0 ? values[i] : -values[i];
            }
        }
        return [.. sums.Select(sum => (float)sum)];
    }

    private float[] Values(ParameterShape shape) => store.Gradients!.narrow(0, shape.Offset, shape.Count).cpu().data<float>().ToArray();
}
