using System.Globalization;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.FastText.Tests;

public sealed class FastTextVectorTests(FastTextProgram program) : IClassFixture<FastTextProgram>
{
    [Theory]
    [InlineData("skipgram", "-bucket 500 -minCount 2")]
    [InlineData("cbow", "-bucket 500 -loss hs")]
    [InlineData("supervised", "-minn 2 -maxn 3 -bucket 500")]
    public void GetVectors_ModelOfTheProgram_AreItsVectors(string command, string arguments)
    {
        program.Require();
        string file = Path.Combine(program.Folder, "vectors-" + command);
        program.Run($"{command} -dim 7 -epoch 3 -input {program.TrainingFile} -output {file} -thread 1 -verbose 0 {arguments}");
        FastTextModel model = FastTextModel.Load(file + ".bin");
        var vector = new float[7];
        string[] words = ["river", "Straße", "unseen123", "wave", "q"];
        string[] lines = program.Run($"print-word-vectors {file}.bin", string.Join('\n', words) + "\n").Split('\n');
        for (int i = 0; i < words.Length; i++)
        {
            model.GetWordVector(Encoding.UTF8.GetBytes(words[i]), vector);
            Assert.Equal(lines[i], $"{words[i]} {Print(vector)}");
        }
        var scratch = new FastTextScratch();
        // Labels among the words make the program fail.
        string[] texts = [.. program.Lines.Take(50)
            .Where(line => !line.Contains("</s>", StringComparison.Ordinal) && !line.Contains("__label__", StringComparison.Ordinal)), "", "unseen"];
        lines = program.Run($"print-sentence-vectors {file}.bin", string.Join('\n', texts) + "\n").Split('\n');
        for (int i = 0; i < texts.Length; i++)
        {
            model.GetSentenceVector(Encoding.UTF8.GetBytes(texts[i]), vector, scratch);
            Assert.Equal(lines[i], Print(vector));
        }
        if (model.Kind == FastTextModelKind.Supervised) return;
        // The query's prompt precedes the first line.
        string[] near = program.Run($"nn {file}.bin 5", "river\n").Replace("Query word? ", "", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(near, model.GetNearestNeighbours("river", 5).Select(pair => $"{pair.Word} {CNumber.Format(pair.Similarity, 6)}"));
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => model.Predict("river"));
        Assert.Contains("word vectors", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FastTextScorer(model));
    }

    [Theory]
    [InlineData("supervised", "-loss hs -minn 2 -maxn 3 -bucket 300", null)]
    [InlineData("supervised", "-minn 2 -maxn 3 -wordNgrams 2 -bucket 900", "-qnorm -cutoff 400")]
    [InlineData("supervised", "-minn 2 -maxn 3 -bucket 900 -dim 1", "-dsub 5")]
    [InlineData("cbow", "-bucket 300", null)]
    public void Save_ModelOfTheProgram_GivesItsBytes(string command, string arguments, string? quantize)
    {
        program.Require();
        string file = Path.Combine(program.Folder, "round"), copy = Path.Combine(program.Folder, "round-copy");
        program.Run($"{command} -dim 6 -epoch 1 -input {program.TrainingFile} -output {file} -thread 1 -verbose 0 {arguments}");
        if (quantize is not null) program.Run($"quantize -input {program.TrainingFile} -output {file} -verbose 0 {quantize}");
        string model = file + (quantize is null ? ".bin" : ".ftz");
        FastTextModel.Load(model).Save(copy);
        Assert.Equal(File.ReadAllBytes(model), File.ReadAllBytes(copy));
    }

    [Theory]
    [InlineData(FastTextLoss.Softmax)]
    [InlineData(FastTextLoss.HierarchicalSoftmax)]
    [InlineData(FastTextLoss.NegativeSampling)]
    [InlineData(FastTextLoss.OneVsAll)]
    public void Score_Texts_AreThePredictionsOfAllLabels(FastTextLoss loss)
    {
        using var folder = new TemporaryFolder();
        FastTextModel model = FastTextTrainer.Train(FastTextCorpus.Write(folder, "train", 300), new() { Dimension = 6, Loss = loss, LearningRate = 0.3 },
            cancellationToken: TestContext.Current.CancellationToken);
        var scorer = new FastTextScorer(model);
        // Labels among the words make the program fail.
        string[] texts = [.. FastTextCorpus.Lines(40, seed: 5).Select(line => line.Split(' ', 2)[1])];
        var scores = new float[texts.Length * 4];
        scorer.Score([.. texts.Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))], scores);
        for (int i = 0; i < texts.Length; i++)
        {
            float[] own = scores[(4 * i)..(4 * i + 4)];
            if (loss is FastTextLoss.Softmax or FastTextLoss.HierarchicalSoftmax) Assert.Equal(1, own.Sum(), 5);
            // Predictions add 1e-5.
            foreach (FastTextPrediction prediction in model.Predict(texts[i], 4)) Assert.InRange(prediction.Probability - own[prediction.Label], -1e-5, 3e-5);
        }
        var rows = new List<int>();
        model.GetFeatures("river stone"u8, rows);
        Assert.Equal(3, rows.Count); // including the end of line
        float[] sum = new float[6], row = new float[6], vector = new float[6];
        foreach (int index in rows)
        {
            model.CopyInputRow(index, row);
            for (int i = 0; i < 6; i++) sum[i] += row[i] / 3;
        }
        model.GetSentenceVector("river stone"u8, vector, new());
        for (int i = 0; i < 6; i++) Assert.Equal(sum[i], vector[i], 1e-5f);
        Assert.Throws<ArgumentException>(() => scorer.Score([default], new float[3]));
    }

    [Fact]
    public void Score_NothingKnown_IsNaN()
    {
        using var folder = new TemporaryFolder();
        // Without the end of line among the words, an unknown text has no features.
        string path = Path.Combine(folder.Path, "train");
        File.WriteAllText(path, "__label__a one __label__b two");
        var scorer = new FastTextScorer(FastTextTrainer.Train(path, new() { Dimension = 3 }, cancellationToken: TestContext.Current.CancellationToken));
        var scores = new float[4];
        scorer.Score([new("unknown"u8.ToArray()), new("one"u8.ToArray())], scores);
        Assert.True(float.IsNaN(scores[0]) && float.IsNaN(scores[1]) && scores[2] > 0 && scores[3] > 0);
    }

    private static string Print(float[] vector) => string.Concat(vector.Select(value => CNumber.Format(value, 5) + " "));
}
