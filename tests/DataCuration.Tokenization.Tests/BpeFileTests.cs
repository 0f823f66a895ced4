using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Tokenization.Tests;

/// <summary>Byte-pair files give the ids of the model's own tokenizer, or are refused.</summary>
public sealed class BpeFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void FromBpeFiles_UnknownVocabularyWithoutSplitting_SaysWhatToSet()
    {
        (string vocabulary, string merges) = SmallBpe.Write(folder);
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => TokenizerEncoder.FromBpeFiles(vocabulary, merges));
        Assert.Contains("BpeFileOptions.Splitting", e.Message, StringComparison.Ordinal);
        Assert.Contains(vocabulary, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromBpeFiles_EndNotInVocabulary_IsRefusedInsteadOfInvented()
    {
        (string vocabulary, string merges) = SmallBpe.Write(folder);
        var options = new BpeFileOptions { Splitting = BpeSplitting.Gpt2 };
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => TokenizerEncoder.FromBpeFiles(vocabulary, merges, options));
        Assert.Contains("has no token '<|endoftext|>'", e.Message, StringComparison.Ordinal);
        Assert.Contains("'<|eot|>'", Assert.Throws<NotSupportedException>(
            () => TokenizerEncoder.FromBpeFiles(vocabulary, merges, options with { EndOfDocumentToken = "<|eot|>" })).Message, StringComparison.Ordinal);
        TokenizerEncoder encoder = TokenizerEncoder.FromBpeFiles(vocabulary, merges, options with { EndOfDocumentId = 300 });
        Assert.Equal((300, 301), (encoder.EndOfDocument, encoder.VocabularySize));
        Assert.Contains("the id of 'the'", Assert.Throws<NotSupportedException>(
            () => TokenizerEncoder.FromBpeFiles(vocabulary, merges, options with { EndOfDocumentId = 257 })).Message, StringComparison.Ordinal);
        Assert.Equal(257, TokenizerEncoder.FromBpeFiles(vocabulary, merges, options with { EndOfDocumentId = 257, EndOfDocumentToken = "the" }).EndOfDocument);
    }

    [Theory]
    [InlineData("{", "{}")]
    [InlineData("[1]", "")]
    [InlineData("{\"a\":\"b\"}", "")]
    [InlineData("{}", "")]
    public void FromBpeFiles_NoVocabulary_SaysSo(string vocabulary, string merges)
    {
        File.WriteAllText(folder["v.json"], vocabulary);
        File.WriteAllText(folder["m.txt"], merges);
        Assert.Contains("v.json", Assert.Throws<InvalidDataException>(() => TokenizerEncoder.FromBpeFiles(folder["v.json"], folder["m.txt"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FromBpeFiles_OtherSplitting_ChangesIdsAndFingerprint()
    {
        (string vocabulary, string merges) = SmallBpe.Write(folder);
        TokenizerEncoder words = Make(BpeSplitting.Gpt2), letters = Make(new BpeSplitting(@"\p{L}"));
        Assert.Equal([257], Encode(words, "the"));
        Assert.Equal(3, Encode(letters, "the").Length);
        Assert.NotEqual(Fingerprint(words), Fingerprint(letters));
        Assert.NotEqual(Fingerprint(words), Fingerprint(Make(BpeSplitting.Gpt2 with { Compose = true })));
        Assert.ThrowsAny<ArgumentException>(() => new BpeSplitting("("));

        TokenizerEncoder Make(BpeSplitting splitting) =>
            TokenizerEncoder.FromBpeFiles(vocabulary, merges, new BpeFileOptions { Splitting = splitting, EndOfDocumentId = 258 });
    }

    [Theory]
    [InlineData("qwen3", 151_643, "Qwen")]
    [InlineData("llama3", 128_001, "Llama3")] // not 128,000, which begins a text
    [InlineData("gpt4o", 199_999, "O200k")]
    public void FromBpeFiles_RealVocabularies_GiveTheReferencesIds(string model, int end, string splitting)
    {
        (string vocabulary, string merges) = Extract(model);
        TokenizerEncoder encoder = TokenizerEncoder.FromBpeFiles(vocabulary, merges);
        Assert.Equal(end, encoder.EndOfDocument);
        Assert.True(encoder.VocabularySize > end);
        Assert.Equal(Fingerprint(encoder), Fingerprint(TokenizerEncoder.FromBpeFiles(vocabulary, merges, new BpeFileOptions
        {
            Splitting = splitting switch { "Qwen" => BpeSplitting.Qwen, "Llama3" => BpeSplitting.Llama3, _ => BpeSplitting.O200k }
        })));
        Assert.Contains("splits text in another way", Assert.Throws<NotSupportedException>(() => TokenizerEncoder.FromBpeFiles(vocabulary, merges,
            new BpeFileOptions { Splitting = BpeSplitting.Gpt2 })).Message, StringComparison.Ordinal);
        if (model == "qwen3") Assert.Equal([69, 2075, 982, 262, 379], Encode(encoder, "f(x):\n    y"));
        (int right, int compared, List<string> wrong) = Compare(encoder, model, vocabulary);
        output.WriteLine($"{model}: {right} of {compared} texts have the reference's ids. Others: {string.Join(" | ", wrong.Take(5))}");
        Assert.True(compared > 400, $"Only {compared} texts were compared.");
        Assert.Empty(wrong);
    }

    [Fact]
    public void FromBpeFiles_MergesCutOffOrAnotherModels_IsRefused()
    {
        (string vocabulary, string merges) = Extract("qwen3");
        (string _, string others) = Extract("gpt4o");
        string[] lines = File.ReadAllLines(merges);
        File.WriteAllLines(folder["cut.txt"], lines.Take(lines.Length / 2));
        foreach (string wrong in new[] { folder["cut.txt"], others })
        {
            string message = Assert.Throws<InvalidDataException>(() => TokenizerEncoder.FromBpeFiles(vocabulary, wrong)).Message;
            output.WriteLine(message);
            Assert.Contains($"The merges in '{wrong}' do not build", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FromBpeFiles_MarkAndCarriageReturns_ChangeNothing()
    {
        (string vocabulary, string merges) = SmallBpe.Write(folder);
        var options = new BpeFileOptions { Splitting = BpeSplitting.Gpt2, EndOfDocumentId = 258 };
        File.WriteAllText(folder["v.json"], "\uFEFF" + File.ReadAllText(vocabulary));
        File.WriteAllText(folder["m.txt"], "\uFEFF" + File.ReadAllText(merges).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(Encode(TokenizerEncoder.FromBpeFiles(vocabulary, merges, options), "the other"),
            Encode(TokenizerEncoder.FromBpeFiles(folder["v.json"], folder["m.txt"], options), "the other"));
    }

    [Fact]
    public void FromBpeFiles_DeepSeek_IsRefused()
    {
        (string vocabulary, string merges) = Extract("deepseek_v3");
        foreach (BpeSplitting? splitting in new[] { null, BpeSplitting.Gpt2, new BpeSplitting(@"\p{N}{1,3}") })
            Assert.Contains("DeepSeek V3", Assert.Throws<NotSupportedException>(() => TokenizerEncoder.FromBpeFiles(vocabulary, merges,
                new BpeFileOptions { Splitting = splitting })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ForTiktokenEncoding_O200kBase_GivesTheReferencesIds()
    {
        TokenizerEncoder encoder = TokenizerEncoder.ForTiktokenEncoding("o200k_base");
        (int right, int compared, List<string> wrong) = Compare(encoder, "gpt4o", Extract("gpt4o").Vocabulary);
        output.WriteLine($"o200k_base: {right} of {compared} texts. Others: {string.Join(" | ", wrong.Take(5))}");
        Assert.Empty(wrong);
    }

    /// <summary>Compares with the reference's ids. Texts that spell special tokens are left out: this library never encodes text as one.</summary>
    private static (int Right, int Compared, List<string> Wrong) Compare(TokenizerEncoder encoder, string model, string vocabulary)
    {
        int lastId;
        using (JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(vocabulary)))
            lastId = json.RootElement.EnumerateObject().Max(token => token.Value.GetInt32());
        using JsonDocument vectors = JsonDocument.Parse(Unpack(SharedFile("vectors", "tokenizers", "public", model + ".json.gz")));
        int right = 0, compared = 0;
        var wrong = new List<string>();
        foreach (JsonElement test in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            int[] expected = [.. test.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            if (expected.Any(id => id > lastId || id == encoder.EndOfDocument)) continue;
            string text = test.GetProperty("text").GetString()!;
            compared++;
            if (expected.SequenceEqual(Encode(encoder, text))) right++;
            else wrong.Add(JsonSerializer.Serialize(text));
        }
        return (right, compared, wrong);
    }

    /// <summary>Writes the vocabulary and merges of a real tokenizer as two files.</summary>
    private (string Vocabulary, string Merges) Extract(string model)
    {
        using JsonDocument json = JsonDocument.Parse(Unpack(SharedFile("data", "tokenizers", model + ".tokenizer.json.gz")));
        JsonElement part = json.RootElement.GetProperty("model");
        string vocabulary = folder[model + "-vocab.json"], merges = folder[model + "-merges.txt"];
        File.WriteAllText(vocabulary, part.GetProperty("vocab").GetRawText());
        File.WriteAllLines(merges, part.GetProperty("merges").EnumerateArray().Select(merge => merge.ValueKind == JsonValueKind.String ? merge.GetString()!
            : string.Join(' ', merge.EnumerateArray().Select(half => half.GetString()))).Prepend("#version: 0.2"));
        return (vocabulary, merges);
    }

    private static string SharedFile(params string[] parts)
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            string file = Path.Combine([at, "..", "shared", .. parts]);
            if (File.Exists(Path.Combine(at, "DataCuration.sln")) && File.Exists(file)) return file;
        }
        Assert.Skip($"The folder 'shared' beside the repository has no {Path.Combine(parts)}.");
        return "";
    }

    private static byte[] Unpack(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var all = new MemoryStream();
        gzip.CopyTo(all);
        return all.ToArray();
    }

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
