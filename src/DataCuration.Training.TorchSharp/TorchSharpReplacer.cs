namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Replaces tokens by samples from a decoder, for rows of replaced-token detection. The decoder sees the original tokens before a position, in windows of its
/// context. Thread-safe: calls wait for each other.
/// </summary>
public sealed class TorchSharpReplacer : ITokenReplacer
{
    private readonly TorchSharpModel model;
    private readonly Lock running = new();

    /// <summary>Creates a replacer.</summary>
    /// <param name="model">The model. It belongs to the caller, and is used by nothing else meanwhile.</param>
    public TorchSharpReplacer(TorchSharpModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
    }

    /// <summary>The number that logits are divided by.</summary>
    /// <value>Positive. Default 1: ELECTRA's generator.</value>
    public double Temperature
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Temperature), value, "Must be positive and finite.");
    } = 1;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "decoder replacer/1");
        writer.Add("model", model.ContentHash);
        writer.Add(nameof(Temperature), Temperature);
    }

    /// <inheritdoc/>
    public void Replace(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<int> replacements, ref SeededRandom random)
    {
        int vocabulary = model.Options.VocabularySize, context = model.Options.ContextLength;
        var weights = new double[vocabulary];
        float[] logits = [];
        int start = 0, end = 0; // the window that the logits belong to
        for (int i = 0; i < positions.Length; i++)
        {
            int position = positions[i];
            if (position == 0)
            {
                replacements[i] = tokens[0]; // a decoder has no context for the first token: it stays
                continue;
            }
            if (position > end)
            {
                start = end;
                end = Math.Min(tokens.Length - 1, start + context);
                while (position > end) (start, end) = (end, Math.Min(tokens.Length - 1, end + context));
                lock (running) logits = model.Logits(tokens[start..end]);
            }
            replacements[i] = Sample(logits.AsSpan((position - 1 - start) * vocabulary, vocabulary), weights, random.NextDouble());
        }
    }

    private int Sample(ReadOnlySpan<float> logits, double[] weights, double number)
    {
        double largest = double.NegativeInfinity;
        foreach (float logit in logits) largest = Math.Max(largest, logit);
        double sum = 0;
        for (int i = 0; i < weights.Length; i++) sum += weights[i] = Math.Exp((logits[i] - largest) / Temperature);
        number *= sum;
        for (int i = 0; i < weights.Length; i++)
        {
            number -= weights[i];
            if (number < 0) return i;
        }
        return weights.Length - 1;
    }
}
