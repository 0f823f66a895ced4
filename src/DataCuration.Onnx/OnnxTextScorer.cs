using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace DataCuration.Onnx;

/// <summary>
/// Scores texts with an ONNX classifier, as the exporters of the transformers library write it. The model has the input <c>input_ids</c>, optionally
/// <c>attention_mask</c> and <c>token_type_ids</c>, and an output with one number for each label. Thread-safe.
/// </summary>
/// <remarks>
/// By default each call has one text, so that the bits of a score do not depend on other texts; see <see cref="OnnxBatching"/> for larger calls. Scores are
/// the same in every run on one kind of CPU. Another kind may give other last bits, since the runtime selects its kernels by CPU features.
/// </remarks>
public sealed class OnnxTextScorer : ITextScorer, IDisposable
{
    private readonly OnnxTextModel model;
    private readonly OnnxScoreHead head;
    private readonly string path;

    /// <summary>Loads a model.</summary>
    /// <param name="modelPath">The model file (<c>model.onnx</c>).</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The file is not a model, or not a text model. The message names the file and its inputs or outputs.</exception>
    /// <exception cref="OnnxProviderException">ONNX Runtime or the execution provider cannot be loaded.</exception>
    /// <exception cref="ArgumentException">There are no labels, or two labels are equal.</exception>
    public OnnxTextScorer(string modelPath, OnnxTokenizer tokenizer, OnnxTextScorerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ModelPath.RequireModel(modelPath); // before its config.json is looked for
        options ??= new();
        path = modelPath;
        string config = options.ConfigPath ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(modelPath))!, "config.json");
        ClassifierConfig? read = options.ConfigPath is not null || ((options.Labels is null || options.Head is null) && File.Exists(config))
            ? ClassifierConfig.Read(config) : null;
        Labels = options.Labels is { } given ? [.. given]
            : read?.Labels ?? throw new ArgumentException(
                $"The labels of {modelPath} are neither in the options nor in an id2label of {config}.", nameof(options));
        if (Labels.Count == 0) throw new ArgumentException("A classifier has at least one label.", nameof(options));
        if (Labels.Distinct(StringComparer.Ordinal).Count() != Labels.Count)
            throw new ArgumentException($"Two labels of {modelPath} are equal: {string.Join(", ", Labels)}.", nameof(options));
        head = options.Head ?? read?.Head ?? (Labels.Count == 1 ? OnnxScoreHead.Identity : OnnxScoreHead.Softmax);
        var session = new OnnxSession(modelPath, options.Session);
        try
        {
            model = new(session, tokenizer, options, FindOutput(session, options.OutputName));
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
    public IReadOnlyList<string> Labels { get; }

    /// <inheritdoc/>
    public int BatchSize => model.BatchSize;

    /// <summary>The provider in use: the CPU if <see cref="OnnxSessionOptions.FallbackToCpu"/> took effect.</summary>
    public OnnxProvider Provider => model.Provider;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "onnx classifier");
        model.Describe(writer);
        writer.Add("head", head.ToString());
        for (int i = 0; i < Labels.Count; i++) writer.Add(string.Create(CultureInfo.InvariantCulture, $"label.{i}"), Labels[i]);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The model failed or did not give one number for each label.</exception>
    /// <exception cref="ObjectDisposedException">The scorer was disposed.</exception>
    public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> scores)
    {
        int labels = Labels.Count;
        if (scores.Length != (long)utf8Texts.Length * labels)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{utf8Texts.Length} texts have {(long)utf8Texts.Length * labels} scores, not {scores.Length}."), nameof(scores));
        var found = new float[scores.Length];
        Array.Fill(found, float.NaN);
        model.Run(utf8Texts, (text, _, values) =>
        {
            if (values.Length != labels) throw Invalid(string.Create(CultureInfo.InvariantCulture,
                $"its output '{model.Output}' has {values.Length} numbers for a text, but there are {labels} labels"));
            if (values.ContainsAny(float.NaN, float.PositiveInfinity)) throw Invalid($"its output '{model.Output}' has NaN or plus infinity for a text");
            if (head == OnnxScoreHead.Softmax && !values.ContainsAnyExcept(float.NegativeInfinity))
                throw Invalid($"its output '{model.Output}' is minus infinity for every label of a text");
            Apply(head, values, found.AsSpan(text * labels, labels));
        });
        found.CopyTo(scores);
    }

    /// <summary>Waits for the calls under way and frees the model. Later calls throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => model.Dispose();

    private static void Apply(OnnxScoreHead head, ReadOnlySpan<float> outputs, Span<float> scores)
    {
        if (head == OnnxScoreHead.Identity)
        {
            outputs.CopyTo(scores);
            return;
        }
        double max = 0, sum = 0;
        if (head == OnnxScoreHead.Softmax)
        {
            max = float.NegativeInfinity;
            foreach (float value in outputs) max = Math.Max(max, value);
            foreach (float value in outputs) sum += Math.Exp(value - max);
        }
        for (int i = 0; i < outputs.Length; i++)
            scores[i] = (float)(head == OnnxScoreHead.Softmax ? Math.Exp(outputs[i] - max) / sum : 1 / (1 + Math.Exp(-outputs[i])));
    }

    private string FindOutput(OnnxSession session, string? name)
    {
        if (name is not null && !session.Outputs.ContainsKey(name)) throw session.Invalid($"there is no output '{name}'. {session.ShowOutputs()}");
        string[] fitting = [.. session.Outputs.Where(output => output.Value.IsTensor && output.Value.Dimensions.Length is 1 or 2).Select(output => output.Key)];
        name ??= fitting.Contains("logits") ? "logits" : fitting.Length == 1 ? fitting[0]
            : throw session.Invalid($"no output is called 'logits', and {fitting.Length} others could be scores: set OutputName. {session.ShowOutputs()}");
        NodeMetadata output = session.Outputs[name];
        if (!fitting.Contains(name)) throw session.Invalid($"the output '{name}' is not one row of numbers for each text. {session.ShowOutputs()}");
        int given = output.Dimensions.Length == 1 ? 1 : output.Dimensions[1];
        if (given > 0 && given != Labels.Count)
            throw session.Invalid(string.Create(CultureInfo.InvariantCulture,
                    $"the output '{name}' has {given} numbers for each text, but there are {Labels.Count} labels ({string.Join(", ", Labels.Take(20))}). ")
                + session.ShowOutputs());
        return name;
    }

    private InvalidDataException Invalid(string why) => new($"The ONNX model {path} cannot be used: {why}.");
}
