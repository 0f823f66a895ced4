using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using DataCuration.TestKit;

namespace DataCuration.Tokenization.Tests;

/// <summary>Files that cannot be reproduced are refused with the name of the part, and damaged ones with a clear error.</summary>
public sealed class PipelineReaderTests
{
    [Theory]
    [InlineData("normalizer", "{\"type\":\"Punycode\"}", "Punycode")]
    [InlineData("normalizer", "{\"type\":\"NFC\",\"version\":9}", "normalizer.version")]
    [InlineData("pre_tokenizer", "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Magic\"}]}", "pre_tokenizer.pretokenizers[0]")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a)\\\\1\"},\"behavior\":\"Isolated\"}", "pre_tokenizer.pattern")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"Sideways\"}", "Sideways")]
    [InlineData("decoder", "{\"type\":\"Rot13\"}", "Rot13")]
    [InlineData("post_processor", "{\"type\":\"Shuffle\"}", "Shuffle")]
    [InlineData("version", "\"2.0\"", "version")]
    [InlineData("surprise", "{}", "surprise")]
    [InlineData("model", "{\"type\":\"BPE\",\"dropout\":0.1,\"vocab\":{\"a\":0},\"merges\":[]}", "model.dropout")]
    [InlineData("model", "{\"type\":\"Neural\",\"vocab\":{}}", "Neural")]
    public void Read_UnknownPart_IsRefusedByName(string name, string value, string expected)
    {
        JsonObject file = SmallTokenizers.ByteLevel("t h");
        file[name] = JsonNode.Parse(value);
        string message = Assert.Throws<NotSupportedException>(() => SmallTokenizers.Load(file)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.StartsWith("'tokenizer.json'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":0},\"merges\":[]}", "two tokens")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1},\"merges\":[\"a b\"]}", "'a' and 'b'")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{\"a\":2000000000},\"merges\":[]}", "2000000000 for 'a', which is not below 1040")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"abc\"]}", "item 0")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}", "'a'")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":[],\"merges\":[]}", "model.vocab")]
    [InlineData("model", "{\"type\":\"WordPiece\",\"unk_token\":\"?\",\"vocab\":{\"a\":0}}", "'?'")]
    [InlineData("model", "{\"type\":\"Unigram\",\"unk_id\":5,\"vocab\":[[\"a\",0]]}", "unk_id")]
    [InlineData("model", "{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[[\"a\"]]}", "item 0")]
    [InlineData("normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAA\"}", "precompiled_charsmap")]
    [InlineData("normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"/////w==\"}", "precompiled_charsmap")]
    [InlineData("added_tokens", "[1]", "added_tokens[0]")]
    public void Read_WrongPart_SaysWhere(string name, string value, string expected)
    {
        JsonObject file = SmallTokenizers.ByteLevel("t h");
        file[name] = JsonNode.Parse(value);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => SmallTokenizers.Load(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'a':0,'b':1055}", true)]
    [InlineData("{'a':0,'b':1056}", false)]
    public void Read_LargeId_IsBoundedByTheEntries(string vocabulary, bool isRead)
    {
        JsonObject file = SmallTokenizers.ByteLevel("t h");
        string padding = new(' ', 200_000); // the length of the file does not count
        file["added_tokens"] = new JsonArray();
        string json = file.ToJsonString().Replace(file["model"]!.ToJsonString(),
            "{\"type\":\"BPE\",\"vocab\":" + vocabulary.Replace('\'', '"') + ",\"merges\":[]}" + padding, StringComparison.Ordinal);
        if (isRead) Assert.Equal(1056, HuggingFaceTokenizer.Parse(Encoding.UTF8.GetBytes(json)).VocabularySize);
        else
            Assert.Contains("'b'", Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Parse(Encoding.UTF8.GetBytes(json))).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HostilePatterns_AreRefusedWithTheLimit()
    {
        foreach (string pattern in (string[])["a" + new string('+', 400_000), "a" + string.Concat(Enumerable.Repeat("??", 20_000))])
        {
            JsonObject file = SmallTokenizers.ByteLevel("t h");
            file["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Split",
                ["pattern"] = new JsonObject { ["Regex"] = pattern },
                ["behavior"] = "Isolated",
            };
            string message = Assert.Throws<NotSupportedException>(() => SmallTokenizers.Load(file)).Message;
            Assert.Contains("the limit of 100", message, StringComparison.Ordinal);
            Assert.InRange(message.Length, 1, 600);
        }
    }

    [Fact]
    public void Read_GzipThatUnpacksToMoreThanTheLimit_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        using (var packed = new GZipStream(File.Create(folder["bomb.json.gz"]), CompressionLevel.Fastest)) packed.Write(new byte[100_001]);
        string message = Assert.Throws<InvalidDataException>(() => TokenizerFile.Read(folder["bomb.json.gz"], mostUnpacked: 100_000)).Message;
        Assert.Contains("bomb.json.gz", message, StringComparison.Ordinal);
        Assert.Contains("100000", message, StringComparison.Ordinal);
        Assert.Equal(100_001, TokenizerFile.Read(folder["bomb.json.gz"], mostUnpacked: 100_001).Json.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"model\":null}")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{},\"merges\":[]},\"added_tokens\":7}")]
    public void Read_NoTokenizer_IsInvalid(string text) =>
        Assert.StartsWith("'tokenizer.json'", Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Parse(Encoding.UTF8.GetBytes(text))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_HalfACharacter_IsInvalid()
    {
        string file = SmallTokenizers.WordLevel("ab").ToJsonString().Replace("\"ab\"", "\"a\\ud800\"", StringComparison.Ordinal);
        Assert.Contains("half a character", Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Parse(Encoding.UTF8.GetBytes(file))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotUtf8_IsInvalid() =>
        Assert.Contains("UTF-8", Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Parse(new byte[] { 0x7B, 0xFF, 0x7D })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_DamagedFiles_ThrowClearErrorsOnly()
    {
        foreach (byte[] file in TokenizerMutations.Small) Assert.True(TokenizerMutations.TryUse(file, out string reason), reason);
        int read = 0, refused = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            byte[] file = TokenizerMutations.Mutate(TokenizerMutations.Small, seed);
            if (TokenizerMutations.TryUse(file, out string reason)) read++;
            else refused++;
            Assert.True(reason.Length > 0);
        }
        Assert.True(read > 5 && refused > 100, $"{read} files were read, {refused} refused.");
    }
}
