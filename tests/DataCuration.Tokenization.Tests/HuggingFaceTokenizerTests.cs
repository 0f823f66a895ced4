using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using DataCuration.TestKit;

namespace DataCuration.Tokenization.Tests;

public sealed class HuggingFaceTokenizerTests
{
    [Fact]
    public void Describe_EachOptionOrAnotherFile_ChangesTheFingerprint()
    {
        HuggingFaceTokenizerOptions[] options =
        [
            new(),
            new() { SpecialTokens = SpecialTokenParsing.Parse },
            new() { UntrustedTokens = ["<think>"] },
            new() { AddSpecialTokens = true },
            new() { EndOfDocumentToken = "<think>" },
        ];
        List<string> fingerprints = [.. options.Select(one => Fingerprint(SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h"), one)))];
        fingerprints.Add(Fingerprint(SmallTokenizers.Load(SmallTokenizers.ByteLevel("h t"))));
        Assert.Equal(6, fingerprints.Distinct().Count());
        Assert.Equal(fingerprints[0], Fingerprint(SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h"))));

        static string Fingerprint(HuggingFaceTokenizer tokenizer)
        {
            var writer = new FingerprintWriter();
            tokenizer.Describe(writer);
            return writer.ToFingerprint();
        }
    }

    [Fact]
    public void Encode_ByteLevel_MergesBytesOfWords()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h", "th e", "\u0120 the"));
        Assert.Equal(["the", "\u0120the", "th", "\u00C3", "\u00A9"], SmallTokenizers.Spellings(tokenizer, "the theth\u00E9"));
        Assert.Equal("the theth\u00E9", tokenizer.Decode(tokenizer.Encode("the theth\u00E9")));
        Assert.Equal((261, 259, "BPE"), (tokenizer.VocabularySize, tokenizer.EndOfDocument, tokenizer.ModelKind));
        Assert.Empty(tokenizer.Encode(""));
    }

    [Fact]
    public void Encode_SpecialTokenInText_IsTextUnlessParsed()
    {
        JsonObject file = SmallTokenizers.ByteLevel("e n", "en d");
        HuggingFaceTokenizer untrusted = SmallTokenizers.Load(file);
        HuggingFaceTokenizer parsed = SmallTokenizers.Load(file, new() { SpecialTokens = SpecialTokenParsing.Parse });
        HuggingFaceTokenizer strict = SmallTokenizers.Load(file, new() { UntrustedTokens = ["<think>"] });
        const string Text = "a<|endoftext|>b<think>";
        Assert.DoesNotContain(untrusted.EndOfDocument, untrusted.Encode(Text));
        Assert.Contains("end", SmallTokenizers.Spellings(untrusted, Text));
        Assert.Equal("<think>", SmallTokenizers.Spellings(untrusted, Text)[^1]); // the file does not mark it as special
        Assert.Equal(">", SmallTokenizers.Spellings(strict, Text)[^1]);
        Assert.Equal(["a", "<|endoftext|>", "b", "<think>"], SmallTokenizers.Spellings(parsed, Text));
        foreach (HuggingFaceTokenizer tokenizer in new[] { untrusted, parsed, strict }) Assert.Equal(Text, tokenizer.Decode(tokenizer.Encode(Text)));
        Assert.Equal("ab<think>", parsed.Decode(parsed.Encode(Text), skipSpecialTokens: true));
    }

    [Fact]
    public void Encode_BarsAroundUnmarkedToken_AreNotParsed()
    {
        JsonObject file = SmallTokenizers.ByteLevel();
        file["added_tokens"]!.AsArray().Add(SmallTokenizers.Added(258, "<\uFF5CUser\uFF5C>", special: false));
        Assert.DoesNotContain(258, SmallTokenizers.Load(file).Encode("<\uFF5CUser\uFF5C>"));
        Assert.Equal([258], SmallTokenizers.Load(file, new() { SpecialTokens = SpecialTokenParsing.Parse }).Encode("<\uFF5CUser\uFF5C>"));
    }

    [Fact]
    public void Encode_SentencePieceStyle_FallsBackToBytes()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.SentencePiece("\u2581 h", "\u2581h i", "\u2581 \u2581"));
        Assert.Equal(["\u2581hi", "\u2581hi", "\u2581\u2581", "i", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>"],
            SmallTokenizers.Spellings(tokenizer, "hi hi  i\U0001F600"));
        Assert.Equal("hi hi  i\U0001F600", tokenizer.Decode(tokenizer.Encode("hi hi  i\U0001F600")));
        Assert.Equal("\uFFFD\uFFFDi", tokenizer.Decode([tokenizer.IdOf("<0xF0>")!.Value, tokenizer.IdOf("<0x9F>")!.Value, tokenizer.IdOf("i")!.Value]));
        Assert.Equal((3, 1, 1), (tokenizer.ByteLengthOf(tokenizer.IdOf("\u2581hi")!.Value), tokenizer.ByteLengthOf(tokenizer.IdOf("<0x00>")!.Value),
            tokenizer.ByteLengthOf(tokenizer.IdOf("i")!.Value)));
    }

    [Fact]
    public void EncodeWithOffsets_NormalizedText_NamesOriginalBytes()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.SentencePiece("\u2581 h", "\u2581h i"),
            new() { SpecialTokens = SpecialTokenParsing.Parse });
        Assert.Equal([(0, 2), (2, 5), (5, 7), (5, 7), (7, 8), (8, 12), (12, 14)], Offsets(tokenizer, "hi hi\u00E9\r</s>hi"));

        static (int, int)[] Offsets(HuggingFaceTokenizer tokenizer, string text)
        {
            var found = new List<TokenOffset>();
            tokenizer.EncodeWithOffsets(Encoding.UTF8.GetBytes(text), found);
            Assert.Equal(tokenizer.Encode(text), found.Select(offset => offset.Token));
            return [.. found.Select(offset => (offset.Start, offset.End))];
        }
    }

    [Fact]
    public void EncodeWithOffsets_ByteLevel_CoverTheText()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h", "th e", "\u0120 the", "\u00C3 \u00A9"));
        var random = new Random(5);
        for (int i = 0; i < 200; i++)
        {
            string text = SmallTokenizers.RandomText(random, 20) + " the th\u00E9";
            var found = new List<TokenOffset>();
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            tokenizer.EncodeWithOffsets(bytes, found);
            int at = 0;
            foreach (TokenOffset offset in found)
            {
                Assert.Equal(at, offset.Start);
                Assert.Equal(tokenizer.ByteLengthOf(offset.Token), offset.End - offset.Start);
                at = offset.End;
            }
            Assert.Equal(bytes.Length, at);
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        }
    }

