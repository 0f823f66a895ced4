using System.Text;
using DataCuration.TestKit;

namespace DataCuration.FastText.Tests;

public sealed class FastTextModelTests(FastTextProgram program, ITestOutputHelper output) : IClassFixture<FastTextProgram>
{
    [Theory]
    [InlineData("softmax", "-loss softmax", null)]
    [InlineData("softmax-subwords", "-loss softmax -minn 2 -maxn 4 -bucket 2000", null)]
    [InlineData("softmax-bigrams", "-loss softmax -wordNgrams 2 -bucket 3000", null)]
    [InlineData("softmax-all", "-loss softmax -minn 1 -maxn 3 -wordNgrams 3 -bucket 5000", null)]
    [InlineData("hs", "-loss hs", null)]
    [InlineData("hs-lid", "-loss hs -minn 2 -maxn 4 -dim 16 -bucket 2000", null)]
    [InlineData("ova", "-loss ova -wordNgrams 2 -bucket 1000", null)]
    [InlineData("ns", "-loss ns -minn 3 -maxn 6 -bucket 1000", null)]
    [InlineData("q-softmax", "-loss softmax -minn 2 -maxn 4 -bucket 2000", "")]
    [InlineData("q-norm", "-loss softmax -minn 2 -maxn 4 -wordNgrams 2 -bucket 2000", "-qnorm")]
    [InlineData("q-cutoff", "-loss softmax -minn 2 -maxn 4 -wordNgrams 2 -bucket 2000", "-qnorm -cutoff 300 -retrain -epoch 2")]
    [InlineData("q-qout-many", "-loss softmax -minn 2 -maxn 4 -bucket 2000 -dim 9", "-qout -qnorm -dsub 4")]
    [InlineData("q-qout-hs-many", "-loss hs -minn 2 -maxn 4 -bucket 2000 -dim 16", "-qout")]
    [InlineData("ova-many", "-loss ova -minn 2 -maxn 4 -bucket 2000", null)]
    [InlineData("hs-many", "-loss hs -wordNgrams 2 -bucket 2000", null)]
    [InlineData("q-hs", "-loss hs -minn 2 -maxn 4 -dim 16 -bucket 2000", "-qnorm -cutoff 500")]
    [InlineData("q-ova", "-loss ova -wordNgrams 2 -bucket 1000", "-cutoff 300")]
    public void Predict_ModelOfTheProgram_AgreesOnEveryLine(string name, string options, string? quantize)
    {
        program.Require();
        // Quantised matrices have at least 256 rows: quantising the output needs that number of labels.
        bool manyLabels = name.EndsWith("-many", StringComparison.Ordinal);
        string file = program.Train(name, options, quantize, manyLabels);
        FastTextModel model = FastTextModel.Load(file);
        Assert.Equal(manyLabels ? 300 : 7, model.Labels.Count);
        Assert.Equal(quantize is not null, model.IsQuantized);
        var scratch = new FastTextScratch();
        double worst = 0;
        int compared = 0;
        foreach ((int count, double threshold) in ((int, double)[])[(1, 0), (3, 0), (7, 0), (10, 0.2)])
        {
            IReadOnlyList<(string Label, double Probability)[]> expected = program.Predict(file, count, threshold);
            Assert.Equal(program.Lines.Count, expected.Count);
            var predictions = new FastTextPrediction[count];
            for (int line = 0; line < expected.Count; line++)
            {
                int found = model.Predict(Encoding.UTF8.GetBytes(program.Lines[line]), predictions, scratch, (float)threshold);
                Assert.Equal(expected[line].Select(pair => pair.Label), predictions[..found].Select(prediction => model.Labels[prediction.Label]));
                for (int i = 0; i < found; i++)
                {
                    // Six significant digits are printed.
                    double difference = Math.Abs(predictions[i].Probability - expected[line][i].Probability) / Math.Max(expected[line][i].Probability, 1e-30);
                    worst = Math.Max(worst, difference);
                    Assert.True(difference <= 1e-5, $"{name}, line {line}: {predictions[i].Probability:R}, not {expected[line][i].Probability:R}");
                    compared++;
                }
            }
        }
        output.WriteLine($"{name}: {compared} probabilities, largest relative difference {worst:E2}");
    }

