using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.Cybersecurity;

public sealed class CybersecurityRecipeTests : IDisposable
{
    private const string Md5 = "9e107d9d372bb6826bd81d3542a419d6", Sha = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";

    private const string Question = "Which tool did the operators of the campaign use to dump credentials from the memory of the domain controller";

    private static readonly string[] Subjects =
        ["mail gateway", "print server", "backup host", "badge reader", "web shop", "voting portal", "water plant", "bank terminal", "school network",
            "cargo ship"];

    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Build_SmallPool_KeepsTheDomainOnceAndLeavesIndicators()
    {
        (Dictionary<string, string> kept, Dictionary<string, string> dropped) = await FatesAsync(new CybersecurityOptions { Evaluation = Benchmark() });
        Assert.Equal([.. Subjects.Select((_, i) => $"report{i}"), "indicators", "contact"], kept.Keys);
        Assert.Contains(Md5, kept["indicators"], StringComparison.Ordinal);
        Assert.Contains("203.0.114[.]7 and 8.8.8.8", kept["indicators"], StringComparison.Ordinal);
        Assert.Contains("hxxps://bad.example/drop", kept["indicators"], StringComparison.Ordinal);
        Assert.Contains("Write to <EMAIL>.", kept["contact"], StringComparison.Ordinal);
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["short"] = "too_short",
            ["empty"] = "too_short",
            ["copy"] = "exact_duplicate",
            ["edited"] = "near_duplicate",
            ["benchmark"] = "contaminated",
            ["repeats"] = "too_few_terms",
            ["passing"] = "too_sparse_terms",
        };
        for (int i = 0; i < 10; i++) expected[$"cake{i}"] = "too_few_terms";
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), dropped.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Build_MaskedIndicators_ReplacesThemAfterDeduplication()
    {
        var options = new CybersecurityOptions { MaskedIndicators = IndicatorKinds.All, PersonalData = PersonalDataKinds.None };
        (Dictionary<string, string> kept, _) = await FatesAsync(options);
        Assert.EndsWith("Seen: <CVE>, <CWE>, <TECHNIQUE>; files <HASH> and <HASH>; hosts <IP_ADDRESS> and <IP_ADDRESS>; drop at <URL>.", kept["indicators"],
            StringComparison.Ordinal);
        Assert.Contains("Write to soc@corp.example.", kept["contact"], StringComparison.Ordinal);
        Assert.Contains("benchmark", kept.Keys);
    }

    [Fact]
    public async Task Build_Scorer_TakesThePlaceOfTheTerms()
    {
        var options = new CybersecurityOptions { Scorer = new CakeScorer(), Label = "cake", MinScore = 0.9 };
        (Dictionary<string, string> kept, Dictionary<string, string> dropped) = await FatesAsync(options);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"cake{i}"), kept.Keys);
        Assert.DoesNotContain("too_few_terms", dropped.Values);
    }

    [Fact]
    public Task Build_AnyWorkersAndAgain_GivesTheSame() => RecipeRuns.AssertSameForAnyWorkersAsync(async (inputs, run) => new RecipeResult(
        (RecipeParts.Train, await CybersecurityRecipe.BuildAsync(RecipeRuns.Write(inputs, "pool", Pool()), run))));

    [Fact]
    public void Options_BadValues_NameThem()
    {
        Assert.Throws<ArgumentOutOfRangeException>("MinWords", () => new CybersecurityOptions { MinWords = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("Similarity", () => new CybersecurityOptions { Similarity = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("MinScore", () => new CybersecurityOptions { MinScore = double.NaN });
        Assert.ThrowsAny<ArgumentException>(() => new CybersecurityOptions { Terms = [] });
    }

    private async Task<(Dictionary<string, string> Kept, Dictionary<string, string> Dropped)> FatesAsync(CybersecurityOptions options)
    {
        Corpus domain = await CybersecurityRecipe.BuildAsync(Corpus.FromDocuments(Pool()), folder.Run(), options);
        return await RecipeRuns.FatesAsync(domain, folder, "out");
    }

    private static Corpus Benchmark() => Corpus.FromDocuments([new Document("q", Question)]);

    private static List<Document> Pool()
    {
        var pool = new List<Document>();
        for (int i = 0; i < Subjects.Length; i++) pool.Add(new Document($"report{i}", Report(i)));
        for (int i = 0; i < 10; i++) pool.Add(new Document($"cake{i}", Cake(i)));
        pool.Add(new Document("indicators", Report(40) + " Seen: CVE-2021-44228, cwe-79, T1059.001; files " + Md5 + " and " + Sha
            + "; hosts 203.0.114[.]7 and 8.8.8.8; drop at hxxps://bad.example/drop."));
        pool.Add(new Document("contact", Report(41) + " Write to soc@corp.example."));
        pool.Add(new Document("short", "Malware, ransomware and phishing are threats to every botnet."));
        pool.Add(new Document("empty", ""));
        pool.Add(new Document("copy", Report(3).ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal)));
        pool.Add(new Document("edited", Report(4) + " Updated."));
        pool.Add(new Document("benchmark", Report(42) + " " + Question + "?"));
        pool.Add(new Document("repeats", string.Join(' ', Enumerable.Repeat("The malware is bad and the malware is here again.", 12))));
        pool.Add(new Document("passing", string.Join(' ', Enumerable.Range(0, 60).Select(Cake)) + " Malware and phishing and ransomware came up once."));
        return pool;
    }

    /// <summary>Sixty words, most of them its own.</summary>
    private static string Report(int i)
    {
        string subject = i < Subjects.Length ? Subjects[i] : $"machine number {i}";
        string own = string.Join(' ', Enumerable.Range(0, 40).Select(word => Word((i * 40) + word)));
        return $"The advisory for the {subject} describes a vulnerability and an exploit that led to ransomware. {own}. The threat actor used phishing "
            + $"and lateral movement against the {subject}.";
    }

    private static string Cake(int i) =>
        $"Recipe {i} for a cake needs flour, eggs and sugar. " + string.Join(' ', Enumerable.Range(0, 45).Select(word => Word(9000 + (i * 45) + word))) + ".";

    /// <summary>A made word of letters for a number.</summary>
    private static string Word(int number)
    {
        string letters = "";
        for (int left = number + 400; left > 0; left /= 20) letters += "bcdfghjklmnpqrstvwxz"[left % 20] + "aeiou"[left % 5].ToString();
        return letters;
    }

    /// <summary>Finds cakes by a word.</summary>
    private sealed class CakeScorer : ITextScorer
    {
        public string Name => "cake";

        public IReadOnlyList<string> Labels => ["cake", "other"];

        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("scorer", "cake");

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> scores)
        {
            for (int i = 0; i < utf8Texts.Length; i++)
            {
                bool isCake = utf8Texts[i].Span.StartsWith("Recipe"u8) && utf8Texts[i].Length < 1000;
                (scores[2 * i], scores[(2 * i) + 1]) = isCake ? (1f, 0f) : (0f, 1f);
            }
        }
    }
}
