namespace DataCuration.Selection;

/// <summary>
/// How a document's n-grams become its log importance weight. The reference sums them (<see cref="Raw"/>); since real documents differ in length, the sum is then
/// mostly a measure of length: its spread (a standard deviation of 1,700 on web text) drowns the Gumbel noise (1.28), and "resampling" is top-k by another name.
/// The paper itself works on equal chunks of 128 words, where the sum is meaningful; the two other forms restore that scale for whole documents.
/// </summary>
public sealed record DsirWeighting
{
    private DsirWeighting(Form kind, int tokens, double temperature)
    {
        Kind = kind;
        Tokens = tokens > 0 ? tokens : throw new ArgumentOutOfRangeException(nameof(tokens), tokens, "At least one token.");
        Temperature = temperature is > 0 and < double.PositiveInfinity ? temperature : throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature is above 0.");
    }

    internal enum Form
    {
        Raw,
        LengthNormalized,
        Chunked,
    }

    /// <summary>The plain sum of the log ratios, as the reference computes it. Use it on texts of one length.</summary>
    public static DsirWeighting Raw { get; } = new(Form.Raw, 1, 1);

    internal Form Kind { get; }

    internal int Tokens { get; }

    internal double Temperature { get; }

    /// <summary>The mean log ratio per token, times a length: every document weighs as if it had that many tokens.</summary>
    /// <param name="tokens">The length, in tokens. Default: 128, the paper's chunk.</param>
    /// <param name="temperature">Divides the weight: above 1 the noise counts more and the selection is more varied. Default: 1.</param>
    public static DsirWeighting LengthNormalized(int tokens = 128, double temperature = 1) => new(Form.LengthNormalized, tokens, temperature);

    /// <summary>
    /// The log-sum-exp of the weights of the document's chunks, each scaled to a full chunk: the document's chance is the sum of its chunks' chances. With Gumbel noise
    /// this is the same as drawing chunks, as the paper does, and taking their documents whole.
    /// </summary>
    /// <param name="tokens">A chunk's length, in tokens. Default: 128 (the paper's chunks are of 128 words).</param>
    /// <param name="temperature">Divides the weight: above 1 the noise counts more and the selection is more varied. Default: 1.</param>
    public static DsirWeighting Chunked(int tokens = 128, double temperature = 1) => new(Form.Chunked, tokens, temperature);

    /// <summary>The form in words.</summary>
    public override string ToString() => Kind == Form.Raw ? "raw" : FormattableString.Invariant($"{Kind}({Tokens}, {Temperature})");

    /// <summary>Weighs a document.</summary>
    internal DocumentFeatures Weigh(NGramFeaturizer featurizer, ReadOnlySpan<byte> utf8, DsirModel model, Span<double> weights)
    {
        if (Kind == Form.Chunked)
        {
            DocumentFeatures chunked = featurizer.WeighChunks(utf8, model.LogRatios, Tokens, weights);
            Scale(weights, 1 / Temperature);
            return chunked;
        }
        DocumentFeatures features = featurizer.Weigh(utf8, model.LogRatios, weights);
        if (Kind == Form.LengthNormalized) Scale(weights, features.Tokens == 0 ? 0 : Tokens / (features.Tokens * Temperature));
        return features;
    }

    private static void Scale(Span<double> weights, double factor)
    {
        foreach (ref double weight in weights) weight *= factor;
    }
}
