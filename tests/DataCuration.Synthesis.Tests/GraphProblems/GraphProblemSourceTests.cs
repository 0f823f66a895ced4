using System.Diagnostics;
using System.Text.RegularExpressions;
using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests;

public sealed class GraphProblemSourceTests(ITestOutputHelper output)
{
    public static TheoryData<GraphTask> Tasks => [.. Enum.GetValues<GraphTask>()];

    [Theory]
    [MemberData(nameof(Tasks))]
    public async Task Create_ThousandGraphs_AnswersAreThoseOfAnotherAlgorithm(GraphTask task)
    {
        var answers = new Dictionary<string, int>(StringComparer.Ordinal);
        var source = new GraphProblemSource(1_000) { Tasks = GraphTaskWeights.Only(task), MinNodes = 3, MaxNodes = 9, Seed = 5 };
        foreach (Document document in await Documents(source))
        {
            ParsedProblem problem = ParsedProblem.Parse(document);
            Assert.Equal(task, problem.Task);
            GraphOracle.Check(problem);
            bool isPlain = problem.Answer is "yes" or "no" or "none" || (char.IsDigit(problem.Answer[0]) && !problem.Answer.Contains(' '));
            string kind = isPlain ? problem.Answer : "other";
            answers[kind] = answers.GetValueOrDefault(kind) + 1;
        }
        output.WriteLine(string.Join(", ", answers.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key}: {pair.Value}")));
        // A task whose answer is nearly always the same teaches nothing.
        Assert.True(answers.Count >= 2 && answers.Values.Max() < 850, "One answer is too frequent.");
    }

    [Fact]
    public void Check_WrongAnswer_IsFound()
    {
        Document document = new Document("1", "A graph has the nodes 0, 1, 2 and these undirected edges:\n0 - 1\n"
            + "Is there a path between 0 and 2? Answer yes or no.\n\nAnswer: yes").Edit()
            .Set(GraphAnnotations.Task, "Connectivity").Set(GraphAnnotations.Answer, "yes")
            .Set(GraphAnnotations.Nodes, 3).Set(GraphAnnotations.Edges, 1).Build();
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => GraphOracle.Check(ParsedProblem.Parse(document)));
    }

    [Fact]
    public async Task Create_LargerDenseGraphs_AnswersAreThoseOfAnotherAlgorithm()
    {
        foreach (Document document in await Documents(new GraphProblemSource(300) { MinNodes = 9, MaxNodes = 13, Density = 0.6, MaxWeight = 3, Seed = 6 }))
            GraphOracle.Check(ParsedProblem.Parse(document));
    }

    [Fact]
    public async Task Create_Number_DependsOnSeedAndNumberOnly()
    {
        IReadOnlyList<Document> ten = await Documents(new GraphProblemSource(10) { Seed = 3 });
        IReadOnlyList<Document> more = await Documents(new GraphProblemSource(25) { Seed = 3, DocumentsPerShard = 7 });
        IReadOnlyList<Document> other = await Documents(new GraphProblemSource(10) { Seed = 4 });
        Assert.Equal(ten.Select(document => (document.Id, document.Text)), more.Take(10).Select(document => (document.Id, document.Text)));
        Assert.Empty(ten.Select(document => document.Text).Intersect(other.Select(document => document.Text)));
        Assert.Equal("graph-3-0", ten[0].Id);
        Assert.Equal("3", ten[0].Get(GraphAnnotations.Seed));
    }

