using System.IO.Compression;
using System.Text.Json;
using DataCuration.Models;
using DataCuration.TestKit;

namespace DataCuration.LocalModels.Tests.Export;

/// <summary>Real tokenizers in GGUF files: llama.cpp must give the ids of their reference implementation (shared/vectors/tokenizers).</summary>
public sealed class GgufTokenizerJudgeTests : IDisposable
{
    private readonly TemporaryFolder folder = new(inMemory: true);
    private readonly ITestOutputHelper output;

    public GgufTokenizerJudgeTests(LocalModel model, ITestOutputHelper output)
    {
        model.Require();
        this.output = output;
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("llama2", 0)]
    public void Tokenize_RealTokenizer_GivesTheReferencesIds(string name, int differences) => Compare(name, differences);

    /// <summary>
    /// The larger ones, each of which takes seconds. llama.cpp does not compose characters, as Qwen's tokenizer does (66 texts have another form), and takes
    /// <c>&lt;/s&gt;</c> for a special token wherever it is in a vocabulary. Its regular expressions of GPT-4o and DeepSeek V3 differ from the models' own.
    /// </summary>
    [Theory(Explicit = true)]
    [InlineData("llama3", 0)]
    [InlineData("qwen3", 67)]
    [InlineData("gpt4o", 8)]
    [InlineData("deepseek_v3", 1)]
    [InlineData("gemma3", 0)]
    public void Tokenize_LargeTokenizer_GivesTheReferencesIds(string name, int differences) => Compare(name, differences);

    private void Compare(string name, int differences)
    {
        string? packed = Find("data", name + ".tokenizer.json.gz"), vectors = Find("vectors", Path.Combine("public", name + ".json.gz"));
        Assert.SkipWhen(packed is null || vectors is null, "There are no folders 'shared/data/tokenizers' and 'shared/vectors/tokenizers' beside the repository.");
        folder.Write("tokenizer.json", Unpack(packed!));
        GgufTokenizer tokenizer = GgufTokenizer.FromTokenizerJson(folder["tokenizer.json"]);
        var model = new ModelConfiguration
        {
            Architecture = ModelArchitecture.Llama, VocabularySize = tokenizer.Tokens.Count, Layers = 1, Width = 4, Heads = 1, KeyValueHeads = 1, HeadWidth = 4,
            FeedForwardWidth = 4, ContextLength = 16, TieEmbeddings = true, EndTokenIds = [tokenizer.Types.ToList().IndexOf(GgufTokenType.Control)],
        };
        ModelTensor[] tensors = [.. ModelTensors.List(model).Select(slot => new ModelTensor(slot.Name, slot.Shape, (_, values) => values.Fill(1)))];
        GgufExporter.Write(folder["m.gguf"], model, tensors, tokenizer);
        using var judge = new LlamaCpp(folder["m.gguf"], 16);
        using JsonDocument document = JsonDocument.Parse(Unpack(vectors!));
        JsonElement cases = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement : document.RootElement.GetProperty("cases");
        int count = 0, different = 0;
        foreach (JsonElement one in cases.EnumerateArray())
        {
            string text = one.GetProperty("text").GetString()!;
            int[] expected = [.. one.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            int[] found = judge.Tokenize(text, addsBegin: false, special: true);
            count++;
            if (expected.AsSpan().SequenceEqual(found)) continue;
            different++;
            if (different <= 12) output.WriteLine(JsonSerializer.Serialize(text[..Math.Min(60, text.Length)]));
        }
        output.WriteLine($"{name}: {count} texts, {different} different");
        Assert.True(count > 400);
        Assert.True(different <= differences, $"{different} of {count} texts have other ids.");
    }

    private static byte[] Unpack(string path)
    {
        using var from = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    private static string? Find(string kind, string name)
    {
        string path = Path.Combine("shared", kind, "tokenizers", name);
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, path))) return Path.Combine(at.FullName, path);
        return null;
    }
}
