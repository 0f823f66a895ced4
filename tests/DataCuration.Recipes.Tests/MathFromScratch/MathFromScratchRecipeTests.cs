using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.MathFromScratch;

public sealed class MathFromScratchRecipeTests : IDisposable
{
    private static readonly Document[] Items =
    [
        Item("gsm8k/1", "A baker has 48 loaves and sells half of them before noon. How many loaves does the baker have left in the evening?",
            "Half of 48 is 24, so the baker sells 24 loaves before noon and has 24 loaves left in the evening."),
        Item("math/1", "Find the sum of all positive integers less than one hundred that are divisible by both six and nine without remainder.",
            "The common multiples of six and nine are the multiples of eighteen, and their sum is 270."),
    ];

    private readonly Fates fates = new();

    public void Dispose() => fates.Dispose();

    [Fact]
    public async Task Build_PlantedDocuments_HaveTheKnownFates()
    {
        Document[] web =
        [
            .. Enumerable.Range(0, 8).Select(i => new Document($"formulas{i}", Page(i))),
            new("one formula", Words(20, 300) + " where \\alpha = 3 holds."),
            new("prose", Words(60, 310)), new("short", "\\alpha + \\beta = \\gamma \\cdot \\frac{1}{2}"), new("empty", ""),
            new("latex without math", Words(40, 320) + " \\section{One} \\textbf{two} \\cite{three} \\label{four} \\begin{five} \\usepackage{six}"),
            new("same", Page(1)),
            new("leak", Page(20) + "\n" + Items[0].Text),
        ];
        Document[] code = [new("program", "def f(x):\n    return x  +  1\n" + Words(30, 400)), new("short program", "x = 1")];
        Document[] lectures = [new("lecture", Words(50, 500)), new("lecture leak", Words(50, 520) + " " + Items[1].Text), new("short lecture", "Today: sums.")];
        Document[] answers =
        [
            Question("question", "What is two plus two?", "It is four."), Question("braces", "What does {answer} mean?", "It is a place in {question}."),
            Question("answer leak", "A shop question.", Items[0].Get(new AnnotationKey<string>("answer"))),
            // The same question with other numbers: the normal form has 0 for each.
            Question("other numbers", Items[0].Text.Replace("48", "36", StringComparison.Ordinal), "18"),
            Question("half", string.Join(' ', Items[1].Text.Split(' ')[..9]), "Only the start of an item."),
        ];
        var options = new MathFromScratchOptions
        {
            Code = Corpus.FromDocuments(code),
            Lectures = Corpus.FromDocuments(lectures),
            Answers = Corpus.FromDocuments(answers),
            Benchmarks = Corpus.FromDocuments(Items),
            ContaminatedShare = 0.3,
        };
        (SortedDictionary<string, Document> kept, SortedDictionary<string, string> dropped) =
            await fates.JudgeAsync(await MathFromScratchRecipe.BuildAsync(Corpus.FromDocuments(web), fates.Run(), options), fates.Run());
        Assert.Equal(
            [
                ("answer leak", ContaminationFilter.Reason), ("empty", "too_short"), ("latex without math", MathFromScratchRecipe.NoMathReason),
                ("leak", ContaminationFilter.Reason), ("lecture leak", ContaminationFilter.Reason), ("other numbers", ContaminationFilter.Reason),
                ("prose", MathFromScratchRecipe.NoMathReason), ("same", "exact_duplicate"), ("short", "too_short"), ("short lecture", "too_short"),
                ("short program", "too_short"),
            ],
            dropped.Select(one => (one.Key, one.Value)));
        Assert.Equal(
            ["braces", .. Enumerable.Range(0, 8).Select(i => $"formulas{i}"), "half", "lecture", "one formula", "program", "question"], kept.Keys);
        Assert.Equal("Question: What is two plus two?\n\nAnswer: Let's think step by step. It is four.", kept["question"].Text);
        Assert.Equal("Question: What does {answer} mean?\n\nAnswer: Let's think step by step. It is a place in {question}.", kept["braces"].Text);
        Assert.Equal(code[0].Text, kept["program"].Text);
        Assert.Equal(["web", "lecture", "code", "answer"],
            new[] { "formulas3", "lecture", "program", "question" }.Select(id => kept[id].Get(MathFromScratchRecipe.Kind)));
    }

