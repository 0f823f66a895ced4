using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace DataCuration.Onnx;

/// <summary>
/// Embeds texts with an ONNX model. Inputs are as for <see cref="OnnxTextScorer"/>. The output has a vector for each token (<c>last_hidden_state</c>), which
/// are pooled, or a vector for each text (<c>sentence_embedding</c>), which is not changed. Thread-safe.
/// </summary>
public sealed class OnnxEmbedder : ITextEmbedder, IDisposable
{
    private static readonly string[] UsualOutputs = ["sentence_embedding", "last_hidden_state", "token_embeddings"];
    private readonly OnnxTextModel model;
    private readonly OnnxPooling pooling;
    private readonly bool normalize, perToken;
    private readonly string path;

    /// <summary>Loads a model.</summary>
    /// <param name="modelPath">The model file (<c>model.onnx</c>).</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The file is not a model, or not a text model. The message names the file and its inputs or outputs.</exception>
    /// <exception cref="OnnxProviderException">ONNX Runtime or the execution provider cannot be loaded.</exception>
    public OnnxEmbedder(string modelPath, OnnxTokenizer tokenizer, OnnxEmbedderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        ArgumentNullException.ThrowIfNull(tokenizer);
        options ??= new();
        path = modelPath;
        (pooling, normalize) = (options.Pooling, options.Normalize);
        var session = new OnnxSession(modelPath, options.Session);
        try
        {
            string output = FindOutput(session, options.OutputName);
            int[] shape = session.Outputs[output].Dimensions;
            perToken = shape.Length == 3;
            model = new(session, tokenizer, options, output);
            Dimension = shape[^1] > 0 ? shape[^1] : Measure(session, tokenizer, output);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name => "ONNX " + Path.GetFileName(path);

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public int BatchSize => model.BatchSize;

    /// <summary>The provider in use: the CPU if <see cref="OnnxSessionOptions.FallbackToCpu"/> took effect.</summary>
    public OnnxProvider Provider => model.Provider;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "onnx embedder");
        model.Describe(writer);
        writer.Add("pooling", perToken ? pooling.ToString() : "none");
        writer.Add("normalize", normalize);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The model failed or did not give vectors.</exception>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    public void Embed(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> vectors)
    {
        if (vectors.Length != (long)utf8Texts.Length * Dimension)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{utf8Texts.Length} texts have {(long)utf8Texts.Length * Dimension} numbers, not {vectors.Length}."), nameof(vectors));
        var found = new float[vectors.Length];
        Array.Fill(found, float.NaN);
        model.Run(utf8Texts, (text, tokens, values) =>
        {
            if (perToken ? values.Length < (long)tokens * Dimension : values.Length != Dimension)
                throw Invalid(string.Create(CultureInfo.InvariantCulture,
                    $"its output '{model.Output}' has {values.Length} numbers for a text of {tokens} tokens, and vectors have {Dimension}"));
            Span<float> vector = found.AsSpan(text * Dimension, Dimension);
            Pool(values, perToken && pooling == OnnxPooling.Mean ? tokens : 1, vector);
            foreach (float value in vector)
                if (!float.IsFinite(value)) throw Invalid($"its output '{model.Output}' is not finite for a text");
        });
        found.CopyTo(vectors);
    }

    /// <summary>Waits for the calls under way and frees the model. Later calls throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => model.Dispose();

    /// <summary>Computes the mean of the first vectors and scales it to length one if that is set. A zero vector is not scaled.</summary>
    private void Pool(ReadOnlySpan<float> values, int tokens, Span<float> vector)
    {
        double squares = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            double sum = 0;
            for (int token = 0; token < tokens; token++) sum += values[token * vector.Length + i];
            vector[i] = (float)(sum / tokens);
            squares += (double)vector[i] * vector[i];
        }
        if (!normalize || squares == 0) return;
        double factor = 1 / Math.Sqrt(squares);
        for (int i = 0; i < vector.Length; i++) vector[i] = (float)(vector[i] * factor);
    }

    private static string FindOutput(OnnxSession session, string? name)
    {
        if (name is not null && !session.Outputs.ContainsKey(name)) throw session.Invalid($"there is no output '{name}'. {session.ShowOutputs()}");
        string[] fitting = [.. session.Outputs.Where(output => output.Value.IsTensor && output.Value.Dimensions.Length is 2 or 3).Select(output => output.Key)];
        name ??= UsualOutputs.FirstOrDefault(fitting.Contains) ?? (fitting.Length == 1 ? fitting[0] : throw session.Invalid(
            $"no output is called {string.Join(", ", UsualOutputs)}, and {fitting.Length} others could be vectors: set OutputName. {session.ShowOutputs()}"));
        return fitting.Contains(name) ? name : throw session.Invalid($"the output '{name}' is not a vector for each token or text. {session.ShowOutputs()}");
    }

    /// <summary>Returns the length of a model's vectors by running it, for models whose metadata does not say it.</summary>
    private static int Measure(OnnxSession session, OnnxTokenizer tokenizer, string output)
    {
        var ids = new long[session.FixedLength ?? 1];
        if (tokenizer.Padding != 0) Array.Fill(ids, tokenizer.Padding);
        var attention = new long[ids.Length];
        Array.Fill(attention, 1);
        (long[] shape, _) = session.Run(ids, attention, 1, output);
        return shape.Length > 1 && shape[^1] is > 0 and <= 1 << 20 ? (int)shape[^1]
            : throw session.Invalid($"the output '{output}' has the shape [{string.Join(", ", shape)}] for one text.");
    }

    private InvalidDataException Invalid(string why) => new($"The ONNX model {path} cannot be used: {why}.");
}
