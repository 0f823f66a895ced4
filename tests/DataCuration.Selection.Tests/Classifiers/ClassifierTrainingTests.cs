using System.Text;
using System.Text.Json;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class ClassifierTrainingTests : IDisposable
{
    private static readonly FastTextTrainingOptions Small = new() { Dimension = 10, Epochs = 10, LearningRate = 0.5, Buckets = 1_000 };
    private static readonly AnnotationKey<string> Label = new("label");
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Returns two kinds of text, each with its own words, in sources of 20 documents.</summary>
    private static IEnumerable<Document> Examples(int good = 200, int bad = 200, int sourceSize = 20)
    {
        for (int i = 0; i < good + bad; i++)
        {
            var random = new SeededRandom((ulong)i);
            string kind = i < good ? "good" : "bad";
            string text = string.Join(' ', Enumerable.Range(0, 12)
                .Select(_ => random.NextInt64(3) == 0 ? $"any{random.NextInt64(30)}" : $"{kind}{random.NextInt64(30)}")) + $" n{i}";
            yield return new Document($"d{i}", text).Edit().Set(Label, kind).Set(WellKnownAnnotations.Source, $"{kind}-{i / sourceSize}").Build();
        }
    }

    private Task<TrainedClassifier> Train(IEnumerable<Document> documents, ClassifierTraining training, int workers = 2) =>
        Corpus.FromDocuments(documents).FitAsync(training, folder.Run(options => options with { MaxParallelShards = workers }));

    [Fact]
    public async Task Fit_TwoKindsOfText_TellsThemApartOnSourcesNotSeen()
    {
        TrainedClassifier trained = await Train(Examples(), new ClassifierTraining("label") { Training = Small });
        Assert.Equal(ClassifierSplit.Source, trained.Split);
        Assert.InRange(trained.Evaluation.Accuracy, 0.97, 1);
        Assert.InRange(trained.Evaluation.Examples, 60, 120);
        Assert.All(trained.Counts, count => Assert.True(count.Train == 0 || count.Test == 0));
        Assert.Equal(400, trained.Counts.Sum(count => count.Available));
        FastTextModel model = trained.LoadModel();
        Assert.Equal(trained.Fingerprint, model.Fingerprint);
        Assert.Equal("good", model.Labels[model.Predict("good1 good2 any3")[0].Label]);
    }

    /// <summary>fastText learns in the order of the file. A file that is sorted by label gives a model that prefers the last one.</summary>
    [Fact]
    public async Task Fit_AnyOrderOfTheCorpus_GivesTheSameModelFromMixedExamples()
    {
        var training = new ClassifierTraining("label") { Training = Small, Split = ClassifierSplit.Document };
        Document[] examples = [.. Examples()];
        TrainedClassifier sorted = await Train(examples, training), reversed = await Train(examples.Reverse(), training);
        Assert.Equal(sorted.Fingerprint, reversed.Fingerprint);
        string file = Directory.GetFiles(folder.Work, ExampleSplitter.TrainName, SearchOption.AllDirectories)[0];
        bool[] labels = [.. File.ReadLines(file).Select(line => line.StartsWith("__label__good", StringComparison.Ordinal))];
        int changes = labels.Skip(1).Zip(labels, (next, label) => next != label).Count(changed => changed);
        Assert.InRange(labels.Length, 250, 400);
        Assert.InRange(changes, labels.Length * 2 / 5, labels.Length * 3 / 5);
    }

    [Fact]
    public async Task Fit_Provenance_NamesWhatTheModelWasMadeOf()
    {
        TrainedClassifier trained = await Train(Examples().Append(new Document("none", "no label")),
            new ClassifierTraining("label") { Training = Small, Seed = 3 });
        using JsonDocument provenance = JsonDocument.Parse(File.ReadAllBytes(trained.ProvenancePath));
        JsonElement root = provenance.RootElement;
        Assert.Equal(("0.5", "10"),
            (root.GetProperty("training").GetProperty("LearningRate").GetString(), root.GetProperty("training").GetProperty("Epochs").GetString()));
        Assert.Equal((3, 1), (root.GetProperty("seed").GetInt32(), root.GetProperty("unlabelled").GetInt32()));
        Assert.Equal(32, root.GetProperty("data").GetString()!.Length);
        Assert.False(string.IsNullOrEmpty(root.GetProperty("library").GetString()));
        string copy = folder.Inputs["models/quality.bin"];
        trained.CopyTo(copy);
        Assert.True(File.Exists(copy) && File.Exists(Path.ChangeExtension(copy, ".json")));
    }

    [Fact]
    public async Task CopyTo_ThatFails_LeavesWhatIsThere()
    {
        TrainedClassifier trained = await Train(Examples(), new ClassifierTraining("label") { Training = Small });
        string copy = folder.Inputs["models/quality.bin"];
        trained.CopyTo(copy);
        File.WriteAllText(copy, "an older model");
        File.Delete(trained.ProvenancePath);
        Assert.Throws<FileNotFoundException>(() => trained.CopyTo(copy));
        Assert.Equal("an older model", File.ReadAllText(copy));
        Assert.Equal(["quality.bin", "quality.json"], Directory.GetFiles(folder.Inputs["models"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Fit_OneRareLabelUnderBalance_IsWarnedOf()
    {
        var log = new LogCapture();
        TrainedClassifier trained = await Corpus.FromDocuments(Examples(600, 6))
            .FitAsync(new ClassifierTraining("label") { Training = Small, Split = ClassifierSplit.Document }, folder.Run(log: log));
        long rare = trained.Counts.Where(count => count.Label == "bad").Sum(count => count.Train);
        string warning = Assert.Single(log.Warnings, text => text.Contains("'bad'", StringComparison.Ordinal));
        Assert.Contains($"{rare} examples to train on", warning, StringComparison.Ordinal);
        Assert.Contains(nameof(ClassifierTraining.BalanceRatio), warning, StringComparison.Ordinal);
        // No warning without balance, nor with labels of about equal size.
        log = new LogCapture();
        await Corpus.FromDocuments(Examples(600, 6)).FitAsync(
            new ClassifierTraining("label") { Training = Small, Split = ClassifierSplit.Document, Balance = ClassifierBalance.None }, folder.Run(log: log));
        await Corpus.FromDocuments(Examples(200, 100))
            .FitAsync(new ClassifierTraining("label") { Training = Small, Split = ClassifierSplit.Document }, folder.Run(log: log));
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public async Task Fit_OtherWorkers_GivesTheSameBytes()
    {
        string[] lines = [.. Examples().Select(document => $"{{\"id\":\"{document.Id}\",\"text\":\"{document.Text}\",\"label\":\"{document.Get(Label)}\","
            + $"\"source\":\"{document.Get(WellKnownAnnotations.Source)}\"}}\n")];
        for (int file = 0; file < 4; file++) folder.Inputs.Write($"pool/{file}.jsonl", string.Concat(lines[(file * 100)..(file * 100 + 100)]));
        Corpus pool = Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 5_000, CoalesceBytes = 0 } },
            folder.Inputs["pool/*.jsonl"]);
        var all = new List<(byte[] Model, byte[] Provenance)>();
        foreach (int workers in new[] { 1, 2, 5 })
        {
            using var work = new TemporaryFolder();
            using var run = new CurationRun(new RunOptions { WorkDirectory = work.Path, MaxParallelShards = workers });
            TrainedClassifier trained = await pool.FitAsync(new ClassifierTraining("label") { Training = Small }, run);
            all.Add((File.ReadAllBytes(trained.ModelPath), File.ReadAllBytes(trained.ProvenancePath)));
        }
        Assert.All(all, one => Assert.Equal(all[0].Model, one.Model));
        Assert.All(all, one => Assert.Equal(all[0].Provenance, one.Provenance));
    }

    [Theory]
    [InlineData(ClassifierBalance.None, 1.0, 320, 40)]
    [InlineData(ClassifierBalance.Labels, 1.0, 40, 40)]
    [InlineData(ClassifierBalance.Labels, 2.5, 100, 40)]
    [InlineData(ClassifierBalance.LabelsAndSources, 1.0, 40, 40)]
    public async Task Fit_UnevenLabels_AreBalanced(ClassifierBalance balance, double ratio, int common, int rare)
    {
        // Split by document: the parts have only about the requested size.
        TrainedClassifier trained = await Train(Examples(400, 50),
            new ClassifierTraining("label") { Training = Small, Balance = balance, BalanceRatio = ratio, Split = ClassifierSplit.Document });
        long Count(string label) => trained.Counts.Where(count => count.Label == label).Sum(count => count.Train);
        Assert.InRange(Count("bad"), rare - 8, rare + 8);
        if (balance == ClassifierBalance.None) Assert.InRange(Count("good"), common - 25, common + 25);
        else Assert.InRange(Count("good"), Math.Floor(Count("bad") * ratio) - 1, Math.Ceiling(Count("bad") * ratio));
        if (balance != ClassifierBalance.LabelsAndSources) return;
        long[] sources = [.. trained.Counts.Where(count => count.Label == "good").Select(count => count.Train)];
        Assert.InRange(sources.Max() - sources.Min(), 0, 1);
    }

    [Fact]
    public async Task Fit_SourcesOfOneDocument_StillFillTheBalancedLabels()
    {
        // Hosts of one page each: a share of each of them rounds to zero.
        TrainedClassifier trained = await Train(Examples(400, 50, sourceSize: 1),
            new ClassifierTraining("label") { Training = Small, Split = ClassifierSplit.Document });
        long good = trained.Counts.Where(count => count.Label == "good").Sum(count => count.Train),
            bad = trained.Counts.Where(count => count.Label == "bad").Sum(count => count.Train);
        Assert.InRange(bad, 30, 50);
        Assert.Equal(bad, good);
    }

    [Fact]
    public async Task Fit_OneSource_IsPartedByDocument()
    {
        TrainedClassifier trained = await Train(Examples(sourceSize: 10_000), new ClassifierTraining("label") { Training = Small, SourceField = "collection" });
        Assert.Equal(ClassifierSplit.Document, trained.Split);
        Assert.InRange(trained.Counts.Sum(count => count.Test), 50, 110);
        await Assert.ThrowsAsync<InsufficientDataException>(
            () => Train(Examples(), new ClassifierTraining("label") { SourceField = "collection", Split = ClassifierSplit.Source }));
    }

    [Fact]
    public async Task Fit_TextInBothParts_IsNotJudgedBy()
    {
        // Every source has the same texts as the one before.
        Document[] documents = [.. Enumerable.Range(0, 400).Select(i => new Document($"d{i}", i % 20 < 10 ? $"good text {i % 20}" : $"bad thing {i % 20}")
            .Edit().Set(Label, i % 20 < 10 ? "good" : "bad").Set(WellKnownAnnotations.Source, $"s{i / 20}").Build())];
        TrainedClassifier trained = await Train(documents, new ClassifierTraining("label") { Training = Small });
        Assert.Equal(ClassifierSplit.Source, trained.Split);
        Assert.Equal((80L, 0L), (trained.Leaked, trained.Evaluation.Examples));
    }

    [Fact]
    public async Task Fit_HostileText_AddsNoLabelAndEndsNoLine()
    {
        IEnumerable<Document> documents = Examples().Select(document => document.WithText($"{document.Text}\n__label__evil </s> __label____label__worse\tx"));
        TrainedClassifier trained = await Train(documents, new ClassifierTraining("label") { Training = Small });
        Assert.Equal(["bad", "good"], trained.LoadModel().Labels.Order(StringComparer.Ordinal));
        Assert.InRange(trained.Evaluation.Accuracy, 0.97, 1);
    }

    [Fact]
    public void Write_AnyText_GivesOneLineOfPlainWords() =>
        Gen.Int[0, 9].Select(i => new[] { "__label__", "</s>", " ", "\n", "_", "a", "\0", "<", "é", "/s>" }[i]).Array[0, 12]
            .Select(string.Concat).Sample(text =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text), line = new byte[bytes.Length];
            int length = ExampleLine.Write(bytes, line);
            string[] words = Encoding.UTF8.GetString(line, 0, length).Split(' ');
            Assert.DoesNotContain(words, word => word == "</s>" || word.StartsWith("__label__", StringComparison.Ordinal)
                || word.AsSpan().ContainsAny("\n\r\t\0"));
        });

    [Fact]
    public async Task Fit_LabelWithSpaces_StandsForItsDomain()
    {
        IEnumerable<Document> documents = Examples().Select(document => document.With(Label, document.Get(Label) == "good" ? "Retail E-commerce" : "Law"));
        TrainedClassifier trained = await Train(documents, new ClassifierTraining("label") { Training = Small });
        Assert.Contains("Retail_E-commerce", trained.LoadModel().Labels);
        Assert.Equal("Retail E-commerce", DomainTaxonomy.DataMan.Find("Retail_E-commerce"));
        Assert.Null(DomainTaxonomy.DataMan.Find("Sports"));
    }

    [Fact]
    public async Task Fit_NoLabelsOrAnotherKind_SaysSo()
    {
        InsufficientDataException error =
            await Assert.ThrowsAsync<InsufficientDataException>(() => Train(Examples(), new ClassifierTraining("rating")));
        Assert.Equal("No document of 400 has a label in 'rating'. The documents have the fields 'label', 'source'.", error.Message);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Train(Examples(), new ClassifierTraining("label") { Training = new() { Kind = FastTextModelKind.SkipGram } }));
    }

    [Fact]
    public void Compute_ThreeClasses_GivesTheNumbersByHand()
    {
        ClassifierEvaluation evaluation = ClassifierEvaluation.Compute([("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("c", "b"), ("c", "")]);
        Assert.Equal((6L, 0.5), (evaluation.Examples, evaluation.Accuracy));
        Assert.Equal([0.8, 0.5, 0], evaluation.Classes.Select(one => one.F1));
        Assert.Equal(1.3 / 3, evaluation.MacroF1, 12);
        Assert.Equal((1 + 1 / 3.0) / 3, evaluation.MacroPrecision, 12);
        Assert.Equal((2 / 3.0 + 1) / 3, evaluation.MacroRecall, 12);
        Assert.Contains("(nothing)", evaluation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agreement_TwoAnnotations_GivesTheirConfusion()
    {
        Corpus corpus = Corpus.FromDocuments(Examples(10, 10)
            .Select((document, i) => i == 0 ? document : document.With(new AnnotationKey<string>("model"), i % 5 == 0 ? "bad" : document.Get(Label))));
        ClassifierEvaluation agreement = await corpus.FitAsync(new AgreementFit("label", "model"), folder.Run());
        Assert.Equal([new("bad", "bad", 10), new("good", "", 1), new("good", "bad", 1), new("good", "good", 8)], agreement.Confusion);
    }

    [Fact]
    public async Task Agreement_MisspeltField_IsWarnedOf()
    {
        var log = new LogCapture();
        CurationRun run = folder.Run(log: log);
        Corpus corpus = Corpus.FromDocuments(Examples(10, 10));
        Assert.Equal(0, (await corpus.FitAsync(new AgreementFit("lable", "label"), run)).Examples);
        await corpus.FitAsync(new AgreementFit("label", "modle"), run);
        Assert.Equal(["agreement/agreement: None of 20 documents has a value in 'lable': there is nothing to compare with. The documents have the fields "
            + "'label', 'source'. Is it 'label'?",
            "agreement/agreement: No document that has 'label' has a value in 'modle'. The documents have the fields 'label', 'source'."], log.Warnings);
    }

    [Fact]
    public void PreSelect_Settings_AreThePapers() =>
        Assert.Equal((3, 0.1, 2, 100, 1, 2_000_000), (ClassifierTraining.PreSelect.Epochs, ClassifierTraining.PreSelect.LearningRate,
            ClassifierTraining.PreSelect.WordNGrams, ClassifierTraining.PreSelect.Dimension,
            ClassifierTraining.PreSelect.MinimumCount, ClassifierTraining.PreSelect.Buckets));
}