    [Fact]
    public void Predict_Twice_GivesTheSameAndAllocatesNothing()
    {
        program.Require();
        FastTextModel model = FastTextModel.Load(program.Train("alloc", "-loss softmax -minn 2 -maxn 4 -wordNgrams 2 -bucket 2000", null));
        byte[] text = Encoding.UTF8.GetBytes(string.Join(' ', program.Lines.Take(50)).Replace("</s>", "", StringComparison.Ordinal));
        var scratch = new FastTextScratch();
        var first = new FastTextPrediction[3];
        var second = new FastTextPrediction[3];
        Assert.Equal(3, model.Predict(text, first, scratch));
        Assert.Equal(0, Allocations.Least(() => model.Predict(text, second, scratch)));
        Assert.Equal(first, second);
        // Text after a word </s> is not read.
        model.Predict([.. text, .. " </s> wave wave wave"u8], second, scratch);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Load_DamagedFiles_GiveInvalidDataOrAModel()
    {
        program.Require();
        byte[][] files = [File.ReadAllBytes(program.Train("damaged", "-loss hs -minn 2 -maxn 3 -bucket 200", null)),
            File.ReadAllBytes(program.Train("damaged-q", "-loss softmax -minn 2 -maxn 3 -bucket 500", "-qnorm -qout -cutoff 400", manyLabels: true))];
        SeededRandom random = SeededRandom.Create(3, nameof(Load_DamagedFiles_GiveInvalidDataOrAModel), "flips");
        int refused = 0, loaded = 0;
        var scratch = new FastTextScratch();
        var predictions = new FastTextPrediction[2];
        foreach (byte[] file in files)
        {
            for (int trial = 0; trial < 1500; trial++)
            {
                byte[] damaged = [.. file];
                // Half of the flips hit the header and the dictionary, which contain lengths.
                int limit = trial % 2 == 0 ? Math.Min(file.Length, 200) : file.Length;
                for (int flips = 1 + trial % 3; flips > 0; flips--)
                    damaged[(int)(random.NextUInt64() % (ulong)limit)] ^= (byte)(1 << (int)(random.NextUInt64() % 8));
                if (trial % 10 == 0) damaged = damaged[..(int)(random.NextUInt64() % (ulong)damaged.Length)];
                try
                {
                    FastTextModel model = FastTextModel.Load(new MemoryStream(damaged), "damaged.bin");
                    model.Predict("wave river Straße unseen"u8, predictions, scratch);
                    loaded++;
                }
                catch (InvalidDataException e)
                {
                    Assert.Contains("damaged.bin", e.Message, StringComparison.Ordinal);
                    refused++;
                }
            }
        }
        output.WriteLine($"{refused} refused, {loaded} loaded");
        Assert.True(refused > 500 && loaded > 100);
    }

    [Fact]
    public void Load_HugeClaims_AllocateNoMoreThanTheFileHolds()
    {
        byte[] file = new byte[200];
        int[] header = [793712314, 12, 100, 5, 5, 1, 5, 1, 3, 3, 2_000_000_000, 2, 4, 100];
        for (int i = 0; i < header.Length; i++) BitConverter.TryWriteBytes(file.AsSpan(4 * i), header[i]);
        int at = 4 * header.Length + 8;
        BitConverter.TryWriteBytes(file.AsSpan(at), 500_000_000);
        BitConverter.TryWriteBytes(file.AsSpan(at + 4), 499_999_999);
        BitConverter.TryWriteBytes(file.AsSpan(at + 8), 1);
        BitConverter.TryWriteBytes(file.AsSpan(at + 20), -1L);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => FastTextModel.Load(new MemoryStream(file), "huge.bin"));
        Assert.Contains("size of the dictionary", e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    public void Load_OtherFile_NamesTheMagicNumber(byte[] content) =>
        Assert.Contains("magic number", Assert.Throws<InvalidDataException>(() => FastTextModel.Load(new MemoryStream(content), "x")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Kernels_AnyLength_GiveTheBitsOfTheirOracles()
    {
        SeededRandom random = SeededRandom.Create(5, "kernels", "values");
        for (int length = 0; length < 70; length++)
        {
            float[] row = [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextUInt64() % 1000) / 7 - 60)],
                sum = [.. row.Select(value => value * 0.3f)], oracle = [.. sum];
            FastTextKernels.Add(row, sum);
            FastTextKernels.AddScalar(row, oracle);
            FastTextKernels.AddScaled(row, 0.7f, sum);
            FastTextKernels.AddScaledScalar(row, 0.7f, oracle);
            Assert.Equal(oracle, sum);
        }
    }

    /// <summary>The published test values of FNV-1a. Bytes from 0x80 are extended with their sign.</summary>
    [Fact]
    public void Hash_KnownWords_IsFnv1aWithSign()
    {
        Assert.Equal(0xE40C292Cu, FastTextHash.Compute("a"u8));
        Assert.Equal(0xBF9CF968u, FastTextHash.Compute("foobar"u8));
        Assert.Equal(unchecked((2166136261u ^ 0xFFFFFFC3u) * 16777619u), FastTextHash.Compute([0xC3]));
    }
}
