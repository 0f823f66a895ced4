using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests;

public sealed class ReadingComprehensionTests : StageConformance
{
    /// <summary>An article with one connector of each label.</summary>
    private const string Article = """
        Cells and their membranes

        A membrane separates the inside of the cell from everything around it. Therefore, it decides which of the molecules may enter and which may leave.
        Proteins in the membrane let ions pass from one side to the other side. Furthermore, they carry signals from the outside to the inside of the cell.
        Small molecules without charge cross the membrane without any help. However, ions need a channel that opens and closes in response to signals.
        The membrane is a fluid in which the proteins and lipids move about freely. In other words, nothing in it is fixed to a place for a long time.
        A cell wall made of cellulose is stiff and keeps the shape of the plant cell. In contrast, the membrane under it is soft and follows every movement.
        Osmosis is defined as the movement of water through a membrane that holds back the solutes.
        Red blood cells burst in pure water due to the water that flows into them through the membrane.
        Phosphatidylcholine and sphingomyelin are lipids, and aquaporin-channels are proteins.
        The lipids of the outer layer are different from those of the inner layer. The cell spends much energy to keep it this way for its whole life.
        """;

    private static readonly TermMatcher Domain = new(["phosphatidylcholine", "sphingomyelin", "aquaporin-channels", "lipids", "osmosis"],
        ignoresCase: true, wholeWords: true);

    [Fact]
    public void Mine_OneConnectorOfEachLabel_GivesTheExpectedTasks()
    {
        ReadingTask[] expected =
        [
            new(ReadingTaskKind.Summary, "Topic", "", "Cells and their membranes"),
            new(ReadingTaskKind.WordsToText, "Definition", "Osmosis",
                "Osmosis is defined as the movement of water through a membrane that holds back the solutes."),
            new(ReadingTaskKind.WordsToText, "Words", "Phosphatidylcholine, sphingomyelin, aquaporin-channels",
                "Phosphatidylcholine and sphingomyelin are lipids, and aquaporin-channels are proteins."),
            new(ReadingTaskKind.Inference, "Entail", "A membrane separates the inside of the cell from everything around it.",
                "It decides which of the molecules may enter and which may leave."),
            new(ReadingTaskKind.Inference, "Neutral", "Proteins in the membrane let ions pass from one side to the other side.",
                "They carry signals from the outside to the inside of the cell."),
            new(ReadingTaskKind.Inference, "Contradict", "Small molecules without charge cross the membrane without any help.",
                "Ions need a channel that opens and closes in response to signals."),
            new(ReadingTaskKind.CommonReason, "Effect-cause", "Red blood cells burst in pure water",
                "the water that flows into them through the membrane."),
            new(ReadingTaskKind.Paraphrase, "Similar", "The membrane is a fluid in which the proteins and lipids move about freely.",
                "Nothing in it is fixed to a place for a long time."),
            new(ReadingTaskKind.Paraphrase, "Different", "A cell wall made of cellulose is stiff and keeps the shape of the plant cell.",
                "The membrane under it is soft and follows every movement."),
            new(ReadingTaskKind.TextCompletion, "Continuation", "The lipids of the outer layer are different from those of the inner layer.",
                "The cell spends much energy to keep it this way for its whole life."),
        ];
        Assert.Equal(expected, new ReadingComprehension { DomainWords = Domain }.Mine(Article));
    }

    [Fact]
    public void Mine_ShortSentences_GiveNoPair()
    {
        const string Text = "Some water is cold here. Therefore, ice is on it.";
        Assert.Empty(new ReadingComprehension().Mine(Text));
        ReadingTask task = Assert.Single(new ReadingComprehension { MinSentenceLength = 10 }.Mine(Text));
        Assert.Equal(("Entail", "Ice is on it."), (task.Label, task.Second));
    }

    [Fact]
    public void Mine_ManyOfALabel_KeepsTheFirst()
    {
        string text = string.Join('\n', Enumerable.Range(0, 5).Select(i => $"Number {i} is the first of a pair of sentences about nothing at all. "
            + "However, the second sentence of the pair says that something is the case."));
        Assert.Equal(["Number 0", "Number 1"], new ReadingComprehension().Mine(text).Select(task => task.First[..8]));
        Assert.Equal(3, new ReadingComprehension { MaxPerLabel = 3 }.Mine(text).Count);
    }

