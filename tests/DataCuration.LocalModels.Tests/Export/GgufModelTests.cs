using System.Text;
using DataCuration.Models;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.LocalModels.Tests.Export;

/// <summary>llama.cpp is the outside judge: models that are trained here continue prompts there with the same tokens.</summary>
public sealed class GgufModelTests : IDisposable
{
    private const double Tie = 1e-3;
    private readonly TemporaryFolder folder = new();
    private readonly ITestOutputHelper output;

    public GgufModelTests(LocalModel model, ITestOutputHelper output)
    {
        model.Require();
        this.output = output;
    }

    public static TheoryData<string> Forms => [.. TrainedModels.Forms.Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("llama, multi-head, tied, Llama 3's scaling")]
    [InlineData("qwen2, tied")]
    [InlineData("qwen3, tied")]
    public Task Continue_FewPrompts_HasTheSameTokens(string form) => Compare(form, steps: 12, prompts: 4, tokens: 16);

    /// <summary>Acceptance: 50 prompts of 64 tokens, for all forms.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Forms))]
    public Task Continue_ManyPrompts_HasTheSameTokens(string form) => Compare(form, steps: 300, prompts: 50, tokens: 64);

    [Fact]
    public async Task Logits_OfSmallerNumbers_AreNear()
    {
        using TorchSharpModel trained = await TrainedModels.TrainAsync("llama", 12, folder, TestContext.Current.CancellationToken);
        int[] prompt = TrainedModels.Prompt(1);
        float[] expected = trained.Logits(prompt).AsSpan(^trained.Options.VocabularySize..).ToArray();
        foreach ((GgufTensorType type, double tolerance) in ((GgufTensorType, double)[])[(GgufTensorType.Float16, 0.02), (GgufTensorType.Q8, 0.2)])
        {
            string path = folder[type.ToString()];
            trained.ExportGguf(path, GgufTokenizer.Bytes(), new() { Type = type });
            using var judge = new LlamaCpp(path, trained.Options.ContextLength);
            float[] found = judge.Read(prompt);
            double largest = expected.Zip(found, (a, b) => Math.Abs(a - b)).Max();
            output.WriteLine($"{type}: largest difference {largest:g3} of logits from {expected.Min():f2} to {expected.Max():f2}");
            Assert.InRange(largest, 1e-7, tolerance);
        }
    }

    [Fact]
    public async Task Tokenize_ByteModel_GivesTheBytes()
    {
        using TorchSharpModel trained = await TrainedModels.TrainAsync("llama", 1, folder, TestContext.Current.CancellationToken);
        trained.ExportGguf(folder["m.gguf"], GgufTokenizer.Bytes());
        using var judge = new LlamaCpp(folder["m.gguf"], 64);
        var random = new SeededRandom(17);
        for (int trial = 0; trial < 300; trial++)
        {
            var text = new StringBuilder();
            for (int length = trial % 40; length > 0; length--)
                text.Append(random.NextInt64(3) > 0 ? (char)(1 + random.NextInt64(126)) : new Rune((int)random.NextInt64(0xD800)).ToString());
            string written = text.ToString().Replace("\0", "", StringComparison.Ordinal);
            Assert.Equal(Encoding.UTF8.GetBytes(written).Select(value => (int)value), judge.Tokenize(written, addsBegin: false, special: false));
        }
        Assert.Equal([256, 'h', 'i'], judge.Tokenize("hi", addsBegin: true, special: false));
        Assert.Equal(['a', 256], judge.Tokenize("a<|end|>", addsBegin: false, special: true));
    }

    private async Task Compare(string form, int steps, int prompts, int tokens)
    {
        using TorchSharpModel trained = await TrainedModels.TrainAsync(form, steps, folder, TestContext.Current.CancellationToken);
        trained.ExportGguf(folder["m.gguf"], GgufTokenizer.Bytes(), new() { Type = GgufTensorType.Float32 });
        using var judge = new LlamaCpp(folder["m.gguf"], trained.Options.ContextLength);
        int ties = 0, compared = 0;
        double largest = 0;
        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (int number = 0; number < prompts; number++)
        {
            judge.Clear();
            List<int> all = [.. TrainedModels.Prompt(number)];
            float[] found = judge.Read(all.ToArray());
            for (int i = 0; i < tokens; i++)
            {
                float[] expected = trained.Logits(all.ToArray()).AsSpan(^trained.Options.VocabularySize..).ToArray();
                largest = Math.Max(largest, expected.Zip(found, (a, b) => Math.Abs(a - b)).Max());
                int own = Best(expected), its = Best(found);
                if (own != its)
                {
                    Assert.True(Math.Abs(expected[own] - expected[its]) <= Tie,
                        $"prompt {number}, token {i}: {own} ({expected[own]}) here, {its} ({expected[its]}) there");
                    ties++;
                    break;
                }
                compared++;
                all.Add(own);
                found = judge.Read([own]);
            }
            texts.Add(string.Join(' ', all));
        }
        output.WriteLine($"{form}: {prompts} prompts, {compared} equal tokens, {ties} ties, largest difference of logits {largest:g3}");
        Assert.True(compared >= prompts * tokens * 0.9, "Most tokens must be compared.");
        Assert.True(texts.Count > prompts / 2, "The continuations must depend on the prompts, or the comparison shows little.");
        Assert.True(largest < 1e-2, $"The logits differ by {largest}.");
    }

    private static int Best(float[] logits) => Array.IndexOf(logits, logits.Max());
}
