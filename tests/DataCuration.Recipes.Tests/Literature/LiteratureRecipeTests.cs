using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.Literature;

public sealed class LiteratureRecipeTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Build_SmallLibrary_HoldsWholePapersOut()
    {
        List<Document> papers = [.. Enumerable.Range(0, 12).Select(i => Paper(i))];
        papers.Add(Paper(3, "p3-v2", "2401.00003v2"));
        papers.Add(new Document("no-sections", "A letter without any heading at all.").With(Key, "2401.00099"));
        List<Document> summaries = [.. Enumerable.Range(0, 12).Select(i => new Document($"s{i}", Summary(i)).With(Key, $"arXiv:2401.{i:D5}"))];
        // Another paper whose summary is a copy of that of the held-out paper, and one that repeats the answer of its question.
        summaries.Add(new Document("copy", Summary(5)).With(Key, "2401.00007"));
        summaries.Add(new Document("leak", "As others said: " + Answer(5) + " This is well known by now.").With(Key, "2401.00008"));
        List<Document> questions = [.. Enumerable.Range(0, 24).Select(i =>
            new Document($"q{i}", Question(i / 2, i % 2)).With(Key, $"2401.{i / 2:D5}").With(new AnnotationKey<string>("answer"), Answer(i / 2)))];
        questions.Add(new Document("blank", " ").With(Key, "2401.00001").With(new AnnotationKey<string>("answer"), "Yes."));
        var options = new LiteratureOptions
        {
            HeldOutShare = 0,
            HeldOutPapers = ["2401.00005v1"],
            Summaries = Corpus.FromDocuments(summaries),
            Questions = Corpus.FromDocuments(questions),
        };
        RecipeResult result = await LiteratureRecipe.BuildAsync(Corpus.FromDocuments(papers), folder.Run(), options);
        (Dictionary<string, string> train, Dictionary<string, string> dropped) = await RecipeRuns.FatesAsync(result.Train, folder, "train");
        (Dictionary<string, string> heldOut, _) = await RecipeRuns.FatesAsync(result[RecipeParts.HeldOut], folder, "held");

        Assert.Equal(["p5", "s5", "q10", "q11"], heldOut.Keys);
        Assert.Equal("Abstract\n\n" + Abstract(5) + "\n\nConclusion\n\nThus paper 5 ends.", heldOut["p5"]);
        Assert.Equal($"Question: {Question(5, 1)}\nAnswer: {Answer(5)}", heldOut["q11"]);
        int[] others = [.. Enumerable.Range(0, 12).Where(i => i != 5)];
        Assert.Equal([.. others.Select(i => $"p{i}"), .. others.Select(i => $"s{i}"), .. others.SelectMany(i => new[] { $"q{2 * i}", $"q{(2 * i) + 1}" })],
            train.Keys);
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["copy"] = "exact_duplicate",
            ["p3-v2"] = "exact_duplicate",
            ["leak"] = "contaminated",
            ["no-sections"] = "no_sections",
            ["blank"] = "empty_question",
            ["p5"] = "held_out",
            ["s5"] = "held_out",
            ["q10"] = "held_out",
            ["q11"] = "held_out",
        };
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), dropped.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Build_AnySeed_NeverDividesAPaper() => await Gen.Select(Gen.ULong, Gen.Double[0.1, 0.9]).SampleAsync(async (seed, share) =>
    {
        using var own = new RunFolder(inMemory: true);
        var options = new LiteratureOptions
        {
            HeldOutShare = share,
            Seed = seed,
            Similarity = null,
            Decontaminates = false,
            Questions = Corpus.FromDocuments(Enumerable.Range(0, 40).Select(i => new Document($"q{i}", Question(i / 2, i))
                .With(Key, $"2401.{i / 2:D5}v{(i % 3) + 1}")
                .With(new AnnotationKey<string>("answer"), $"{Answer(i / 2)} {i}"))),
        };
        RecipeResult result = await LiteratureRecipe.BuildAsync(Corpus.FromDocuments(Enumerable.Range(0, 20).Select(i => Paper(i))), own.Run(), options);
        List<Document> train = await RunFolder.Read(result.Train, own.Run()), heldOut = await RunFolder.Read(result[RecipeParts.HeldOut], own.Run());
        Assert.Equal(60, train.Count + heldOut.Count);
        Assert.Empty(train.Select(PaperOf).Intersect(heldOut.Select(PaperOf)));
    }, iter: 8, threads: 1);

    [Fact]
    public async Task Build_TextWithoutPaper_NamesFieldAndDocument()
    {
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(async () =>
            await LiteratureRecipe.BuildAsync(Corpus.FromDocuments([new Document("lost", "## Abstract\n\nWe see.")]), folder.Run()));
        Assert.Contains("'lost'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'paper'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("LiteratureOptions.PaperField", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_PaperThatIsANumber_NamesFieldAndDocument()
    {
        Document paper = new Document("numbered", "## Abstract\n\nWe see.").With(new AnnotationKey<double>("paper"), 2401.0001);
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(async () =>
            await LiteratureRecipe.BuildAsync(Corpus.FromDocuments([paper]), folder.Run()));
        Assert.Contains("Document 'numbered': field 'paper' is the number 2401.0001", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Build_AnyWorkersAndAgain_GivesTheSame() => RecipeRuns.AssertSameForAnyWorkersAsync((inputs, run) => LiteratureRecipe.BuildAsync(
        RecipeRuns.Write(inputs, "papers", [.. Enumerable.Range(0, 30).Select(i => Paper(i % 25, $"p{i}"))]), run,
            new LiteratureOptions { HeldOutShare = 0.3 }));

    [Theory]
    [InlineData("arXiv:2505.17592v2", "2505.17592")]
    [InlineData("2505.17592", "2505.17592")]
    [InlineData(" astro-ph/0601001v3 ", "astro-ph/0601001")]
    [InlineData("math.GT/0309136v1", "math/0309136")]
    [InlineData("math/0309136", "math/0309136")]
    [InlineData("cond-mat.str-el/0301001", "cond-mat/0301001")]
    [InlineData("arXiv:math.GT/0309136v2 [math.GT]", "math/0309136")]
    [InlineData("https://arxiv.org/abs/math.GT/0309136", "math/0309136")]
    [InlineData("https://arxiv.org/pdf/math/0309136v1.pdf", "math/0309136")]
    [InlineData("https://arxiv.org/pdf/2401.00001v2", "2401.00001")]
    [InlineData("http://www.arxiv.org/pdf/2401.00001v12.pdf", "2401.00001")]
    [InlineData("https://export.arxiv.org/html/2401.00001v1/", "2401.00001")]
    [InlineData("HTTPS://ARXIV.ORG/ABS/2401.00001?context=cs#top", "2401.00001")]
    [InlineData("arxiv.org/abs/2401.00001", "2401.00001")]
    [InlineData("https://ar5iv.labs.arxiv.org/html/2401.00001", "2401.00001")]
    [InlineData("arXiv:2401.00001v2 [cs.CL]", "2401.00001")]
    [InlineData("10.48550/arXiv.2401.00001", "2401.00001")]
    [InlineData("10.48550/ARXIV.2401.00001", "2401.00001")]
    [InlineData("https://doi.org/10.48550/arXiv.2401.00001v1", "2401.00001")]
    [InlineData("http://dx.doi.org/10.48550/arxiv.math/0309136", "math/0309136")]
    [InlineData("https://doi.org/10.48550%2FarXiv.2401.00001", "2401.00001")]
    [InlineData("doi:https://doi.org/10.48550/arXiv.2401.00001", "2401.00001")]
    [InlineData("https://www.doi.org/10.1000/ABC", "10.1000/abc")]
    [InlineData("https://myarxiv.org/abs/2401.00001", "https://myarxiv.org/abs/2401.00001")]
    [InlineData("2401.00010", "2401.00010")]
    [InlineData("Paper v2", "Paper v2")]
    [InlineData("10.1000/182v2", "10.1000/182v2")]
    [InlineData("https://doi.org/10.1000/ABC", "10.1000/abc")]
    [InlineData("doi: 10.1000/Abc", "10.1000/abc")]
    [InlineData("https://arxiv.org/abs/2505.17592v1", "2505.17592")]
    public void NameOf_AllSpellings_GiveOneName(string paper, string expected) => Assert.Equal(expected, PaperTagger.NameOf(paper));

    private static readonly AnnotationKey<string> Key = new("paper");

    private static string PaperOf(Document document) => document.Get(LiteratureRecipe.Paper)!;

    private static Document Paper(int i, string? id = null, string? paper = null) => new Document(id ?? $"p{i}",
        $"# Paper {i}\n\n## Abstract\n\n{Abstract(i)}\n\n## 1 Data\n\nTable {i} is long.\n\n## 2 Conclusion\n\n"
            + $"Thus paper {i} ends.\n\n## References\n\n[1] Someone.")
        .With(Key, paper ?? $"2401.{i:D5}");

    private static string Summary(int i) => "In this work the " + string.Join(" and the ", Enumerable.Range(0, 12).Select(k => $"star{Letters((i * 12) + k)}"))
        + " vary.";

    private static string Abstract(int i) => "We find that the " + string.Join(" and the ", Enumerable.Range(0, 12).Select(k => $"nova{Letters((i * 12) + k)}"))
        + " fade.";

    private static string Question(int i, int k) => $"What varies in galaxy{Letters(i)} during night{Letters(100 + k)}?";

    private static string Answer(int i) => "It is the " + string.Join(" or ", Enumerable.Range(0, 10).Select(k => $"line{Letters(500 + (i * 10) + k)}")) + ".";

    private static string Letters(int number)
    {
        string letters = "";
        for (int left = number + 26; left > 0; left /= 26) letters += (char)('a' + (left % 26));
        return letters;
    }
}
