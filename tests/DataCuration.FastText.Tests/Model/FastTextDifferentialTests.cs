using System.Globalization;
using System.Text;
using DataCuration.Conformance;

namespace DataCuration.FastText.Tests;

/// <summary>
/// Compares this library with the C++ program on malformed texts with random arguments. The texts contain white space and NUL of all kinds, bytes that are
/// not UTF-8, labels anywhere, <c>&lt;/s&gt;</c> in the text, very long lines and words, empty lines, and no line end at the end. Trained models must be
/// equal byte by byte, and so must the printed predictions.
/// </summary>
public sealed class FastTextDifferentialTests(FastTextProgram program, ITestOutputHelper output) : IClassFixture<FastTextProgram>
{
    private const int Rounds = 12, Lines = 250;
    private static readonly string[] Losses = ["softmax", "hs", "ns", "ova"];
    private static readonly string[] Prefixes = ["__label__", "__label__", "#", "__", "<"];
    private static readonly byte[][] Spaces = [" "u8.ToArray(), " "u8.ToArray(), " "u8.ToArray(), "\t"u8.ToArray(), "\r"u8.ToArray(), "\v"u8.ToArray(),
        "\f"u8.ToArray(), [0], "  "u8.ToArray(), [0x20, 0, 0x0D]];
    private static readonly byte[][] Words =
    [
        .. ((string[])["river", "stone", "wave", "a", "x", "Straße", "река", "石", "🙂", "<", ">", "<s>", "</S>", "s>", "__label__", "__label_", "__labels__a",
            "#", "1", "\u0085", "\u00a0", "\u2028", "\ufeff", "ab\u0301", "\x7f", "\x01\x02"]).Select(Encoding.UTF8.GetBytes),
        [0xC3], [0x80], [0xFF, 0xFE], [0x80, 0x80, 0x61], [0xE2, 0x82], [0xF0, 0x9F, 0x98, 0x3C], [0x61, 0xBF, 0xBF, 0xBF, 0x62],
    ];

