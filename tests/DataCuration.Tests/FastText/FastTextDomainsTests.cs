using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace DataCuration.Tests;

/// <summary>Models that the C++ program trained on real texts of five domains: labels equal, probabilities within 1e-5.</summary>
public sealed class FastTextDomainsTests(FastTextProgram program, ITestOutputHelper output) : IClassFixture<FastTextProgram>
{
    private const int TrainingTexts = 1000, TestTexts = 400, Answers = 3;

    [Fact]
    public void Predict_ModelsOfTheProgram_GiveItsLabelsAndProbabilities()
    {
        program.Require();
        string? domains = Domains();
        Assert.SkipWhen(domains is null, "The shared data (data/domains beside the repository) is not here.");
        // Every twentieth text, so that all sources are among them; what is tested was not trained on.
        string[] lines = [.. Lines(domains!).Where((_, i) => i % 20 == 0).Take(TrainingTexts + TestTexts)];
        Assert.Equal(TrainingTexts + TestTexts, lines.Length);
        string[] tests = [.. lines.Where((_, i) => i % 7 is 0 or 3).Take(TestTexts)], training = [.. lines.Except(tests, StringComparer.Ordinal)];
        // Without its label, which the program would pass over as well.
        byte[][] texts = [.. tests.Select(line => Encoding.UTF8.GetBytes(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]))];
        string file = Path.Combine(program.Folder, "domains-test.txt");
        File.WriteAllLines(file, texts.Select(Encoding.UTF8.GetString));
        int compared = 0;
        double worst = 0;
        foreach (string loss in (string[])["softmax", "hs", "ns", "ova"])
        {
            foreach (string grams in (string[])["", "-minn 2 -maxn 4 -bucket 20000", "-wordNgrams 2 -bucket 20000", "-minn 3 -maxn 4 -wordNgrams 2 -bucket 20000"])
            {
                string plain = program.TrainOn($"domains-{loss}-{grams.Length}", training, $"-loss {loss} -dim 8 -epoch 1 -lr 0.5 {grams}"), quantized = Path.ChangeExtension(plain, ".ftz");
                program.Run($"quantize -input {Path.ChangeExtension(plain, ".txt")} -output {Path.ChangeExtension(plain, null)} -qnorm -cutoff 2000 -thread 1 -verbose 0");
                foreach (string model in (string[])[plain, quantized]) Compare(model, file, texts, ref compared, ref worst);
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{compared} probabilities, largest difference {worst:E2}"));
        Assert.True(compared > 32 * TestTexts);
    }

    private void Compare(string path, string file, byte[][] texts, ref int compared, ref double worst)
    {
        FastTextModel model = FastTextModel.Load(path);
        var predictions = new FastTextPrediction[Answers];
        var scratch = new FastTextScratch();
        string[] expected = program.Run($"predict-prob {path} {file} {Answers}")[..^1].Split('\n');
        Assert.Equal(texts.Length, expected.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            string[] parts = expected[i].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int found = model.Predict(texts[i], predictions, scratch);
            Assert.Equal(parts.Where((_, at) => at % 2 == 0), predictions[..found].Select(prediction => model.FullLabel(prediction.Label)));
            for (int answer = 0; answer < found; answer++)
            {
                double difference = Math.Abs(predictions[answer].Probability - double.Parse(parts[2 * answer + 1], CultureInfo.InvariantCulture));
                worst = Math.Max(worst, difference);
                Assert.True(difference <= 1e-5, $"{path}, line {i}: {predictions[answer].Probability:R}, not {parts[2 * answer + 1]}");
                compared++;
            }
        }
    }

    /// <summary>Texts with their source as label, each on one line.</summary>
    private static IEnumerable<string> Lines(string folder)
    {
        foreach (string path in Directory.GetFiles(folder, "pool-*.jsonl.gz").Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            while (reader.ReadLine() is { } line)
            {
                using JsonDocument document = JsonDocument.Parse(line);
                string text = string.Join(' ', document.RootElement.GetProperty("text").GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                if (text.Length > 0) yield return $"__label__{document.RootElement.GetProperty("source").GetString()} {text}";
            }
        }
    }

    private static string? Domains()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!File.Exists(Path.Combine(folder, "DataCuration.sln"))) continue;
            string domains = Path.Combine(folder, "..", "shared", "data", "domains");
            return Directory.Exists(domains) ? domains : null;
        }
        return null;
    }
}