    [Fact]
    public async Task Create_ManyDocuments_TasksStylesAndWordingsAreSpread()
    {
        IReadOnlyList<Document> documents = await Documents(new GraphProblemSource(4_000)
        {
            Tasks = new() { Connectivity = 3, Bridges = 0 },
            Styles = new() { Plain = 0, Program = 2 },
        });
        Dictionary<string, int> tasks = Count(documents, GraphAnnotations.Task), styles = Count(documents, GraphAnnotations.Style);
        Assert.Equal(15, tasks.Count);
        Assert.All(documents, document => Assert.Equal((GraphProblemSource.MethodName, document.Get(GraphAnnotations.Task)),
            (document.Get(SyntheticAnnotations.Method), document.Get(SyntheticAnnotations.Kind))));
        // 17 weights: 3/17 of 4,000 is 706 and 1/17 is 235. The bounds are five standard deviations.
        Assert.InRange(tasks["Connectivity"], 586, 826);
        foreach ((string task, int count) in tasks)
            if (task != "Connectivity") Assert.InRange(count, 160, 310);
        Assert.False(styles.ContainsKey("Plain"));
        Assert.InRange(styles["Program"], 1_840, 2_160);
        int wordings = documents.Where(document => document.Get(GraphAnnotations.Task) == "TriangleCount")
            .Select(document => Regex.Replace(document.Text.Split('\n')[0], @"(nodes|towns|computers) .*?\w(?=\.| and| have)", "$1")).Distinct().Count();
        Assert.True(wordings >= 12, $"Only {wordings} introductions were found.");
    }

    [Fact]
    public async Task Create_Styles_HaveTheirForm()
    {
        foreach (Document document in await Documents(new GraphProblemSource(500) { Seed = 9 }))
        {
            string[] parts = document.Text.Split("\n\n", 2);
            bool isTrace = Regex.IsMatch(parts[1], @"^(\[\d+\] [^\n]+\n)+\nAnswer: [^\n]+$");
            Assert.Equal(document.Get(GraphAnnotations.Style) == "Trace", isTrace);
            Assert.Equal(document.Get(GraphAnnotations.Style) == "Program", parts[1].StartsWith("```python\n", StringComparison.Ordinal));
            Assert.Equal(document.Get(GraphAnnotations.Style) == "Plain", parts[1].StartsWith("Answer: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Create_Programs_PrintTheAnswer()
    {
        using var folder = new TemporaryFolder();
        IReadOnlyList<Document> documents = await Documents(
            new GraphProblemSource(600) { Styles = GraphStyleWeights.Only(GraphStyle.Program), MaxNodes = 9, Seed = 2 });
        for (int i = 0; i < documents.Count; i++)
            await File.WriteAllTextAsync(folder[$"{i}.py"], documents[i].Text.Split("```python\n")[1].Split("```")[0], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["all.py"],
            "import sys\nfor i in range(int(sys.argv[1])):\n    exec(compile(open(f'{i}.py').read(), f'{i}.py', 'exec'), {})\n",
            TestContext.Current.CancellationToken);
        string printed;
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", ["all.py", $"{documents.Count}"])
            {
                WorkingDirectory = folder.Path,
                RedirectStandardOutput = true,
            })!;
            printed = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Assert.Skip($"There is no python3 to run the programs with: {e.Message}");
            throw;
        }
        Assert.Equal(documents.Select(document => $"{document.Get(GraphAnnotations.Task)}: {document.Get(GraphAnnotations.Answer)}"),
            documents.Zip(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries), (document, line) => $"{document.Get(GraphAnnotations.Task)}: {line}"));
    }

    [Fact]
    public async Task Options_OutsideTheirRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GraphProblemSource(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GraphProblemSource(1) { MinNodes = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GraphProblemSource(1) { Density = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GraphTaskWeights { Bridges = double.NaN });
        await Assert.ThrowsAsync<ArgumentException>(() => Documents(new GraphProblemSource(1) { MinNodes = 12, MaxNodes = 10 }));
        await Assert.ThrowsAsync<ArgumentException>(() => Documents(new GraphProblemSource(1) { MinNodes = 10 }));
        await Assert.ThrowsAsync<ArgumentException>(() => Documents(new GraphProblemSource(1)
        { Styles = GraphStyleWeights.Only(GraphStyle.Plain) with { Plain = 0 } }));
    }

    private static async Task<IReadOnlyList<Document>> Documents(GraphProblemSource source) => (await SourceContent.ReadAsync(source)).Documents;

    private static Dictionary<string, int> Count(IEnumerable<Document> documents, AnnotationKey<string> key) =>
        documents.GroupBy(document => document.Get(key), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
}
