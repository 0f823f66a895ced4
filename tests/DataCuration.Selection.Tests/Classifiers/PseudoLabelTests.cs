using DataCuration.FastText;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class PseudoLabelTests : IDisposable
{
    private static readonly AnnotationKey<string> Label = new("label"), Source = new("label_source");
    private static readonly AnnotationKey<double> Confidence = new("label_confidence");
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string? Text(Document document, AnnotationKey<string> key) => document.TryGet(key, out string? value) ? value : null;

    [Fact]
    public async Task Label_UnlabelledDocuments_GetTheBestLabelAndItsConfidence()
    {
        Document gold = new Document("gold", "0.25 0.75").With(Label, "a");
        Document stale = new Document("stale", "nothing known").Edit().Set(Label, "b").Set(Source, "pseudo").Set(Confidence, 0.5).Build();
        Corpus corpus = Corpus.FromDocuments([new("p", "0.25 0.75"), new("tie", "0.5 0.5"), new("unknown", "nothing known"), gold, stale]);
        List<Document> labelled = await RunFolder.Read(corpus.Pipe(new PseudoLabeler(new FakeScorer(["a", "b"]))), folder.Run());
        Assert.Equal([("b", "pseudo"), ("a", "pseudo"), (null, null), ("a", null), (null, null)],
            labelled.Select(document => (Text(document, Label), Text(document, Source))));
        Assert.Equal(0.75, labelled[0].Get(Confidence));
        Assert.False(labelled[3].TryGet(Confidence, out double _));
    }

    [Theory]
    [InlineData("x x y", "x", 0.6666666666666666)]
    [InlineData("x x x", "x", 1.0)]
    [InlineData("x - -", "x", 0.3333333333333333)]
    [InlineData("x y -", null, 0)]
    [InlineData("- - -", null, 0)]
    public async Task Vote_SeveralAnswers_GiveTheLabelOfTheMajority(string answers, string? label, double confidence)
    {
        DocumentEditor editor = new Document("d", "text").Edit();
        string[] votes = answers.Split(' ');
        for (int i = 0; i < 3; i++)
            if (votes[i] != "-") editor.Set(new AnnotationKey<string>($"answer_{i}"), votes[i]);
        var labeler = new VoteLabeler(["answer_0", "answer_1", "answer_2"]);
        Document labelled = Assert.Single(await RunFolder.Read(Corpus.FromDocuments([editor.Build()]).Pipe(labeler), folder.Run()));
        Assert.Equal(label, Text(labelled, Label));
        if (label is not null) Assert.Equal(confidence, labelled.Get(Confidence));
    }

    private static Document Make(int i, string label, double confidence) =>
        new Document($"d{i}", $"text {i}").Edit().Set(Label, label).Set(Source, "pseudo").Set(Confidence, confidence).Build();

    [Fact]
    public async Task Select_Threshold_TakesConfidentDocumentsAndCountsEachLabel()
    {
        Document[] documents = [.. Enumerable.Range(0, 100).Select(i => Make(i, i % 4 == 0 ? "rare" : "common", i < 60 ? 0.99 : 0.5)),
            new("gold", "text"), new Document("gold2", "text").With(Label, "rare")];
        KeepList list = await Corpus.FromDocuments(documents).FitAsync(new PseudoLabelSelection(), folder.Run());
        SelectionReport report = SelectionReport.Load(list);
        Assert.Equal(["common 45", "rare 15"], report.Strata.Select(stratum => $"{stratum.Domain} {stratum.SelectedDocuments}"));
        Assert.Equal((40L, 2L), (report.Excluded, report.Unrated));
    }

    [Theory]
    [InlineData(null, 1.0, "common 15, rare 15")]
    [InlineData(null, 1.5, "common 23, rare 15")]
    [InlineData(10L, null, "common 10, rare 10")]
    [InlineData(20L, 9.0, "common 20, rare 15")]
    public async Task Select_Limits_TakeTheMostConfidentOfEachLabel(long? cap, double? ratio, string expected)
    {
        Document[] documents = [.. Enumerable.Range(0, 60).Select(i => Make(i, i % 4 == 0 ? "rare" : "common", i < 30 ? 0.99 : 0.96))];
        CurationRun run = folder.Run();
        KeepList list = await Corpus.FromDocuments(documents).FitAsync(new PseudoLabelSelection { MaxPerLabel = cap, BalanceRatio = ratio }, run);
        Assert.Equal(expected, string.Join(", ", SelectionReport.Load(list).Strata.Select(stratum => $"{stratum.Domain} {stratum.SelectedDocuments}")));
        List<Document> common = [.. (await RunFolder.Read(Corpus.FromDocuments(documents).Keep(list), run)).Where(one => one.Get(Label) == "common")];
        Assert.Equal(Math.Min(common.Count, 22), common.Count(document => document.Get(Confidence) == 0.99));
    }

    [Fact]
    public async Task Train_GoldAndPseudoLabels_TestsOnGoldOnly()
    {
        // Few gold documents, many pseudo-labelled ones with words that the gold ones lack.
        var random = new SeededRandom(3);
        Document[] gold = [.. Enumerable.Range(0, 60).Select(i => Say($"g{i}", i % 2 == 0, 0).With(Label, i % 2 == 0 ? "sea" : "sky"))];
        Document[] pool = [.. Enumerable.Range(0, 300).Select(i => Say($"p{i}", i % 3 == 0, 1))];
        var training = new FastTextTrainingOptions { Epochs = 20, LearningRate = 0.5, Dimension = 8 };
        CurationRun run = folder.Run();
        TrainedClassifier first = await Corpus.FromDocuments(gold).FitAsync(new ClassifierTraining("label") { Training = training }, run);
        Corpus labelled = await Corpus.FromDocuments(pool).Pipe(new PseudoLabeler(new FastTextScorer(first.LoadModel()))).WriteJsonlAsync("labelled", run);
        KeepList confident = await labelled.FitAsync(new PseudoLabelSelection { MinConfidence = 0.6, BalanceRatio = 1 }, run);
        SelectionReport report = SelectionReport.Load(confident);
        Assert.Equal(report.Strata[0].SelectedDocuments, report.Strata[1].SelectedDocuments);
        TrainedClassifier second = await Corpus.Concat(Corpus.FromDocuments(gold), labelled.Keep(confident)).FitAsync(
            new ClassifierTraining("label")
            {
                Training = training,
                SourceField = PseudoLabels.SourceOf(),
                TrainOnlySources = [PseudoLabels.Source],
            }, run);
        Assert.Equal(0, second.Counts.Where(count => count.Source == "pseudo").Sum(count => count.Test));
        Assert.Equal(report.SelectedDocuments, second.Counts.Where(count => count.Source == "pseudo").Sum(count => count.Available));
        Assert.InRange(second.Evaluation.Examples, 5, 20);
        Assert.True(second.Evaluation.Accuracy > 0.9, second.Evaluation.ToString());
        Assert.Null(second.Scores);

        Document Say(string id, bool isSea, int from)
        {
            string[] words = isSea ? ["wave", "tide", "reef", "coral"] : ["cloud", "wind", "star", "comet"];
            return new Document(id, string.Join(' ', Enumerable.Range(0, 12).Select(_ => words[from + (int)random.NextInt64(3)])) + $" {id}");
        }
    }

    [Fact]
    public void Options_WrongValues_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PseudoLabelSelection { MinConfidence = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PseudoLabelSelection { MaxPerLabel = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PseudoLabelSelection { BalanceRatio = 0.5 });
        Assert.Throws<ArgumentException>(() => new VoteLabeler([]));
    }
}

/// <summary>The labeler passes the tests for stages.</summary>
public sealed class PseudoLabelerConformance : StageConformance
{
    protected override Stage Create() => new PseudoLabeler(new FakeScorer(["a", "b"]));

    protected override Stage CreateOther() => new PseudoLabeler(new FakeScorer(["a", "b"])) { Annotation = "other" };

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 40).Select(i => new Document($"d{i}", i % 5 == 0 ? "unknown" : $"0.{i} 0.5"));
}
