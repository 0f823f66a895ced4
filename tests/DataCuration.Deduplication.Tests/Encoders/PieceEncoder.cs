namespace DataCuration.Deduplication.Tests.Encoders;

/// <summary>Pieces of one to three bytes, as the first byte says, which may end inside characters. The bytes are the id.</summary>
internal sealed class PieceEncoder : ITokenSpanEncoder
{
    public int VocabularySize => EndOfDocument + 1;

    public int EndOfDocument => 1 << 26;

    public bool HasSpans => true;

    public void Describe(FingerprintWriter writer) => writer.Add("kind", "pieces");

    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens) => EncodeSpans(utf8Text, tokens, []);

    public void EncodeSpans(ReadOnlySpan<byte> utf8Text, List<int> tokens, List<int> byteLengths)
    {
        for (int at = 0; at < utf8Text.Length;)
        {
            int length = Math.Min(1 + (utf8Text[at] % 3), utf8Text.Length - at), id = length;
            foreach (byte value in utf8Text.Slice(at, length)) id = (id << 8) | value;
            tokens.Add(id);
            byteLengths.Add(length);
            at += length;
        }
    }
}
