using DataCuration.TestKit;

namespace DataCuration.FastText.Tests;

/// <summary>The parts of a model that exporters read: matrices, label tree, bytes.</summary>
public sealed class FastTextMatrixReadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void CopyInputRow_RowsOfAText_HaveItsVectorAsMean()
    {
        FastTextModel model = Train(FastTextLoss.Softmax);
        var rows = new List<int>();
        model.GetFeatures("river stone wave"u8, rows);
        float[] mean = new float[model.Dimension], row = new float[model.Dimension], vector = new float[model.Dimension];
        foreach (int index in rows)
        {
            model.CopyInputRow(index, row);
            for (int i = 0; i < row.Length; i++) mean[i] += row[i];
        }
        model.GetSentenceVector("river stone wave"u8, vector, new FastTextScratch());
        Assert.NotEmpty(rows);
        Assert.All(vector.Zip(mean), pair => Assert.Equal(pair.First, pair.Second / rows.Count, 1e-5f));
    }

    [Fact]
    public void CopyRow_OutsideTheMatrix_IsRefused()
    {
        FastTextModel model = Train(FastTextLoss.Softmax);
        var row = new float[model.Dimension];
        Assert.Equal(model.Labels.Count, model.OutputRows);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CopyInputRow(-1, row));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CopyInputRow((int)model.InputRows, row));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CopyOutputRow((int)model.OutputRows, row));
        Assert.Throws<ArgumentException>(() => model.CopyOutputRow(0, new float[model.Dimension + 1]));
    }

    [Fact]
    public void GetLabelPaths_HierarchicalSoftmax_LeadToTheLabelsProbabilities()
    {
        FastTextModel model = Train(FastTextLoss.HierarchicalSoftmax);
        var scratch = new FastTextScratch();
        float[] hidden = new float[model.Dimension], node = new float[model.Dimension], probabilities = new float[model.Labels.Count];
        model.GetSentenceVector("river stone wave"u8, hidden, scratch);
        Assert.True(model.TryGetProbabilities("river stone wave"u8, probabilities, scratch));
        IReadOnlyList<IReadOnlyList<int>> paths = model.GetLabelPaths();
        Assert.Equal(model.Labels.Count, paths.Count);
        for (int label = 0; label < paths.Count; label++)
        {
            double probability = 1;
            foreach (int step in paths[label])
            {
                model.CopyOutputRow(step < 0 ? ~step : step, node);
                double right = 1 / (1 + Math.Exp(-hidden.Zip(node).Sum(pair => pair.First * pair.Second)));
                probability *= step < 0 ? 1 - right : right;
            }
            Assert.Equal(probabilities[label], probability, 1e-5);
        }
    }

    [Fact]
    public void GetLabelPaths_OtherLoss_IsRefused() => Assert.Throws<InvalidOperationException>(() => Train(FastTextLoss.Softmax).GetLabelPaths());

    [Fact]
    public void Write_Model_IsTheFileAndItsFingerprint()
    {
        FastTextModel model = Train(FastTextLoss.Softmax);
        using var stream = new MemoryStream();
        string fingerprint = model.Write(stream);
        model.Save(folder["model.bin"]);
        Assert.Equal(File.ReadAllBytes(folder["model.bin"]), stream.ToArray());
        Assert.Equal(FastTextModel.Load(folder["model.bin"]).Fingerprint, fingerprint);
    }

    private FastTextModel Train(FastTextLoss loss) => FastTextTrainer.Train(
        FastTextCorpus.Write(folder, "train", 60), new() { Dimension = 8, Epochs = 3, Loss = loss, Threads = 1 },
        cancellationToken: TestContext.Current.CancellationToken);
}
