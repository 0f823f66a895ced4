using System.Text;
using System.Text.Json.Nodes;

namespace DataCuration.Tokenization.Tests;

public sealed class HuggingFaceSpanTests
{
    [Fact]
    public void EncodeSpans_RandomTexts_AddUpAndAgreeWithEncode()
    {
        JsonObject composed = SmallTokenizers.ByteLevel("t h", "th e");
        composed["normalizer"] = JsonNode.Parse("{\"type\":\"NFC\"}");
        HuggingFaceTokenizer[] tokenizers =
        [
            SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h", "th e", "\u0120 the")), SmallTokenizers.Load(composed),
            SmallTokenizers.Load(SmallTokenizers.SentencePiece("\u2581 a", "a b")),
            SmallTokenizers.Load(SmallTokenizers.Unigram(false, ("a", -1), ("\u2581", -2))),
        ];
        foreach (HuggingFaceTokenizer tokenizer in tokenizers)
        {
            Assert.True(tokenizer.HasSpans);
            for (int seed = 0; seed < 100; seed++)
            {
                byte[] text = Encoding.UTF8.GetBytes(SmallTokenizers.RandomText(new Random(seed), seed % 30) + (seed % 5 == 0 ? "<think> x" : ""));
                List<int> tokens = [], lengths = [], plain = [];
                tokenizer.EncodeSpans(text, tokens, lengths);
                tokenizer.Encode(text, plain);
                Assert.Equal(plain, tokens);
                Assert.Equal(tokens.Count, lengths.Count);
                Assert.All(lengths, length => Assert.InRange(length, 0, text.Length));
                Assert.Equal(text.Length, lengths.Sum());
            }
        }
    }

    [Fact]
    public void EncodeSpans_ByteLevel_EndsInsideCharacters()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h", "th e"));
        Assert.Equal([3, 1, 1, 1, 1], Lengths(tokenizer, "the é!"));
    }

    [Fact]
    public void EncodeSpans_AddedTokenWithWhiteSpace_HasIt()
    {
        JsonObject file = SmallTokenizers.ByteLevel("t h");
        file["added_tokens"] = new JsonArray(SmallTokenizers.Added(257, "<m>", special: false, left: true, right: true));
        Assert.Equal([1, 6, 2], Lengths(SmallTokenizers.Load(file), "a  <m> th"));
    }

    [Fact]
    public void EncodeSpans_ComposedText_GivesPlacesInTheOriginal()
    {
        JsonObject file = SmallTokenizers.ByteLevel("t h", "th e");
        file["normalizer"] = JsonNode.Parse("{\"type\":\"NFC\"}");
        Assert.Equal([1, 3, 0, 3, 1], Lengths(SmallTokenizers.Load(file), "xe\u0301they"));
    }

    [Fact]
    public void EncodeSpans_WordPiece_IsNotSupported()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.WordPiece("a"));
        Assert.False(tokenizer.HasSpans);
        Assert.Throws<NotSupportedException>(() => tokenizer.EncodeSpans("a"u8, [], []));
        JsonObject file = SmallTokenizers.ByteLevel("t h");
        file["normalizer"] = JsonNode.Parse("{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":true}");
        Assert.False(SmallTokenizers.Load(file).HasSpans);
    }

    [Fact]
    public void DecodeToUtf8_PartsOfACharacter_KeepTheirBytes()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h"));
        int[] tokens = tokenizer.Encode("th東<|endoftext|>");
        Assert.Equal(Encoding.UTF8.GetBytes("th東<|endoftext|>"), tokenizer.DecodeToUtf8(tokens));
        Assert.Equal([(byte)'t', (byte)'h', 0xE6], tokenizer.DecodeToUtf8(tokens.AsSpan(0, 2)));
        Assert.Equal("th\uFFFD", tokenizer.Decode(tokens.AsSpan(0, 2)));
        int end = tokenizer.IdOf("<|endoftext|>")!.Value;
        Assert.Equal("a"u8.ToArray(), tokenizer.DecodeToUtf8([.. tokenizer.Encode("a"), end], skipSpecialTokens: true));
        HuggingFaceTokenizer pieces = SmallTokenizers.Load(SmallTokenizers.SentencePiece("\u2581 a"));
        Assert.Equal("a é"u8.ToArray(), pieces.DecodeToUtf8(pieces.Encode("a é")));
    }

    [Fact]
    public void EncodeWithOffsets_Units_CountCharacters()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h"));
        byte[] text = Encoding.UTF8.GetBytes("é😀th");
        Assert.Equal([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 8)], Places(TokenOffsetUnit.Bytes));
        Assert.Equal([(0, 1), (0, 1), (1, 2), (1, 2), (1, 2), (1, 2), (2, 4)], Places(TokenOffsetUnit.CodePoints));
        Assert.Equal([(0, 1), (0, 1), (1, 3), (1, 3), (1, 3), (1, 3), (3, 5)], Places(TokenOffsetUnit.Utf16Units));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.EncodeWithOffsets(text, [], (TokenOffsetUnit)7));

        (int, int)[] Places(TokenOffsetUnit unit)
        {
            List<TokenOffset> tokens = [new(7, 1, 2)];
            tokenizer.EncodeWithOffsets(text, tokens, unit);
            Assert.Equal(new TokenOffset(7, 1, 2), tokens[0]); // those before are left alone
            return [.. tokens.Skip(1).Select(token => (token.Start, token.End))];
        }
    }

    [Fact]
    public void IsFallback_UnknownAndBytes_AreFound()
    {
        HuggingFaceTokenizer pieces = SmallTokenizers.Load(SmallTokenizers.SentencePiece("\u2581 a"));
        Assert.Equal([true, true, false], new[] { "<unk>", "<0x41>", "\u2581a" }.Select(token => pieces.IsFallback(pieces.IdOf(token)!.Value)));
        HuggingFaceTokenizer words = SmallTokenizers.Load(SmallTokenizers.WordPiece("a"));
        Assert.Equal([true, false], new[] { "[UNK]", "a" }.Select(token => words.IsFallback(words.IdOf(token)!.Value)));
        HuggingFaceTokenizer bytes = SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h"));
        Assert.False(bytes.IsFallback(0) || bytes.IsFallback(-1));
    }

    private static int[] Lengths(HuggingFaceTokenizer tokenizer, string text)
    {
        var lengths = new List<int>();
        tokenizer.EncodeSpans(Encoding.UTF8.GetBytes(text), [], lengths);
        return [.. lengths];
    }
}
