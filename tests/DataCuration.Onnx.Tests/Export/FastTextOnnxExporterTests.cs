using System.Text;
using System.Text.Json;
using DataCuration.FastText.Tests;
using Microsoft.ML.OnnxRuntime;

namespace DataCuration.Onnx.Tests;

public sealed class FastTextOnnxExporterTests(FastTextProgram program, ITestOutputHelper output) : IClassFixture<FastTextProgram>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(FastTextLoss.Softmax, 1, 0)]
    [InlineData(FastTextLoss.Softmax, 2, 4)]
    [InlineData(FastTextLoss.HierarchicalSoftmax, 1, 4)]
    [InlineData(FastTextLoss.HierarchicalSoftmax, 2, 0)]
    [InlineData(FastTextLoss.OneVsAll, 1, 3)]
    [InlineData(FastTextLoss.NegativeSampling, 2, 3)]
    public void Export_ModelTrainedHere_PredictsTheSame(FastTextLoss loss, int wordNGrams, int maximumSubword)
    {
        FastTextModel model = Train(loss, wordNGrams, maximumSubword, labels: 9);
        Compare(model, Lines(200, 9));
    }

    [Theory]
    [InlineData("softmax", "-loss softmax -minn 2 -maxn 4 -wordNgrams 2 -bucket 2000", null)]
    [InlineData("hs", "-loss hs -minn 2 -maxn 4 -bucket 2000", null)]
    [InlineData("hs-many", "-loss hs -wordNgrams 2 -bucket 2000", null)]
    [InlineData("ova", "-loss ova -wordNgrams 2 -bucket 1000", null)]
    [InlineData("ns", "-loss ns -minn 3 -maxn 6 -bucket 1000", null)]
    [InlineData("q-softmax", "-loss softmax -minn 2 -maxn 4 -wordNgrams 2 -bucket 2000", "-qnorm -cutoff 300 -retrain -epoch 2")]
    [InlineData("q-qout-hs-many", "-loss hs -minn 2 -maxn 4 -bucket 2000 -dim 16", "-qout")]
    public void Export_ModelOfTheProgram_PredictsWhatTheProgramPrints(string name, string options, string? quantize)
    {
        program.Require();
        string file = program.Train(name, options, quantize, name.EndsWith("-many", StringComparison.Ordinal));
        FastTextModel model = FastTextModel.Load(file);
        float[][] probabilities = Compare(model, program.Lines);
        IReadOnlyList<(string Label, double Probability)[]> printed = program.Predict(file, 1, 0);
        for (int line = 0; line < printed.Count; line++)
        {
            if (float.IsNaN(probabilities[line][0]))
            {
                Assert.Empty(printed[line]);
                continue;
            }
            int label = model.Labels.ToList().IndexOf(printed[line][0].Label);
            Assert.Equal(printed[line][0].Probability, probabilities[line][label], 1e-5);
        }
    }

    [Fact]
    public void Export_OneLabel_IsCertain()
    {
        Compare(Train(FastTextLoss.HierarchicalSoftmax, 1, 0, labels: 1), Lines(20, 1));
        Compare(Train(FastTextLoss.Softmax, 1, 0, labels: 1), Lines(20, 1));
    }

    [Fact]
    public void Export_Twice_GivesTheSameBytesAndTheLabels()
    {
        FastTextModel model = Train(FastTextLoss.Softmax, 1, 0, labels: 3);
        FastTextOnnxExporter.Export(model, folder["first.onnx"]);
        FastTextOnnxExporter.Export(model, folder["second.onnx"]);
        Assert.Equal(File.ReadAllBytes(folder["first.onnx"]), File.ReadAllBytes(folder["second.onnx"]));
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        using var session = new InferenceSession(folder["first.onnx"]);
        Dictionary<string, string> metadata = session.ModelMetadata.CustomMetadataMap;
        Assert.Equal(model.Labels, JsonSerializer.Deserialize<string[]>(metadata["labels"]));
        Assert.Equal(("Softmax", model.Fingerprint), (metadata["loss"], metadata["fasttext_fingerprint"]));
    }

    [Fact]
    public void Export_WhatHasNoLabels_IsRefused()
    {
        FastTextModel words = FastTextTrainer.Train(Encode(Lines(50, 3)), new()
        {
            Kind = FastTextModelKind.SkipGram,
            Dimension = 4,
            Epochs = 1,
            MinimumCount = 1,
            Buckets = 100
        }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("word vectors", Assert.Throws<ArgumentException>(() => FastTextOnnxExporter.Export(words, folder["words.onnx"])).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(folder["words.onnx"]));
    }

    [Fact]
    public void Export_TreeOfManyLabels_IsRefused()
    {
        FastTextModel many = FastTextTrainer.Train(Encode(Enumerable.Range(0, 4097).Select(i => $"__label__l{i} w{i % 7}")),
            new() { Loss = FastTextLoss.HierarchicalSoftmax, Dimension = 2, Epochs = 1 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("4097 labels", Assert.Throws<ArgumentException>(() => FastTextOnnxExporter.Export(many, folder["many.onnx"])).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Exports a model, runs it on all lines at once, compares the probability of every label and returns them.</summary>
    private float[][] Compare(FastTextModel model, IReadOnlyList<string> lines)
    {
        string path = folder["exported.onnx"];
        FastTextOnnxExporter.Export(model, path);
        List<int>[] features = [.. lines.Select(line =>
        {
            var rows = new List<int>();
            model.GetFeatures(Encoding.UTF8.GetBytes(line), rows);
            return rows;
        })];
        int width = features.Max(rows => rows.Count), labels = model.Labels.Count;
        var ids = new long[lines.Count * width];
        var mask = new float[ids.Length];
        for (int line = 0; line < lines.Count; line++)
            for (int i = 0; i < features[line].Count; i++) (ids[line * width + i], mask[line * width + i]) = (features[line][i], 1);
        using var session = new InferenceSession(path);
        using OrtValue idValue = OrtValue.CreateTensorValueFromMemory(ids, [lines.Count, width]),
            maskValue = OrtValue.CreateTensorValueFromMemory(mask, [lines.Count, width]);
        using var run = new Microsoft.ML.OnnxRuntime.RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, ["features", "mask"], [idValue, maskValue], ["probabilities"]);
        Assert.Equal([lines.Count, labels], results[0].GetTensorTypeAndShape().Shape);
        float[][] probabilities = [.. results[0].GetTensorDataAsSpan<float>().ToArray().Chunk(labels)];
        double worst = 0;
        int compared = 0;
        var predictions = new FastTextPrediction[labels];
        for (int line = 0; line < lines.Count; line++)
        {
            int found = model.Predict(Encoding.UTF8.GetBytes(lines[line]), predictions, new FastTextScratch());
            if (found == 0) Assert.All(probabilities[line], value => Assert.True(float.IsNaN(value)));
            for (int i = 0; i < found; i++) worst = Math.Max(worst, Math.Abs(predictions[i].Probability - probabilities[line][predictions[i].Label]));
            if (found > 0) Assert.Equal(predictions[0].Probability, probabilities[line].Max(), 1e-5f);
            compared += found;
        }
        output.WriteLine($"{model.Loss}: {compared} probabilities of {lines.Count} texts, largest difference {worst:E2}");
        Assert.InRange(worst, 0, 1e-5);
        // fastText does not follow branches of a tree below its minimum probability.
        Assert.True(compared >= lines.Count * labels * 7 / 10, $"{compared}");
        return probabilities;
    }

    private static FastTextModel Train(FastTextLoss loss, int wordNGrams, int maximumSubword, int labels) =>
        FastTextTrainer.Train(Encode(Lines(300, labels).Select((line, i) => $"__label__l{i % labels} {line}")),
        new()
        {
            Loss = loss,
            WordNGrams = wordNGrams,
            MinimumSubword = maximumSubword == 0 ? 0 : 2,
            MaximumSubword = maximumSubword,
            Dimension = 12,
            Epochs = 10,
            LearningRate = 0.5,
            Buckets = 2000
        }, cancellationToken: TestContext.Current.CancellationToken);

    private static IReadOnlyList<string> Lines(int count, int labels)
    {
        SeededRandom random = SeededRandom.Create(11, "onnx tests", "lines");
        return [.. Enumerable.Range(0, count).Select(i => string.Join(' ',
            Enumerable.Range(0, 3 + (int)random.NextInt64(12)).Select(_ => random.NextInt64(3) == 0 ? $"topic{i % labels}" : $"word{random.NextInt64(60)}")))];
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Encode(IEnumerable<string> lines) =>
        lines.Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line));
}
