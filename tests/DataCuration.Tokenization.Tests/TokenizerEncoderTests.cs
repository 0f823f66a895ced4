using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using DataCuration.TestKit;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Tokenization.Tests;

public sealed class TokenizerEncoderTests : IDisposable
{
    private static readonly Lazy<TokenizerEncoder> O200k = new(() => TokenizerEncoder.ForTiktokenEncoding("o200k_base"));
    private static readonly BpeFileOptions Plain = new() { Splitting = BpeSplitting.Gpt2, EndOfDocumentId = 258 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Ids from OpenAI's tiktoken 0.x documentation and cookbook for o200k_base.
    [Theory]
    [InlineData("hello world", new[] { 24912, 2375 })]
    [InlineData("tiktoken is great!", new[] { 83, 8251, 2488, 382, 2212, 0 })]
    [InlineData("antidisestablishmentarianism", new[] { 493, 129901, 376, 160388, 21203, 2367 })]
    [InlineData("2 + 2 = 4", new[] { 17, 659, 220, 17, 314, 220, 19 })]
    [InlineData("お誕生日おめでとう", new[] { 8930, 9697, 243, 128225, 8930, 17693, 4344, 48669 })]
    public void Encode_O200kBase_GivesTiktokensIds(string text, int[] expected) => Assert.Equal(expected, Encode(O200k.Value, text));

    [Fact]
    public void ForTiktokenEncoding_O200kBase_HasTiktokensSizeAndEnd()
    {
        Assert.Equal(200_019, O200k.Value.VocabularySize);
        Assert.Equal(199_999, O200k.Value.EndOfDocument);
    }

    [Fact]
    public void ForTiktokenModel_Gpt4o_IsO200kBase() => Assert.Equal(Fingerprint(O200k.Value), Fingerprint(TokenizerEncoder.ForTiktokenModel("gpt-4o")));

    [Fact]
    public void ForTiktokenModel_UnknownOrWithoutData_SaysWhichPackage()
    {
        Assert.Contains("Microsoft.ML.Tokenizers.Data",
            Assert.Throws<NotSupportedException>(() => TokenizerEncoder.ForTiktokenModel("no-such-model")).Message, StringComparison.Ordinal);
        Assert.Contains("Microsoft.ML.Tokenizers.Data",
            Assert.Throws<NotSupportedException>(() => TokenizerEncoder.ForTiktokenEncoding("cl100k_base")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_TextThatSpellsTheEnd_StaysText()
    {
        const string Text = "a <|endoftext|> b<|endoftext|><|endofprompt|>";
        int[] tokens = Encode(O200k.Value, Text);
        Assert.All(tokens, token => Assert.InRange(token, 0, 199_998));
        Assert.Equal(Text, O200k.Value.Decode(tokens));
    }

    [Fact]
    public void Encode_OwnTokenizerWithSpecialTokens_TextNeverTurnsIntoThem()
    {
        (string vocabulary, string merges) = WriteBpe();
        var special = new Dictionary<string, int> { ["<|end|>"] = 258 };
        BpeTokenizer tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary, merges)
        {
            ByteLevel = true,
            PreTokenizer = new RegexPreTokenizer(new Regex(@"\s?\S+|\s+"), special),
            SpecialTokens = special,
        });
        const string Text = "a <|end|> b<|end|><|end|>";
        Assert.Contains(258, Encode(new TokenizerEncoder(tokenizer, 259, 258, "1"), Text)); // special tokens that are not listed are left to the tokenizer
        var encoder = new TokenizerEncoder(tokenizer, 259, 258, "1", ["<|end|>"]);
        int[] tokens = Encode(encoder, Text);
        Assert.DoesNotContain(258, tokens);
        Assert.Equal(Text, encoder.Decode(tokens));
        Assert.NotEqual(Fingerprint(new TokenizerEncoder(tokenizer, 259, 258, "1")), Fingerprint(encoder));
        Assert.Equal(Fingerprint(new TokenizerEncoder(tokenizer, 259, 258, "1", ["<|end|>", "<|pad|>"])),
            Fingerprint(new TokenizerEncoder(tokenizer, 259, 258, "1", ["<|pad|>", "<|end|>", "<|end|>"])));
        Assert.Throws<ArgumentException>(() => new TokenizerEncoder(tokenizer, 259, 258, "1", ["<"]));
    }

    [Fact]
    public void Constructor_VocabularySizeBelowOne_IsRefused()
    {
        (string vocabulary, string merges) = WriteBpe();
        BpeTokenizer tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary, merges) { ByteLevel = true });
        foreach (int size in (int[])[0, -1, int.MinValue])
            Assert.Equal("vocabularySize", Assert.Throws<ArgumentOutOfRangeException>(() => new TokenizerEncoder(tokenizer, size, 0, "1")).ParamName);
        Assert.Equal("endOfDocument", Assert.Throws<ArgumentOutOfRangeException>(() => new TokenizerEncoder(tokenizer, 10, 10, "1")).ParamName);
    }