    [Fact]
    public async Task Transform_Document_AppendsTasksToTheVerbatimText()
    {
        using var folder = new RunFolder();
        Corpus corpus = Corpus.FromDocuments(Enumerable.Range(0, 400).Select(i => new Document($"d{i}", Article)))
            .Pipe(new ReadingComprehension { DomainWords = Domain });
        List<Document> read = await RunFolder.Read(corpus, folder.Run());
        Assert.All(read, document => Assert.StartsWith(Article + "\n\n", document.Text, StringComparison.Ordinal));
        Assert.All(read, document => Assert.Equal(document.Get(ReadingComprehension.Tasks), document.Text.Split("\n\nQuestion: ").Length - 1));
        Assert.All(read, document => Assert.Equal((document.Id, ReadingComprehension.MethodName),
            (document.Get(SyntheticAnnotations.Source), document.Get(SyntheticAnnotations.Method))));
        // Eight tasks in each, and the topic, the completion, both or neither. The bounds are five standard deviations around 40, 200 and 160.
        Dictionary<int, int> counts = read.GroupBy(document => document.Get(ReadingComprehension.Tasks))
            .ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal([8, 9, 10], counts.Keys.Order());
        Assert.InRange(counts[8], 10, 70);
        Assert.InRange(counts[9], 150, 250);
        Assert.InRange(counts[10], 111, 209);
        // A fifth of the inference tasks asks for a sentence.
        Assert.InRange(read.Count(document => document.Text.Contains("Answer: It decides which", StringComparison.Ordinal)), 40, 120);
        Assert.True(read.Select(document => document.Text).Distinct().Count() > 350);
    }

    [Fact]
    public async Task Transform_SameId_GivesTheSameTextUnderASeed()
    {
        using var folder = new RunFolder();
        Corpus corpus = Corpus.FromDocuments([new Document("a", Article), new Document("b", Article), new Document("a", Article)])
            .Pipe(new ReadingComprehension());
        List<Document> first = await RunFolder.Read(corpus, folder.Run());
        List<Document> again = await RunFolder.Read(corpus, folder.Run(options => options with { BatchDocuments = 1 }));
        List<Document> other = await RunFolder.Read(corpus, folder.Run(options => options with { Seed = 99 }));
        Assert.Equal(first[0].Text, first[2].Text);
        Assert.NotEqual(first[0].Text, first[1].Text);
        Assert.Equal(first.Select(document => document.Text), again.Select(document => document.Text));
        Assert.NotEqual(first.Select(document => document.Text), other.Select(document => document.Text));
    }

    [Fact]
    public async Task Transform_MaxWords_LeavesOutTasksAndNeverCutsTheText()
    {
        using var folder = new RunFolder();
        int words = new Document("a", Article).Words.Count;
        foreach (int most in new[] { 1, words, words + 60, 2_048 })
        {
            Document document = Assert.Single(await RunFolder.Read(Corpus.FromDocuments([new Document("a", Article)])
                .Pipe(new ReadingComprehension { MaxWords = most }), folder.Run()));
            Assert.StartsWith(Article, document.Text, StringComparison.Ordinal);
            Assert.True(document.Words.Count <= Math.Max(most, words));
            Assert.Equal(most > words, document.Get(ReadingComprehension.Tasks) > 0);
        }
    }

    [Fact]
    public void Options_OutsideTheirRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadingComprehension { MaxPerLabel = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadingComprehension { MaxWords = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadingComprehension { MinSentenceLength = 0 });
    }

    protected override Stage Create() => new ReadingComprehension();

    protected override Stage CreateOther() => new ReadingComprehension { DomainWords = Domain };

    protected override IEnumerable<Document> Documents() =>
        Enumerable.Range(0, 30).Select(i => new Document($"d{i}", i % 3 == 0 ? "Nothing to find." : Article));
}
