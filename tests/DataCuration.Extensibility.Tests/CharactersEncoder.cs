namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined encoder: half bytes.</summary>
public sealed class CharactersEncoder : ITokenEncoder
{
    public int VocabularySize => 17;

    public int EndOfDocument => 16;

    public void Describe(FingerprintWriter writer) => writer.Add("kind", "half bytes");

    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
    {
        foreach (byte value in utf8Text)
        {
            tokens.Add(value >> 4);
            tokens.Add(value & 15);
        }
    }
}