    [Fact]
    public void Encode_AddSpecialTokens_AddsThePostProcessors()
    {
        JsonObject file = SmallTokenizers.WordPiece("a", "##b");
        Assert.Equal([2, 4, 5, 3], SmallTokenizers.Load(file, new() { AddSpecialTokens = true }).Encode("Ab"));
        file["post_processor"] = JsonNode.Parse("{\"type\":\"Sequence\",\"processors\":[{\"type\":\"ByteLevel\",\"trim_offsets\":false},"
            + "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"[CLS]\",\"type_id\":0}},{\"Sequence\":{\"id\":\"A\","
            + "\"type_id\":0}}],\"pair\":[],\"special_tokens\":{\"[CLS]\":{\"id\":\"[CLS]\",\"ids\":[2],\"tokens\":[\"[CLS]\"]}}}]}");
        Assert.Equal([2, 4, 5], SmallTokenizers.Load(file, new() { AddSpecialTokens = true }).Encode("Ab"));
        Assert.Equal([4, 5], SmallTokenizers.Load(file).Encode("Ab"));
    }

    [Fact]
    public void Load_FolderOrPackedFile_ReadsIt()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = SmallTokenizers.Bytes(SmallTokenizers.ByteLevel("t h"));
        folder.Write("tokenizer.json", bytes);
        using (var packed = new GZipStream(File.Create(folder["x.json.gz"]), CompressionLevel.Fastest)) packed.Write(bytes);
        foreach (string path in new[] { folder.FullPath, folder["tokenizer.json"], folder["x.json.gz"] })
            Assert.Equal([256], HuggingFaceTokenizer.Load(path).Encode("th"));
        folder.Write("marked.json", [0xEF, 0xBB, 0xBF, .. bytes]);
        Assert.Equal([256], HuggingFaceTokenizer.Load(folder["marked.json"]).Encode("th"));
        folder.Write("bad.json.gz", bytes);
        Assert.Contains("bad.json.gz", Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Load(folder["bad.json.gz"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void EndOfDocument_NoUsualToken_SaysWhatToSet()
    {
        JsonObject file = SmallTokenizers.WordLevel("a");
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(file);
        Assert.Contains("EndOfDocumentToken", Assert.Throws<InvalidOperationException>(() => tokenizer.EndOfDocument).Message, StringComparison.Ordinal);
        Assert.Equal(1, SmallTokenizers.Load(file, new() { EndOfDocumentToken = "a" }).EndOfDocument);
        Assert.Contains("'b'", Assert.Throws<NotSupportedException>(() => SmallTokenizers.Load(file, new() { EndOfDocumentToken = "b" })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_OtherOptionsOrContent_ChangeFingerprint()
    {
        JsonObject file = SmallTokenizers.ByteLevel("t h");
        string[] all =
        [
            Fingerprint(SmallTokenizers.Load(file)), Fingerprint(SmallTokenizers.Load(file, new() { SpecialTokens = SpecialTokenParsing.Parse })),
            Fingerprint(SmallTokenizers.Load(file, new() { AddSpecialTokens = true })),
            Fingerprint(SmallTokenizers.Load(file, new() { UntrustedTokens = ["a"] })),
            Fingerprint(SmallTokenizers.Load(file, new() { EndOfDocumentToken = "th" })), Fingerprint(SmallTokenizers.Load(SmallTokenizers.ByteLevel("t e"))),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], Fingerprint(SmallTokenizers.Load(file)));

        static string Fingerprint(HuggingFaceTokenizer tokenizer)
        {
            var writer = new FingerprintWriter();
            tokenizer.Describe(writer);
            return writer.ToFingerprint();
        }
    }

    [Fact]
    public void Encode_ManyThreads_GiveTheSameTokens()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h", "th e", "\u0120 the", "a b", "\u0120 a"));
        string[] texts = [.. Enumerable.Range(0, 100).Select(i => SmallTokenizers.RandomText(new Random(i), 50))];
        int[][] expected = [.. texts.Select(tokenizer.Encode)];
        Parallel.For(0, 400, i => Assert.Equal(expected[i % 100], tokenizer.Encode(texts[i % 100])));
    }

    [Fact]
    public void Encode_InvalidUtf8_ReadsReplacementCharacters()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel());
        var tokens = new List<int>();
        tokenizer.Encode([0x61, 0xFF, 0xE3, 0x81], tokens);
        Assert.Equal("a\uFFFD\uFFFD", tokenizer.Decode([.. tokens]));
    }

    [Fact]
    public void Encode_WithoutAllocation_OnceMemoryIsThere()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h", "th e", "\u0120 the"));
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("the other the\u00E9 \u65E5\u672C\u8A9E 123\n", 50)));
        var tokens = new List<int>(10_000);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 100; i++) Encode();
        }));

        void Encode()
        {
            tokens.Clear();
            tokenizer.Encode(text, tokens);
        }
    }
}
