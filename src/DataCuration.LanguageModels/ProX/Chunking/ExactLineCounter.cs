namespace DataCuration.LanguageModels;

/// <summary>Counts numbered lines with a tokenizer.</summary>
internal sealed class ExactLineCounter : ProXLineCounter
{
    private readonly ITokenEncoder encoder;
    private readonly int tokensPerLine;

    public ExactLineCounter(ITokenEncoder encoder, int tokensPerLine)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfNegative(tokensPerLine);
        this.encoder = encoder;
        this.tokensPerLine = tokensPerLine;
    }

    public override void Count(ReadOnlySpan<byte> utf8Text, ReadOnlySpan<int> starts, Span<int> tokens)
    {
        using var line = new NumberedLine();
        List<int> encoded = [];
        for (int i = 0; i < starts.Length; i++)
        {
            encoded.Clear();
            encoder.Encode(line.Write(i, LineNumbers.LineAt(utf8Text, starts, i)), encoded);
            tokens[i] = encoded.Count + tokensPerLine;
        }
    }

    public override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "exact_lines");
        writer.Add("tokens_per_line", tokensPerLine);
        encoder.Describe(writer);
    }
}
