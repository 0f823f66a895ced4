using System.Buffers.Binary;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.FastText.Tests;

/// <summary>50,000 damaged files of every kind: each loads or is refused with a reason, and none takes more memory than a few times its size.</summary>
public sealed class FastTextDamageTests(ITestOutputHelper output) : IDisposable
{
    private const int Flips = 50_000;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_BitFlipsAndCuts_GiveInvalidDataOrAModel()
    {
        byte[][] files = [.. Models().Select(Bytes)];
        SeededRandom random = SeededRandom.Create(4, nameof(FastTextDamageTests), "flips");
        int refused = 0, loaded = 0;
        long most = 0;
        var scratch = new FastTextScratch();
        var predictions = new FastTextPrediction[2];
        const int LongWords = 20_000;
        byte[] longText = Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Repeat("river unseen", LongWords / 2)));
        var rows = new List<int>();
        for (int trial = 0; trial < Flips; trial++)
        {
            byte[] file = files[trial % files.Length];
            byte[] damaged = [.. file];
            // Half of the flips hit the header and the dictionary, which contain lengths.
            int limit = trial / files.Length % 2 == 0 ? Math.Min(file.Length, 300) : file.Length;
            for (int flips = 1 + trial % 3; flips > 0; flips--) damaged[Next(limit)] ^= (byte)(1 << Next(8));
            if (trial % 20 == 0) damaged = damaged[..Next(damaged.Length)];
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                FastTextModel model = FastTextModel.Load(new MemoryStream(damaged), "damaged.bin");
                most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
                if (model.Kind == FastTextModelKind.Supervised) model.Predict("river Straße unseen"u8, predictions, scratch);
                else model.GetWordVector("river"u8, new float[model.Dimension]);
                loaded++;
                if (loaded % 25 != 0) continue;
                // The work is linear. A word has its own row, one for each of its at most 36 n-grams of characters, and one for each of at most 63 n-grams
                // of words.
                rows.Clear();
                model.GetFeatures(longText, rows);
                Assert.InRange(rows.Count, 0, (LongWords + 1L) * 100);
            }
            catch (InvalidDataException e)
            {
                most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
                Assert.Matches("^damaged.bin is not a (valid fastText model: .+ before byte [0-9]+ is .+|fastText model: it does not begin with .+)",
                    e.Message);
                refused++;
            }
        }
        output.WriteLine($"{Flips} damaged files of {string.Join(", ", files.Select(file => file.Length))} bytes: {refused} refused, {loaded} loaded, "
            + $"at most {most} bytes allocated");
        Assert.True(refused > Flips / 10 && loaded > Flips / 10);
        // The reader's buffer of 64 KiB, and a few times the file.
        Assert.InRange(most, 0, 200_000 + 20L * files.Max(file => file.Length));

        int Next(int count) => (int)(random.NextUInt64() % (ulong)count);
    }

    /// <summary>
    /// The positions of the fields: after magic number and version come twelve numbers and a threshold, then the sizes of the dictionary, its first word's
    /// count and type, and the matrices at the end.
    /// </summary>
    [Theory]
    [InlineData("magic number", 0, 4, 1)]
    [InlineData("version", 4, 4, 10)]
    [InlineData("version", 4, 4, 13)]
    [InlineData("dim", 8, 4, 0)]
    [InlineData("dim", 8, 4, -1)]
    [InlineData("dim", 8, 4, int.MaxValue)]
    [InlineData("loss", 32, 4, 0)]
    [InlineData("loss", 32, 4, 5)]
    [InlineData("model", 36, 4, 4)]
    [InlineData("bucket", 40, 4, -1)]
    [InlineData("bucket", 40, 4, 0)]
    [InlineData("maxn", 48, 4, int.MaxValue)]
    [InlineData("size of the dictionary", 64, 4, -1)]
    [InlineData("size of the dictionary", 64, 4, int.MaxValue)]
    [InlineData("number of words", 68, 4, -1)]
    [InlineData("number of words", 68, 4, int.MaxValue)]
    [InlineData("number of labels", 72, 4, -1)]
    [InlineData("number of labels", 72, 4, 1)]
    [InlineData("size of the pruned index", 84, 8, -2)]
    [InlineData("size of the pruned index", 84, 8, long.MaxValue)]
    [InlineData("size of the pruned index", 84, 8, int.MaxValue)]
    [InlineData("count of a word", -1, 8, -1)]
    [InlineData("type of a word", -2, 1, 2)]
    [InlineData("quantization of the input", -3, 1, 2)]
    [InlineData("input matrix rows", -4, 8, -1)]
    [InlineData("input matrix rows", -4, 8, int.MaxValue)]
    [InlineData("input matrix rows", -4, 8, 5)]
    [InlineData("input matrix columns", -5, 8, 4)]
    [InlineData("output matrix rows", -6, 8, long.MinValue)]
    [InlineData("output matrix rows", -6, 8, 3)]
    [InlineData("output matrix columns", -7, 8, 1L << 40)]
    public void Load_InvalidField_IsNamed(string field, int position, int width, long value)
    {
        FastTextModel model = Models().First();
        byte[] file = Bytes(model);
        int words = 92, count = words + file.AsSpan(words).IndexOf((byte)0) + 1, output = file.Length - 16 - 4 * 3 * model.Labels.Count,
            input = output - 1 - 16 - 4 * 3 * (int)model.Input.Rows;
        int at = position switch { -1 => count, -2 => count + 8, -3 => input - 1, -4 => input, -5 => input + 8, -6 => output, -7 => output + 8, _ => position };
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        bytes[..width].CopyTo(file.AsSpan(at));
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => FastTextModel.Load(new MemoryStream(file), "bad.bin"));
        Assert.StartsWith(field == "magic number" ? "bad.bin is not a fastText model: it does not begin with fastText's magic number."
            : $"bad.bin is not a valid fastText model: {field} before byte", e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000 + 20L * file.Length);
    }

    /// <summary>wordNgrams is the sixth number after magic number and version.</summary>
    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(int.MaxValue, false)]
    [InlineData(-5, true)]
    public void Load_LongWordNGrams_AreBounded(int wordNGrams, bool loads)
    {
        byte[] file = Bytes(Models().First());
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8 + 5 * 4), wordNGrams);
        if (!loads)
        {
            Assert.Contains("wordNgrams", Assert.Throws<InvalidDataException>(() => FastTextModel.Load(new MemoryStream(file), "long.bin")).Message,
                StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => new FastTextTrainingOptions { WordNGrams = wordNGrams });
            return;
        }
        FastTextModel model = FastTextModel.Load(new MemoryStream(file), "long.bin");
        byte[] text = Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Repeat("x", 100_000)));
        var rows = new List<int>();
        model.GetFeatures(text, rows);
        Assert.InRange(rows.Count, 100_000, 70L * 100_000);
        Assert.Equal(1, model.Predict(text, new FastTextPrediction[1], new FastTextScratch()));
    }

    [Fact]
    public void Predict_ThresholdNaN_Throws()
    {
        FastTextModel model = Models().First();
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Predict("river", 1, float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            FastTextEvaluation.Test(model, Path.Combine(folder.Path, "train"), threshold: float.NaN, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Load_EveryCut_IsRefused()
    {
        foreach (byte[] file in Models().Select(Bytes))
            for (int length = 0; length < file.Length; length += length < 400 ? 1 : 97)
                Assert.Throws<InvalidDataException>(() => FastTextModel.Load(new MemoryStream(file[..length]), "cut.bin"));
    }

    private IEnumerable<FastTextModel> Models()
    {
        string train = FastTextCorpus.Write(folder, "train", 60);
        var options = new FastTextTrainingOptions { Dimension = 3, Epochs = 1, MinimumSubword = 2, MaximumSubword = 3, Buckets = 300, MinimumCount = 2 };
        FastTextModel model = FastTextTrainer.Train(train, options);
        yield return model;
        yield return FastTextTrainer.Train(train, options with { Loss = FastTextLoss.HierarchicalSoftmax, WordNGrams = 2 });
        yield return FastTextTrainer.Train(train, options with { Kind = FastTextModelKind.SkipGram, Loss = FastTextLoss.HierarchicalSoftmax });
        yield return FastTextQuantizer.Quantize(model, new() { QuantizeNorm = true, Cutoff = 270 });
    }

    private static byte[] Bytes(FastTextModel model)
    {
        var stream = new MemoryStream();
        FastTextModelFile.Write(model, stream);
        return stream.ToArray();
    }
}