    [Fact]
    public void Encode_IdBeyondTheVocabularySize_IsNamed()
    {
        (string vocabulary, string merges) = WriteBpe();
        var encoder = new TokenizerEncoder(BpeTokenizer.Create(new BpeOptions(vocabulary, merges) { ByteLevel = true }), 3, 0, "1");
        foreach (Action encode in (Action[])[() => encoder.Encode("~"u8, []), () => encoder.EncodeSpans("~"u8, [], [])])
            Assert.Contains("the vocabulary has 3 tokens", Assert.Throws<InvalidOperationException>(encode).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_OfEncode_GivesTheText() => Gen.String[0, 200].Sample(text =>
    {
        string valid = new Document("x", text).Text is var raw ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(raw)) : "";
        Assert.Equal(valid, O200k.Value.Decode(Encode(O200k.Value, valid)));
    }, iter: 100);

    [Fact]
    public void Encode_ManyThreads_GivesTheSameIds()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"Document {i} of {i * i} words: déjà vu, 東京 {new string((char)('a' + i % 26), i % 9)}.")];
        int[][] expected = [.. texts.Select(text => Encode(O200k.Value, text))];
        (string vocabulary, string merges) = WriteBpe();
        TokenizerEncoder bpe = TokenizerEncoder.FromBpeFiles(vocabulary, merges, Plain);
        int[][] expectedBpe = [.. texts.Select(text => Encode(TokenizerEncoder.FromBpeFiles(vocabulary, merges, Plain), text))];
        Parallel.For(0, 2_000, i =>
        {
            Assert.Equal(expected[i % 200], Encode(O200k.Value, texts[i % 200]));
            Assert.Equal(expectedBpe[i % 200], Encode(bpe, texts[i % 200]));
        });
    }

    [Fact]
    public void FromBpeFiles_OwnFiles_AppliesMergesAndRoundTrips()
    {
        (string vocabulary, string merges) = WriteBpe();
        TokenizerEncoder encoder = TokenizerEncoder.FromBpeFiles(vocabulary, merges, Plain);
        Assert.Equal(259, encoder.VocabularySize);
        Assert.Equal(258, encoder.EndOfDocument);
        int[] tokens = Encode(encoder, "the thé");
        Assert.Equal(257, tokens[0]); // t h -> th, th e -> the
        Assert.Equal("the thé", encoder.Decode([.. tokens, encoder.EndOfDocument]));
    }

    [Fact]
    public void FromBpeFiles_EndInVocabulary_IsUsed()
    {
        (string vocabulary, string merges) = WriteBpe();
        TokenizerEncoder encoder = TokenizerEncoder.FromBpeFiles(vocabulary, merges, Plain with { EndOfDocumentId = null, EndOfDocumentToken = "the" });
        Assert.Equal(258, encoder.VocabularySize);
        Assert.Equal(257, encoder.EndOfDocument);
    }

    [Fact]
    public void Describe_OtherVocabulary_ChangesTheFingerprint()
    {
        (string vocabulary, string merges) = WriteBpe();
        string first = Fingerprint(TokenizerEncoder.FromBpeFiles(vocabulary, merges, Plain));
        Assert.Equal(first, Fingerprint(TokenizerEncoder.FromBpeFiles(vocabulary, merges, Plain)));
        File.AppendAllText(merges, "\n");
        Assert.NotEqual(first, Fingerprint(TokenizerEncoder.FromBpeFiles(vocabulary, merges, Plain)));
        Assert.NotEqual(first, Fingerprint(O200k.Value));
    }

    [Fact]
    public void FromSentencePieceFile_TinyModel_EncodesWithoutBeginAndEnd()
    {
        string path = folder.Combine("tokenizer.model");
        File.WriteAllBytes(path, SentencePieceModel.Make(["\u2581a", "b", "ab", "\u2581ab", "\u2581", "a"]));
        TokenizerEncoder encoder = TokenizerEncoder.FromSentencePieceFile(path);
        Assert.Equal(3 + 256 + 6, encoder.VocabularySize);
        Assert.Equal(2, encoder.EndOfDocument);
        int[] tokens = Encode(encoder, "ab b");
        Assert.DoesNotContain(1, tokens);
        Assert.DoesNotContain(2, tokens);
        Assert.Equal("ab b", encoder.Decode(tokens));
        Assert.Equal([263, 3 + 0xC3, 3 + 0xA9], Encode(encoder, "é")); // by byte fallback
    }

    [Fact]
    public void FromSentencePieceFile_EndThatTheModelLacks_IsRefused()
    {
        string path = folder.Combine("tokenizer.model");
        File.WriteAllBytes(path, SentencePieceModel.Make(["\u2581a", "b"]));
        Assert.Contains("'<eos>'", Assert.Throws<NotSupportedException>(() => TokenizerEncoder.FromSentencePieceFile(path, "<eos>")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TokenShardSink_WithTokenizer_RoundTrips()
    {
        using TokenShards shards = TokenShardFolder.Write(folder.Combine("tokens"), [new Document("x", "hello world")], new TokenShardSink(O200k.Value));
        Assert.Equal([24912, 2375, 199_999], shards.GetTokens(0));
        Assert.Equal(200_019, shards.VocabularySize);
    }

    private (string Vocabulary, string Merges) WriteBpe() => SmallBpe.Write(folder);

    private static int[] Encode(TokenizerEncoder encoder, string text)
    {
        var tokens = new List<int>();
        encoder.Encode(Encoding.UTF8.GetBytes(text), tokens);
        return [.. tokens];
    }

    private static string Fingerprint(TokenizerEncoder encoder)
    {
        var writer = new FingerprintWriter();
        encoder.Describe(writer);
        return writer.ToFingerprint();
    }
}
