using System.IO.Hashing;

namespace DataCuration.Deduplication.Tests.Encoders;

/// <summary>Words with the space after them. The lengths that it gives can be made wrong.</summary>
internal sealed class WordEncoder(bool hasSpans = true, int error = 0) : ITokenSpanEncoder
{
    public int VocabularySize => int.MaxValue;

    public int EndOfDocument => int.MaxValue - 1;

    public bool HasSpans => hasSpans;

    public void Describe(FingerprintWriter writer) => writer.Add("kind", "words");

    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens) => EncodeSpans(utf8Text, tokens, []);

    public void EncodeSpans(ReadOnlySpan<byte> utf8Text, List<int> tokens, List<int> byteLengths)
    {
        while (!utf8Text.IsEmpty)
        {
            int space = utf8Text.IndexOf((byte)' '), length = space < 0 ? utf8Text.Length : space + 1;
            tokens.Add((int)(XxHash3.HashToUInt64(utf8Text[..length]) % (1 << 30)));
            byteLengths.Add(length + error);
            utf8Text = utf8Text[length..];
        }
    }
}
