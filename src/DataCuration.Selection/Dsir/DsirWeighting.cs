namespace DataCuration.Selection;

/// <summary>
/// The form in which a document's n-grams become its log importance weight. The reference sums log ratios (<see cref="Raw"/>). Real documents differ in
/// length, so that sum mostly measures length. Its spread (a standard deviation of 1,700 on web text) exceeds the Gumbel noise (1.28) by far, so
/// "resampling" becomes top-k. The paper itself works on equal chunks of 128 words, for which the sum is meaningful. The two other forms restore that scale
/// for whole documents.
/// </summary>
public sealed record DsirWeighting
{
    private DsirWeighting(Form kind, int tokens, double temperature)
    {
        Kind = kind;
        Tokens = tokens > 0 ? tokens : throw new ArgumentOutOfRangeException(nameof(tokens), tokens, "The length must be at least one token.");
        Temperature = temperature is > 0 and < double.PositiveInfinity ? temperature
            : throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must be above 0.");
    }

    internal enum Form
    {
        Raw,
        LengthNormalized,
        Chunked,
    }

    /// <summary>The plain sum of the log ratios, as the reference computes it. Use it for texts of equal length.</summary>
    public static DsirWeighting Raw { get; } = new(Form.Raw, 1, 1);

    internal Form Kind { get; }

    internal int Tokens { get; }

    internal double Temperature { get; }

    /// <summary>Creates the mean log ratio per token, times a length: every document is weighed as if it had that number of tokens.</summary>
    /// <param name="tokens">The length, in tokens. Default: 128, the paper's chunk.</param>
    /// <param name="temperature">Divides the weight. Above 1 the noise has more influence and the selection is more varied. Default: 1.</param>
    public static DsirWeighting LengthNormalized(int tokens = 128, double temperature = 1) => new(Form.LengthNormalized, tokens, temperature);

    /// <summary>
    /// Creates the log-sum-exp of the weights of the document's chunks, each scaled to a full chunk: the document's probability is the sum of its chunks'
    /// probabilities. With Gumbel noise this equals drawing chunks, as the paper does, and taking their documents whole.
    /// </summary>
    /// <param name="tokens">The length of a chunk, in tokens. Default: 128 (the paper's chunks have 128 words).</param>
    /// <param name="temperature">Divides the weight. Above 1 the noise has more influence and the selection is more varied. Default: 1.</param>
    public static DsirWeighting Chunked(int tokens = 128, double temperature = 1) => new(Form.Chunked, tokens, temperature);

    /// <summary>Returns the name of the form and its parameters.</summary>
    public override string ToString() => Kind == Form.Raw ? "raw" : FormattableString.Invariant($"{Kind}({Tokens}, {Temperature})");

    /// <summary>Computes the weight of a document for each target.</summary>
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