    [Fact]
    public async Task Build_QuestionWithoutAnswer_FaultNamesFieldAndDocument()
    {
        Document question = new Document("q7", "x").With(new AnnotationKey<string>("question"), "Why?");
        var options = new MathFromScratchOptions { Answers = Corpus.FromDocuments([question]) };
        Exception e = await Assert.ThrowsAnyAsync<Exception>(() => MathFromScratchRecipe.BuildAsync(Corpus.FromDocuments([]), fates.Run(), options));
        Assert.Contains("'q7'", e.ToString(), StringComparison.Ordinal);
        Assert.Contains("'answer'", e.ToString(), StringComparison.Ordinal);
        Assert.Contains("AnswerField", e.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MathFromScratchOptions { Template = "{question} only" });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MathFromScratchOptions { ContaminatedShare = 0 });
    }

    [Fact]
    public async Task Build_AnyWorkersAndAgain_GivesTheSameBytes()
    {
        Corpus web = fates.Files("web", Enumerable.Range(0, 30).Select(i => new Document($"d{i:D2}", i % 5 == 0 ? Words(30, i) : Page(i % 20))));
        Corpus items = fates.Files("items", Items, files: 1);
        var options = new MathFromScratchOptions { Benchmarks = items, Similarity = null };
        string[] one = await fates.LinesAsync(await MathFromScratchRecipe.BuildAsync(web, fates.Run(1), options), fates.Run(1));
        using var other = new Fates();
        Assert.Equal(one, await other.LinesAsync(await MathFromScratchRecipe.BuildAsync(web, other.Run(4), options), other.Run(4)));
        Assert.Equal(one, await fates.LinesAsync(await MathFromScratchRecipe.BuildAsync(web, fates.Run(), options), fates.Run()));
        Assert.Equal(16, one.Length);
    }

    /// <summary>Real word problems: those that are benchmark items go, and the others stay.</summary>
    [Fact]
    public async Task Build_RealProblems_DropsTheBenchmarksItemsOnly()
    {
        Corpus pool = Corpus.FromJsonl(SharedDomains.Find("pool-00.jsonl.gz"));
        List<Document> documents = await RunFolder.Read(pool, fates.Run());
        Document[] problems = [.. documents.Where(document => document.Id.StartsWith("gsm8k/", StringComparison.Ordinal)).Take(400)];
        Document[] others = [.. documents.Where(document => document.Id.StartsWith("pep", StringComparison.OrdinalIgnoreCase)).Take(200)];
        Assert.Equal((400, 200), (problems.Length, others.Length));
        var options = new MathFromScratchOptions
        {
            Lectures = Corpus.FromDocuments([.. problems, .. others]),
            Benchmarks = Corpus.FromDocuments(problems.Where((_, i) => i % 2 == 0)),
            MinWords = 0,
            Similarity = null,
        };
        (SortedDictionary<string, Document> kept, SortedDictionary<string, string> dropped) =
            await fates.JudgeAsync(await MathFromScratchRecipe.BuildAsync(Corpus.FromDocuments([]), fates.Run(), options), fates.Run());
        string[] contaminated = [.. dropped.Where(one => one.Value == ContaminationFilter.Reason).Select(one => one.Key)];
        Assert.Equal(problems.Where((_, i) => i % 2 == 0).Select(problem => problem.Id).Order(StringComparer.Ordinal), contaminated);
        Assert.All(problems.Where((_, i) => i % 2 == 1), problem => Assert.Contains(problem.Id, kept.Keys));
    }

    private static Document Item(string id, string question, string answer) => new Document(id, question).With(new AnnotationKey<string>("answer"), answer);

    private static Document Question(string id, string question, string answer) =>
        new Document(id, "").With(new AnnotationKey<string>("question"), question).With(new AnnotationKey<string>("answer"), answer);

    private static string Page(int number) => Words(40, number) + $" \\int \\frac{{1}}{{2}} \\sqrt{{x}} \\alpha \\leq \\infty {Words(10, number + 100)}";

    /// <summary>Made words that differ for each seed.</summary>
    private static string Words(int count, int seed)
    {
        var random = new SeededRandom((ulong)seed + 1);
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, 6).Select(_ => (char)('a' + random.NextInt64(26))))));
    }
}