    private SeededRandom random;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Rounds)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void TrainAndPredict_BadTextsAndRandomArguments_EqualTheProgram(int seed)
    {
        program.Require();
        random = SeededRandom.Create((ulong)seed, nameof(FastTextDifferentialTests), "rounds");
        string name = Path.Combine(program.Folder, $"differential-{seed}"), training = name + ".txt", test = name + "-test.txt";
        FastTextTrainingOptions options = Options();
        File.WriteAllBytes(training, [.. Common(options.LabelPrefix), .. Text(Lines, options.LabelPrefix)]);
        File.WriteAllBytes(test, Text(Lines, options.LabelPrefix));
        string arguments = Arguments(options);
        output.WriteLine(arguments);
        program.Run($"{arguments} -input {training} -output {name} -thread 1 -verbose 0");
        FastTextModel model = FastTextTrainer.Train(training, options, cancellationToken: TestContext.Current.CancellationToken);
        model.Save(name + "-ours.bin");
        Assert.True(File.ReadAllBytes(name + ".bin").AsSpan().SequenceEqual(File.ReadAllBytes(name + "-ours.bin")), $"models of {arguments}");
        model.SaveVectors(name + "-ours.vec");
        Assert.Equal(File.ReadAllBytes(name + ".vec"), File.ReadAllBytes(name + "-ours.vec"));
        if (model.Kind != FastTextModelKind.Supervised) return;
        Compare(name + ".bin", test, arguments);
        if (model.Input.Rows < 256) return;
        FastTextQuantizationOptions quantization = Quantization((int)model.Input.Rows);
        string quantize = Arguments(quantization);
        program.Run($"quantize {quantize} -input {training} -output {name} -thread 1 -verbose 0");
        FastTextQuantizer.Quantize(model, quantization, training, cancellationToken: TestContext.Current.CancellationToken).Save(name + "-ours.ftz");
        Compare(name + ".ftz", test, $"{arguments} and {quantize}");
        // Our model, read by the program.
        Compare(name + "-ours.ftz", test, $"{arguments} and {quantize}, here");
        Assert.Equal(Printed(name + ".ftz", test, 2, 0), Printed(name + "-ours.ftz", test, 2, 0));
    }

    private void Compare(string model, string test, string arguments)
    {
        foreach ((int count, float threshold) in ((int, float)[])[(1, 0), (-1, 0), (3, 0.25f), (2, -1)])
        {
            string[] expected = Encoding.Latin1.GetString(
                program.RunBytes(string.Create(CultureInfo.InvariantCulture, $"predict-prob {model} {test} {count} {threshold}"))).Split('\n');
            string[] actual = Encoding.Latin1.GetString(Printed(model, test, count, threshold)).Split('\n');
            Assert.True(expected.Length > Lines / 2);
            for (int line = 0; line < Math.Min(expected.Length, actual.Length); line++)
                Assert.True(expected[line] == actual[line],
                    $"{arguments}, k {count}, threshold {threshold}, line {line}: '{actual[line]}', not '{expected[line]}'");
            Assert.Equal(expected.Length, actual.Length);
        }
    }

    private static byte[] Printed(string model, string test, int count, float threshold)
    {
        var stream = new MemoryStream();
        FastTextPredictCommand.Write(FastTextModel.Load(model), test, count, threshold, stream);
        return stream.ToArray();
    }

    /// <summary>Numbers that single precision represents exactly, because the program reads its rates in single precision.</summary>
    private FastTextTrainingOptions Options()
    {
        int shortest = Next(4), longest = Next(2) == 0 ? 0 : shortest + Next(4);
        var options = new FastTextTrainingOptions
        {
            Kind = Next(5) switch { 0 => FastTextModelKind.SkipGram, 1 => FastTextModelKind.ContinuousBagOfWords, _ => FastTextModelKind.Supervised },
            Loss = (FastTextLoss)(1 + Next(4)),
            Dimension = 1 + Next(17),
            Epochs = 1 + Next(3),
            LearningRate = 0.125 * (1 + Next(4)),
            LearningRateUpdateRate = 1 + Next(150),
            ContextWindow = 1 + Next(5),
            MinimumCount = 1 + Next(3),
            MinimumLabelCount = Next(4),
            Negatives = Next(7),
            MinimumSubword = shortest,
            MaximumSubword = longest,
            Buckets = Next(3) == 0 ? 1 + Next(20) : 300 + Next(2000),
            SamplingThreshold = 1.0 / (1 << Next(10)),
            LabelPrefix = Prefixes[Next(Prefixes.Length)],
            Seed = Next(100) - 50,
        };
        // Word vectors diverge soon, in both programs.
        return options.Kind == FastTextModelKind.Supervised ? options with { WordNGrams = 1 + Next(5) }
            : options with { LearningRate = options.LearningRate / 16 };
    }

    private static string Arguments(FastTextTrainingOptions options)
    {
        string command = options.Kind switch { FastTextModelKind.SkipGram => "skipgram", FastTextModelKind.ContinuousBagOfWords => "cbow", _ => "supervised" };
        string loss = options.Loss switch
        {
            FastTextLoss.HierarchicalSoftmax => "hs",
            FastTextLoss.NegativeSampling => "ns",
            FastTextLoss.OneVsAll => "ova",
            _ => "softmax"
        };
        return string.Create(CultureInfo.InvariantCulture, $"{command} -loss {loss} -dim {options.Dimension} -epoch {options.Epochs} "
            + $"-lr {options.LearningRate} -lrUpdateRate {options.LearningRateUpdateRate} -ws {options.ContextWindow} -minCount {options.MinimumCount} "
            + $"-minCountLabel {options.MinimumLabelCount} -neg {options.Negatives} -minn {options.MinimumSubword} -maxn {options.MaximumSubword} -bucket "
            + $"{options.Buckets} -wordNgrams {options.WordNGrams} -t {options.SamplingThreshold} -label {options.LabelPrefix} -seed {options.Seed}");
    }

    private FastTextQuantizationOptions Quantization(int rows) => new()
    {
        QuantizeNorm = Next(2) == 0,
        SubvectorDimension = 1 + Next(5),
        Cutoff = Next(3) == 0 ? 0 : 256 + Next(Math.Max(1, rows)),
        Retrain = Next(2) == 0,
        Epochs = 1 + Next(2),
        LearningRate = 0.25,
    };

    private static string Arguments(FastTextQuantizationOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"-dsub {options.SubvectorDimension} -cutoff {options.Cutoff} -epoch {options.Epochs} -lr "
            + $"{options.LearningRate}{(options.QuantizeNorm ? " -qnorm" : "")}{(options.Retrain ? " -retrain" : "")}");

    /// <summary>Enough text with some labels and words that every training can learn something.</summary>
    private static byte[] Common(string prefix) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 24).Select(i => $"{prefix}{"abc"[i % 3]} river stone wave {i % 3}\n")));

    private byte[] Text(int lines, string prefix)
    {
        var text = new List<byte>();
        byte[] label = Encoding.UTF8.GetBytes(prefix);
        for (int line = 0; line < lines; line++)
        {
            int words = Next(25) switch { 0 => 0, 1 => 1, 2 => 1020 + Next(600), _ => 1 + Next(15) };
            if (Next(8) == 0) text.AddRange(Spaces[Next(Spaces.Length)]);
            for (int word = 0; word < words; word++)
            {
                switch (Next(24))
                {
                    case 0:
                        text.AddRange([.. label, .. Label()]);
                        break;
                    case 1:
                        text.AddRange("__label__"u8);
                        text.AddRange(Label());
                        break;
                    case 2 when Next(3) == 0:
                        text.AddRange("</s>"u8);
                        break;
                    case 3 when Next(20) == 0:
                        for (int length = Next(4000); length >= 0; length--) text.Add((byte)(33 + Next(220)));
                        break;
                    case 4:
                        text.AddRange(Words[Next(Words.Length)]); // and no space before the next word
                        continue;
                    case 5:
                        text.AddRange(Encoding.ASCII.GetBytes("n" + Next(300)));
                        break;
                    case 6 when word > 0:
                        word = words; // a line that ends in white space
                        break;
                    default:
                        text.AddRange(word == 0 && Next(2) == 0 ? [.. label, .. Label()] : Words[Next(Words.Length)]);
                        break;
                }
                text.AddRange(Spaces[Next(Spaces.Length)]);
            }
            if (Next(6) == 0) text.Add((byte)'\r');
            if (line < lines - 1 || Next(2) == 0) text.Add((byte)'\n');
        }
        // White space or nothing at the end, without a line end.
        if (Next(4) == 0) text.AddRange(" \t "u8);
        return [.. text];
    }

    /// <summary>Some frequent labels, some rare ones, and one that is not UTF-8.</summary>
    private byte[] Label() => Next(9) switch { < 6 => [(byte)('a' + Next(3))], 6 => [(byte)('d' + Next(20))], 7 => [0xFF, (byte)('a' + Next(3))], _ => [] };

    private int Next(int limit) => (int)(random.NextUInt64() % (ulong)limit);
}
