namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Replaces tokens by samples from a decoder, for rows of replaced-token detection. The decoder sees the original tokens before a position, in windows of its
/// context. Thread-safe: calls wait for each other.
/// </summary>
public sealed class TorchSharpReplacer : ITokenReplacer
{
    private readonly TorchSharpModel model;
    private readonly int drawn;

    /// <summary>Creates a replacer.</summary>
    /// <param name="model">The model. It belongs to the caller. Scorers and other replacers may share it, and nothing else meanwhile.</param>
    /// <param name="encoder">
    /// The encoder that the model was trained with. Only its tokens are drawn: a model whose vocabulary was padded has logits for more.
    /// </param>
    /// <exception cref="ArgumentException">The encoder is not the model's.</exception>
    public TorchSharpReplacer(TorchSharpModel model, ITokenEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(encoder);
        TextPrompts.CheckEncoder(encoder, model.EncoderFingerprint);
        this.model = model;
        drawn = Math.Min(model.Options.VocabularySize, encoder.VocabularySize);
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
        writer.Add("kind", "decoder replacer/2");
        writer.Add("vocabulary", drawn);
        writer.Add("model", model.ContentHash);
        writer.Add(nameof(Temperature), Temperature);
    }

    /// <inheritdoc/>
    public void Replace(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<int> replacements, ref SeededRandom random)
    {
        int vocabulary = model.Options.VocabularySize, context = model.Options.ContextLength;
        var sampler = new TokenSampler();
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
                lock (model.Gate) logits = model.Logits(tokens[start..end]);
            }
            replacements[i] = sampler.Sample(logits.AsSpan((position - 1 - start) * vocabulary, drawn), Temperature, 0, 1, random.NextDouble());
        }
    }
}
