using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class PreSelectTests : IDisposable
{
    // The paper's six models, from the comment in train_fasttext.py.
    private static readonly double[] Benchmarks = [75.38, 76.30, 77.27, 79.46, 80.47, 81.19];
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(new double[] { 6, 5, 4, 3, 2, 1 }, 15)] // perfect
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6 }, 0)] // reversed
    [InlineData(new double[] { 6, 5, 3, 4, 2, 1 }, 14)] // one adjacent swap
    [InlineData(new double[] { 6, 5, 4, 4, 2, 1 }, 14)] // equal losses count 0 for the pair
    [InlineData(new double[] { 1, 1, 1, 1, 1, 1 }, 0)]
    public void Count_SixModels_GivesTheScoresOfTheSpecification(double[] losses, int expected)
    {
        Assert.Equal((expected, 15), PredictiveStrength.Count(losses, Benchmarks));
        Assert.Equal(expected / 15.0, PredictiveStrength.Score(losses, Benchmarks));
        // The models' order in the matrix does not matter.
        Assert.Equal((expected, 15), PredictiveStrength.Count([.. losses.Reverse()], [.. Benchmarks.Reverse()]));
    }

    [Fact]
    public void Count_EqualBenchmarks_SkipsThePair()
    {
        Assert.Equal((2, 2), PredictiveStrength.Count([3, 2, 1], [1, 2, 2]));
        Assert.True(double.IsNaN(PredictiveStrength.Score([3, 2], [1, 1])));
        Assert.Throws<ArgumentException>(() => PredictiveStrength.Count([1, double.NaN], [1, 2]));
        Assert.Throws<ArgumentException>(() => PredictiveStrength.Count([1], [1, 2]));
    }

    [Fact]
    public void BitsPerCharacter_Nats_AreDividedByCharactersAndLn2()
    {
        Assert.Equal(1, PredictiveStrength.BitsPerCharacter(10 * Math.Log(2), 10), 12);
        Assert.True(double.IsNaN(PredictiveStrength.BitsPerCharacter(1, 0)));
    }

    private static LossModel[] Models => [new("small", 1), new("middle", 2), new("large", 3)];

    [Theory]
    [InlineData("losses.jsonl", "{\"id\":\"a\",\"losses\":{\"small\":3,\"middle\":2,\"large\":1,\"other\":9}}\n\n"
        + "{\"id\":\"b\",\"losses\":{\"small\":1,\"middle\":2,\"large\":3}}\n{\"id\":\"c\",\"losses\":{\"small\":1,\"large\":null}}\n")]
    [InlineData("losses.csv", "id,large,small,other,middle\na,1,3,9,2\n\"b\",3,1,,2\nc,,1,,\n")]
    [InlineData("losses.tsv", "id\tsmall\tmiddle\tlarge\na\t3\t2\t1\nb\t1\t2\t3\nc\t1\t\t\n")]
    public async Task Tag_LossFile_WritesTheStrengthAndDropsTheRest(string name, string content)
    {
        var losses = new LossFile(folder.Inputs.Write(name, content), Models);
        CurationRun run = folder.Run();
        Corpus corpus = Corpus.FromDocuments(new[] { "a", "b", "c", "d" }.Select(id => new Document(id, "ten chars.")));
        List<Document> tagged = await RunFolder.Read(corpus.Pipe(new PredictiveStrengthTagger(losses) { WriteBitsPerCharacter = true }), run);
        Assert.Equal(["a 1", "b 0"], tagged.Select(document => $"{document.Id} {document.Get(PredictiveStrengthTagger.Strength)}"));
        Assert.Equal(3 / (10 * Math.Log(2)), tagged[0].Get(new AnnotationKey<double>("bits_per_character_small")), 12);
        Assert.Equal(4, (await RunFolder.Read(corpus.Pipe(new PredictiveStrengthTagger(losses) { KeepUnrated = true }), run)).Count);
    }

    [Fact]
    public async Task Tag_LossesOfOtherIds_SaysThatNoneIsKnown()
    {
        var losses = new LossFile(folder.Inputs.Write("losses.csv", "id,small,middle,large\nother,3,2,1\n"), Models);
        InsufficientDataException exception = await Assert.ThrowsAsync<InsufficientDataException>(
            () => RunFolder.Documents(3).Pipe(new PredictiveStrengthTagger(losses)).WriteJsonlAsync("out", folder.Run()));
        Assert.Contains("dropped all 3 documents (no_losses)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("must have the same ids", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad.jsonl", "{\"id\":\"a\",\"losses\":{\"small\":\"much\"}}\n", "line 1")]
    [InlineData("bad.jsonl", "{\"id\":\"a\",\"losses\":{}}\nnonsense\n", "line 2")]
    [InlineData("bad.jsonl", "{\"id\":7,\"losses\":{}}\n", "line 1")]
    [InlineData("bad.csv", "id,small,middle\na,1,2\n", "no column 'large'")]
    [InlineData("bad.csv", "name,small,middle,large\n", "'name'")]
    [InlineData("bad.csv", "id,small,middle,large\na,1,2\n", "has 3 cells")]
    [InlineData("bad.csv", "id,small,middle,large\na,1,2,x\n", "'x'")]
    public async Task Read_DamagedFile_SaysWhere(string name, string content, string expected)
    {
        var losses = new LossFile(folder.Inputs.Write(name, content), Models);
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(async () => await losses.ReadAsync(CancellationToken.None).ToListAsync());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_LineWithoutEnd_IsRefused()
    {
        string path = folder.Inputs["huge.jsonl"];
        using (FileStream file = File.Create(path)) file.SetLength(20 << 20);
        InvalidDataException error =
            await Assert.ThrowsAsync<InvalidDataException>(async () => await new LossFile(path, Models).ReadAsync(CancellationToken.None).ToListAsync());
        Assert.Contains("line 1 has 20971520 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WholeMethod_FindsTheTextThatBetterModelsKnow()
    {
        // Better models have lower losses on "fact" texts and higher ones on "noise"; the classifier sees texts only.
        var random = new SeededRandom(11);
        var lines = new List<string>();
        var documents = new List<Document>();
        for (int i = 0; i < 300; i++)
        {
            bool isFact = i % 3 == 0;
            documents.Add(new Document($"d{i}", string.Join(' ', Enumerable.Range(0, 15).Select(_ => $"{(isFact ? "fact" : "noise")}{random.NextInt64(40)}"))
                + $" n{i}").With(WellKnownAnnotations.Source, $"h{i / 10}"));
            double swing = isFact ? -1 : 1;
            lines.Add(FormattableString.Invariant($"d{i},{100 + 0 * swing},{100 + 5 * swing},{100 + 10 * swing + (i % 7 == 0 ? 20 * -swing : 0)}"));
        }
        var losses = new LossFile(folder.Inputs.Write("losses.csv", "id,small,middle,large\n" + string.Join('\n', lines)), Models);
        CurationRun run = folder.Run();
        Corpus pool = Corpus.FromDocuments(documents);
        Corpus rated = await pool.Pipe(new PredictiveStrengthTagger(losses)).WriteJsonlAsync("rated", run);
        Corpus labelled = rated.Keep(await rated.FitAsync(new PreSelectExamples(), run)).Pipe(new PreSelectLabeler());
        TrainedClassifier classifier = await labelled.FitAsync(
            new ClassifierTraining("label") { Training = ClassifierTraining.PreSelect with { Dimension = 10, Buckets = 1_000, Epochs = 20 } }, run);
        Corpus scored = pool.Pipe(new QualityRater(new FastTextScorer(classifier.LoadModel()), "1"));
        ScoreThreshold threshold = await scored.FitAsync(new ScoreThresholdFit("quality_score") { Share = 0.2 }, run);
        List<Document> selected = await RunFolder.Read(scored.Pipe(threshold.ToFilter("quality_score")), run);
        Assert.InRange(selected.Count, 55, 75);
        Assert.All(selected, document => Assert.StartsWith("fact", document.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Examples_AnyCorpus_AreBalancedAndTakenFromTheEnds()
    {
        // 10 documents of full strength, 4 of 0, 20 each of 1/15 and 2/15.
        double[] strengths = [.. Enumerable.Repeat(1.0, 10), .. Enumerable.Repeat(0.0, 4), .. Enumerable.Repeat(1 / 15.0, 20),
            .. Enumerable.Repeat(2 / 15.0, 20)];
        Corpus corpus = Corpus.FromDocuments(strengths.Select((strength, i) => new Document($"d{i}", "text").With(PredictiveStrengthTagger.Strength, strength))
            .Append(new Document("unrated", "text")));
        CurationRun run = folder.Run();
        KeepList list = await corpus.FitAsync(new PreSelectExamples(), run);
        Assert.Equal(["negative 10", "positive 10"], SelectionReport.Load(list).Strata.Select(stratum => $"{stratum.Source} {stratum.Selected}"));
        List<Document> examples = await RunFolder.Read(corpus.Keep(list).Pipe(new PreSelectLabeler()), run);
        Assert.Equal(10, examples.Count(document => document.Get(PreSelectLabeler.Label) == "1"));
        double[] negatives =
            [.. examples.Where(document => document.Get(PreSelectLabeler.Label) == "0").Select(document => document.Get(PredictiveStrengthTagger.Strength))];
        Assert.Equal((4, 6), (negatives.Count(strength => strength == 0), negatives.Count(strength => strength == 1 / 15.0)));
        Assert.Equal(4, SelectionReport.Load(await corpus.FitAsync(new PreSelectExamples { MaxPositives = 2 }, run)).Selected);
        string[] other =
            [.. (await RunFolder.Read(corpus.Keep(await corpus.FitAsync(new PreSelectExamples { Seed = 8 }, run)), run)).Select(document => document.Id)];
        Assert.NotEqual(examples.Select(document => document.Id), other);
    }

    [Fact]
    public async Task Examples_OneKindOnly_SaysSo()
    {
        Corpus corpus = Corpus.FromDocuments([new Document("a", "text").With(PredictiveStrengthTagger.Strength, 1.0)]);
        await Assert.ThrowsAsync<InsufficientDataException>(() => corpus.FitAsync(new PreSelectExamples(), folder.Run()));
    }
}
