using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.SocialMedia;

public sealed class SocialMediaRecipeTests : IDisposable
{
    private static readonly string[] Words =
        ["habari", "rafiki", "leo", "kesho", "chakula", "mji", "barabara", "maji", "soko", "shule", "gari", "nyumba", "mvua", "jua", "mtoto", "mwalimu"];

    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Build_SmallFeed_MasksAndSeparatesTheCorpora()
    {
        List<Document> posts = [.. Enumerable.Range(0, 25).Select(i => new Document($"p{i}", Post(i)))];
        posts.Add(new Document("masked", "Habari @juma_k na @asha! Soma https://t.co/aB3 leo &amp; kesho, mail x@y.org"));
        posts.Add(new Document("repost", "RT @mtu: " + Post(4).ToUpperInvariant()));
        posts.Add(new Document("other-link", "Soko la  mji huu www.soko.example/1 leo"));
        posts.Add(new Document("same-but-link", "Soko la mji huu https://t.co/zzz leo"));
        posts.Add(new Document("links", "@a @b_c https://t.co/1 https://t.co/2"));
        posts.Add(new Document("emoji", "\U0001F600 \U0001F600 \U0001F600 100 @juma sawa"));
        posts.Add(new Document("empty", ""));
        posts.Add(new Document("english", "This is a post that was written in english"));
        posts.Add(new Document("tested", "mvua jua mtoto mwalimu @mwingine"));
        posts.Add(new Document("tasked", "shule gari nyumba kubwa sana"));
        var options = new SocialMediaOptions
        {
            Languages = ["sw"],
            Identifier = new ToyIdentifier(),
            Task = Corpus.FromDocuments([new Document("t1", "Shule  gari nyumba KUBWA sana"), new Document("t2", "mvua jua mtoto mwalimu @x"),
                new Document("t3", "ndiyo @y")]),
            Evaluation = Corpus.FromDocuments([new Document("e1", "Mvua jua mtoto mwalimu @juma")]),
        };
        RecipeResult result = await SocialMediaRecipe.BuildAsync(Corpus.FromDocuments(posts), folder.Run(), options);
        (Dictionary<string, string> domain, Dictionary<string, string> dropped) = await RecipeRuns.FatesAsync(result[RecipeParts.DomainAdaptive], folder,
            "domain");
        (Dictionary<string, string> task, Dictionary<string, string> untasked) = await RecipeRuns.FatesAsync(result[RecipeParts.TaskAdaptive], folder, "task");

        Assert.Equal([.. Enumerable.Range(0, 25).Select(i => $"p{i}"), "masked", "other-link"], domain.Keys);
        Assert.Equal("Habari @user na @user! Soma URL leo & kesho, mail <EMAIL>", domain["masked"]);
        Assert.Equal("Soko la mji huu URL leo", domain["other-link"]);
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["repost"] = "exact_duplicate",
            ["same-but-link"] = "exact_duplicate",
            ["links"] = "other_language",
            ["emoji"] = "too_short",
            ["empty"] = "other_language",
            ["english"] = "other_language",
            ["tested"] = "in_evaluation",
            ["tasked"] = "in_task",
        };
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), dropped.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(["t1", "t3"], task.Keys);
        Assert.Equal("in_evaluation", untasked["t2"]);
    }

    [Fact]
    public async Task Build_NoTask_GivesOneCorpus()
    {
        RecipeResult result = await SocialMediaRecipe.BuildAsync(Corpus.FromDocuments([new Document("a", Post(1)), new Document("b", "ok @c")]), folder.Run());
        Assert.Equal([RecipeParts.DomainAdaptive], result.Names);
        Assert.Equal("a", Assert.Single(await RunFolder.Read(result[RecipeParts.DomainAdaptive], folder.Run())).Id);
    }

    [Fact]
    public async Task Build_LinksWithPersonalData_AreMaskedWhole()
    {
        Corpus posts = Corpus.FromDocuments([new Document("a", "habari rafiki https://wa.me/+254712345678 leo +254712345678"),
            new Document("b", "habari rafiki https://x.org/?m=a@b.org leo +254712345678")]);
        RecipeResult result = await SocialMediaRecipe.BuildAsync(posts, folder.Run());
        Assert.Equal("habari rafiki URL leo <PHONE>", Assert.Single(await RunFolder.Read(result[RecipeParts.DomainAdaptive], folder.Run())).Text);
    }

    [Fact]
    public async Task Build_MasksOfPersonalData_AreNotWords()
    {
        Corpus posts = Corpus.FromDocuments([new Document("a", "habari x@y.org, (z@y.org) rafiki"), new Document("b", "habari x@y.org rafiki leo")]);
        RecipeResult result = await SocialMediaRecipe.BuildAsync(posts, folder.Run());
        Assert.Equal("b", Assert.Single(await RunFolder.Read(result[RecipeParts.DomainAdaptive], folder.Run())).Id);
    }

    [Fact]
    public async Task Build_LanguagesWithoutAnnotations_IsAnError()
    {
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(async () => await SocialMediaRecipe.BuildAsync(
            Corpus.FromDocuments([new Document("a", Post(1))]), folder.Run(), new SocialMediaOptions { Languages = ["sw"] }));
        Assert.Contains("language", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Build_AnyWorkersAndAgain_GivesTheSame() => RecipeRuns.AssertSameForAnyWorkersAsync((inputs, run) => SocialMediaRecipe.BuildAsync(
        RecipeRuns.Write(inputs, "posts", [.. Enumerable.Range(0, 60).Select(i => new Document($"p{i}", Post(i % 45) + (i % 2 == 0 ? " @mtu" : "")))]), run,
        new SocialMediaOptions { Task = RecipeRuns.Write(inputs, "task", [.. Enumerable.Range(0, 9).Select(i => new Document($"t{i}", Post(i * 3)))], 2) }));

    [Fact]
    public async Task Build_IdentifierAndAllLanguages_WritesTheLanguage()
    {
        Corpus posts = Corpus.FromDocuments([new Document("p0", Post(0)), new Document("p1", "A post in another language")]);
        RecipeResult result = await SocialMediaRecipe.BuildAsync(posts, folder.Run(), new SocialMediaOptions { Identifier = new ToyIdentifier() });
        List<Document> domain = await RunFolder.Read(result[RecipeParts.DomainAdaptive], folder.Run());
        Assert.Equal(["sw", "en"], domain.Select(document => document.Get(LanguageTagger.Language)));
    }

    private static string Post(int i) =>
        $"{Words[i % 16]} {Words[(i / 2) % 16]} {Words[(i * 7) % 16]} neno{(char)('a' + (i / 26))}{(char)('a' + (i % 26))} sana";

    /// <summary>Takes a text with a word of <see cref="Words"/> for Swahili.</summary>
    private sealed class ToyIdentifier : ILanguageIdentifier
    {
        public string Name => "toy";

        public void Describe(FingerprintWriter writer) => writer.Add("identifier", "toy");

        public int Identify(ReadOnlySpan<byte> utf8Text, Span<LanguageScore> languages)
        {
            string text = System.Text.Encoding.UTF8.GetString(utf8Text).ToLowerInvariant();
            bool isSwahili = text.Contains("sawa", StringComparison.Ordinal) || Words.Any(word => text.Contains(word, StringComparison.Ordinal));
            languages[0] = new LanguageScore(isSwahili ? "sw" : "en", 0.9f);
            return 1;
        }
    }
}
