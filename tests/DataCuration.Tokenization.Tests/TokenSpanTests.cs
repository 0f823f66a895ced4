using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tokenization.Tests;

public sealed class TokenSpanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EncodeSpans_O200kBase_EndsWhereTheTokensEnd()
    {
        TokenizerEncoder encoder = TokenizerEncoder.ForTiktokenEncoding("o200k_base");
        Assert.True(encoder.HasSpans);
        var random = new SeededRandom(7);
        string[] samples = ["Grüße aus Zürich", "お誕生日おめでとう", "\U0001F600\U0001F9D1\u200D\U0001F680 emoji", "нормально", "\uFFFD and \uFFFD\uFFFD",
            "a\u0301\u0302", "ጤና ይስጥልኝ"];
        int inside = 0;
        for (int round = 0; round < 60; round++)
        {
            string text = round < samples.Length ? samples[round] : RandomText(ref random);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            List<int> tokens = [], lengths = [], plain = [];
            encoder.EncodeSpans(bytes, tokens, lengths);
            encoder.Encode(bytes, plain);
            Assert.Equal(plain, tokens);
            Assert.Equal(bytes.Length, lengths.Sum());
            int end = 0;
            for (int i = 0; i < tokens.Count; i++)
            {
                end += lengths[i];
                string decoded = encoder.Decode(tokens.Take(i + 1));
                int start = end;
                while (start < bytes.Length && start > 0 && (bytes[start] & 0xC0) == 0x80) start--;
                string whole = Encoding.UTF8.GetString(bytes, 0, start);
                // A part of a character is decoded to U+FFFD, whatever its length.
                Assert.Equal(start == end ? whole : whole + "\uFFFD", decoded);
                if (start < end) inside++;
            }
        }
        Assert.True(inside > 20, $"{inside} tokens end inside a character");
    }

    [Fact]
    public void EncodeSpans_ByteLevelFiles_GivesTheLengthsOfTheVocabulary()
    {
        (string vocabulary, string merges) = SmallBpe.Write(folder);
        var encoder = TokenizerEncoder.FromBpeFiles(vocabulary, merges, new BpeFileOptions { Splitting = BpeSplitting.Gpt2, EndOfDocumentId = 258 });
        Assert.Equal([3, 1, 1, 1, 1], Lengths(encoder, "the é!"));
    }

    [Fact]
    public void EncodeSpans_ComposedText_GivesPlacesInTheOriginal()
    {
        (string vocabulary, string merges) = SmallBpe.Write(folder);
        var encoder = TokenizerEncoder.FromBpeFiles(vocabulary, merges,
            new BpeFileOptions { Splitting = BpeSplitting.Gpt2 with { Compose = true }, EndOfDocumentId = 258 });
        // The three bytes of e and its accent become two, which are two tokens: the first ends where the character ends.
        Assert.Equal([1, 3, 0, 3, 1], Lengths(encoder, "xe\u0301they"));
        Assert.Equal([1, 1, 1, 1], Lengths(encoder, "xéy"));
        // Hangul of three parts of three bytes becomes one character of three bytes.
        Assert.Equal([9, 0, 0, 1], Lengths(encoder, "\u1112\u1161\u11ABy"));
    }

    [Fact]
    public void EncodeSpans_SentencePiece_IsNotSupported()
    {
        string path = folder.Combine("tokenizer.model");
        File.WriteAllBytes(path, SentencePieceModel.Make(["\u2581a", "b"]));
        TokenizerEncoder encoder = TokenizerEncoder.FromSentencePieceFile(path);
        Assert.False(encoder.HasSpans);
        Assert.Throws<NotSupportedException>(() => encoder.EncodeSpans("a"u8, [], []));
    }

    private static int[] Lengths(TokenizerEncoder encoder, string text)
    {
        var lengths = new List<int>();
        encoder.EncodeSpans(Encoding.UTF8.GetBytes(text), [], lengths);
        return [.. lengths];
    }

    private static string RandomText(ref SeededRandom random)
    {
        var text = new StringBuilder();
        for (int i = 0; i < 25; i++)
        {
            int top = random.NextInt64(4) switch { 0 => 0x7F, 1 => 0x7FF, 2 => 0xD7FF, _ => 0x1FFFF };
            var rune = new Rune(0x20 + (int)random.NextInt64(top - 0x1F) is var value and (< 0xD800 or > 0xDFFF) ? value : 'x');
            text.Append(rune);
        }
        return text.ToString();
    }
}
