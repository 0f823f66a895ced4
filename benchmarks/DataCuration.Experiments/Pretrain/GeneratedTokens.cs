namespace DataCuration.Experiments.Pretrain;

/// <summary>
/// An encoder whose tokens are drawn: a text of two numbers becomes that many tokens of that seed. For measurements of speed, which need tokens of a vocabulary
/// but no text. Small ids are more frequent, as in real text.
/// </summary>
internal sealed class GeneratedTokens(int vocabularySize) : ITokenEncoder
{
    public int VocabularySize => vocabularySize;

    public int EndOfDocument => vocabularySize - 1;

    /// <summary>Returns the text of a document.</summary>
    public static string TextOf(int seed, int tokens) => FormattableString.Invariant($"{seed} {tokens}");

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("kind", "generated-tokens/1");
        writer.Add("vocabulary", vocabularySize);
    }

    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
    {
        int blank = utf8Text.IndexOf((byte)' ');
        var random = new SeededRandom(ulong.Parse(utf8Text[..blank], System.Globalization.CultureInfo.InvariantCulture));
        int count = int.Parse(utf8Text[(blank + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        // The logarithm of an id is evenly distributed: Zipf's law.
        for (int i = 0; i < count; i++) tokens.Add((int)Math.Exp(random.NextDouble() * Math.Log(vocabularySize - 1)) - 1);
    }
}
