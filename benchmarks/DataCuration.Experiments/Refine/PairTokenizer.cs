using System.Text;

namespace DataCuration.Experiments.Refine;

/// <summary>Writes a pair of prompt and answer as tokens. Only the answer has loss. The answer follows a line break in the text.</summary>
/// <param name="end">The mark between prompt and answer.</param>
internal sealed class PairTokenizer(string end) : IDocumentTokenizer
{
    /// <inheritdoc/>
    public ITokenEncoder Encoder => ByteTokenEncoder.Instance;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        writer.Add("kind", "pairs");
        writer.Add("end", end);
        writer.AddScope("encoder", Encoder.Describe);
    }

    /// <inheritdoc/>
    public void Tokenize(Document document, MaskedTokens tokens)
    {
        int answer = document.Text.LastIndexOf(end, StringComparison.Ordinal) + end.Length;
        tokens.Add(Encoder, Encoding.UTF8.GetBytes(document.Text[..answer]), hasLoss: false);
        tokens.Add(Encoder, Encoding.UTF8.GetBytes(document.Text[answer..]), hasLoss: true);
    }
}
