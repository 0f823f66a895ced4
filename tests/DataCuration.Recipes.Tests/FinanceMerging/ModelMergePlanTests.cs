using DataCuration.Mixing;
using DataCuration.Models;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.FinanceMerging;

public sealed class ModelMergePlanTests : IDisposable
{
    private const string Whole = """
        {
          "version": 1,
          "base": "models/base",
          "continued": "models/finance",
          "instruct": "models/instruct",
          "continued_weight": 1,
          "instruct_weight": 0.5,
          "mixture": [
            {
              "until": 1,
              "shares": {
                "finance": 0.75,
                "general": 0.25
              }
            }
          ]
        }

        """;

    private static readonly ModelMergePlan Plan = new()
    {
        Base = "models/base",
        Continued = "models/finance",
        Instruct = "models/instruct",
        InstructWeight = 0.5,
        Mixture = MixturePlan.FromDomainShare("finance", 0.75, "general"),
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Save_Plan_WritesTheFileAndLoadReadsIt()
    {
        string path = folder.Combine("plan.json");
        Plan.Save(path);
        Assert.Equal(Whole.ReplaceLineEndings("\n"), File.ReadAllText(path));
        ModelMergePlan read = ModelMergePlan.Load(path);
        Assert.Equal(Plan.Fingerprint, read.Fingerprint);
        Assert.Equal(0.75, read.Mixture!.ShareOf("finance"));
        ModelMergePlan bare = Plan with { Mixture = null };
        bare.Save(path);
        Assert.Null(ModelMergePlan.Load(path).Mixture);
        Assert.Equal(7, new[]
        {
            Plan, bare, Plan with { Base = "x" }, Plan with { Continued = "x" }, Plan with { Instruct = "x" }, Plan with { ContinuedWeight = 2 },
            Plan with { InstructWeight = 2 },
        }.Select(plan => plan.Fingerprint).Distinct().Count());
    }

    [Theory]
    [InlineData("", "plan.json")]
    [InlineData("[]", "plan.json")]
    [InlineData("{\"version\": 2}", "version 2")]
    [InlineData("{\"version\": 1}", "'base' is missing")]
    [InlineData("{\"version\": 1, \"base\": 3}", "'base' is not a text")]
    [InlineData("{\"version\": 1, \"base\": \"\"}", "plan.json")]
    [InlineData("{\"version\": 1, \"wieght\": 1}", "'wieght' is unknown")]
    [InlineData("{\"version\": 1, \"base\": \"a\", \"continued\": \"b\", \"instruct\": \"c\", \"continued_weight\": 1, \"instruct_weight\": 1, "
        + "\"mixture\": [{\"until\": 1, \"shares\": {\"a\": 1}, \"form\": 1}]}", "'form' is unknown")]
    [InlineData("{\"version\": 1, \"version\": 1}", "version")]
    [InlineData("{\"version\": 1, \"base\": \"b\", \"continued\": \"c\", \"instruct\": \"i\", \"continued_weight\": 1e999, \"instruct_weight\": 1}", "finite")]
    [InlineData("{\"version\": 1, \"base\": \"b\", \"continued\": \"c\", \"instruct\": \"i\", \"continued_weight\": 1, \"instruct_weight\": 1, "
        + "\"mixture\": [{\"until\": 1, \"shares\": {\"a\": 0.5}}]}", "Phase 0")]
    [InlineData("{\"version\": 1, \"base\": \"b\", \"continued\": \"c\", \"instruct\": \"i\", \"continued_weight\": 1, \"instruct_weight\": 1, "
        + "\"mixture\": [7]}", "plan.json")]
    public void Load_DamagedFile_NamesFileAndMember(string content, string part)
    {
        string path = folder.Combine("plan.json");
        File.WriteAllText(path, content);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => ModelMergePlan.Load(path));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_SmallModels_AddsTheInstructionVectorToTheDomainModel()
    {
        var configuration = new ModelConfiguration
        {
            Architecture = ModelArchitecture.Llama,
            VocabularySize = 11,
            Layers = 1,
            Width = 8,
            Heads = 2,
            KeyValueHeads = 2,
            HeadWidth = 4,
            FeedForwardWidth = 6,
            ContextLength = 16,
            BeginTokenId = 1,
            EndTokenIds = [2],
        };
        float[] start = Save("base", 1), domain = Save("finance", 2), chat = Save("chat", 3);
        var plan = new ModelMergePlan { Base = folder.Combine("base"), Continued = folder.Combine("finance"), Instruct = folder.Combine("chat") };
        MergeReport report = plan.Merge(folder.Combine("merged"));
        using HuggingFaceFolder merged = HuggingFaceFolder.Open(folder.Combine("merged"));
        float[] values = [.. merged.Tensors.SelectMany(tensor => tensor.ToArray())];
        Assert.Equal(start.Length, values.Length);
        for (int i = 0; i < values.Length; i++) Assert.Equal(domain[i] + (double)(chat[i] - start[i]), values[i], 1e-6);
        Assert.Equal([1, 1], report.Models.Select(model => model.Weight));
        Assert.True(File.Exists(folder.Combine("merged", TaskVectorMerge.ManifestFileName)));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan with { InstructWeight = double.NaN });
        Assert.ThrowsAny<ArgumentException>(() => plan with { Base = "" });

        float[] Save(string name, ulong seed)
        {
            var random = new SeededRandom(seed);
            ModelTensor[] tensors = [.. ModelTensors.List(configuration).Select(slot => ModelTensor.FromValues(slot.Name, slot.Shape,
                Enumerable.Range(0, (int)slot.Shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray()))];
            HuggingFaceFolder.Write(folder.Combine(name), configuration, tensors);
            return [.. tensors.SelectMany(tensor => tensor.ToArray())];
        }
    }
}
