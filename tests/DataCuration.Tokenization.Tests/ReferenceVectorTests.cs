using System.IO.Compression;
using System.Text.Json;

namespace DataCuration.Tokenization.Tests;

/// <summary>Real tokenizers give the ids and texts of Hugging Face's library. The conformance program checks all of them.</summary>
public sealed class ReferenceVectorTests
{
    [Theory]
    [InlineData("llama2")]
    [InlineData("deepseek_v3")]
    public void Encode_RealTokenizers_GiveTheReferencesIds(string model)
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load(SharedFile("data", "tokenizers", model + ".tokenizer.json.gz"),
            new() { SpecialTokens = SpecialTokenParsing.Parse });
        using var packed = new GZipStream(File.OpenRead(SharedFile("vectors", "tokenizers", "public", model + ".json.gz")), CompressionMode.Decompress);
        using JsonDocument vectors = JsonDocument.Parse(packed);
        int cases = 0;
        foreach (JsonElement test in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            string text = test.GetProperty("text").GetString()!;
            int[] expected = [.. test.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            Assert.Equal(expected, tokenizer.Encode(text));
            Assert.Equal(test.GetProperty("decoded").GetString(), tokenizer.Decode(expected));
            cases++;
        }
        Assert.True(cases > 400, $"Only {cases} texts were compared.");
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
}
