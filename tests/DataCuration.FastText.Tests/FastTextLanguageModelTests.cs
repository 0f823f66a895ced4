using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using DataCuration.Conformance;

namespace DataCuration.FastText.Tests;

/// <summary>
/// Language identification in the format of lid.176 (hierarchical softmax, n-grams of 2 to 4 characters, 16 dimensions, quantised), made by the C++ program
/// and here. The texts are the manual pages that a Debian system has in several languages, or the few sentences of the sample if it has no such pages.
/// </summary>
public sealed partial class FastTextLanguageModelTests(FastTextProgram program, ITestOutputHelper output) : IClassFixture<FastTextProgram>
{
    private const int MinLanguages = 5, Lines = 300;
    private const string Manuals = "/usr/share/man";

    /// <summary>The languages with the most pages.</summary>
    private static readonly string[] ManualLanguages = ["de", "es", "fr", "it", "pl", "ru", "sv", "tr"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Predict_LanguageModelOfEither_AgreesOnEveryLine(bool manuals)
    {
        program.Require();
        (string Language, string[] Lines)[] texts = manuals ? ManualPages() : SampleSentences();
        Assert.SkipWhen(manuals && texts.Length < MinLanguages,
            $"There are manual pages in {texts.Length} languages of at least {Lines} lines here, not {MinLanguages}.");
        Assert.InRange(texts.Length, MinLanguages, 100);
        string training = Path.Combine(program.Folder, $"languages-{manuals}.txt"), test = Path.Combine(program.Folder, $"languages-{manuals}-test.txt"),
            theirs = Path.Combine(program.Folder, $"lid-{manuals}"), ours = theirs + "-ours";
        (string Language, string Line)[] heldOut = [.. texts.SelectMany(text => text.Lines.Where((_, i) => i % 4 == 1).Select(line => (text.Language, line)))];
        // One line of each language in turn, as in a shuffled text.
        File.WriteAllLines(training, texts.SelectMany(text => text.Lines.Where((_, i) => i % 4 != 1)
            .Select((line, i) => (i, $"__label__{text.Language} {line}"))).OrderBy(pair => pair.i).Select(pair => pair.Item2));
        File.WriteAllLines(test, heldOut.Select(example => example.Line));
        int epochs = manuals ? 12 : 50, cutoff = manuals ? 5000 : 2000;
        program.Run(
            $"supervised -input {training} -output {theirs} -thread 1 -verbose 0 -loss hs -minn 2 -maxn 4 -dim 16 -bucket 20000 -epoch {epochs} -lr 0.5");
        program.Run($"quantize -input {training} -output {theirs} -thread 1 -verbose 0 -qnorm -cutoff {cutoff} -retrain -epoch 2 -lr 0.25");
        var options = new FastTextTrainingOptions
        {
            Loss = FastTextLoss.HierarchicalSoftmax,
            MinimumSubword = 2,
            MaximumSubword = 4,
            Dimension = 16,
            Buckets = 20_000,
            Epochs = epochs,
            LearningRate = 0.5
        };
        FastTextModel model = FastTextTrainer.Train(training, options, cancellationToken: TestContext.Current.CancellationToken);
        model.Save(ours + ".bin");
        FastTextQuantizer.Quantize(model, new() { QuantizeNorm = true, Cutoff = cutoff, Retrain = true, Epochs = 2, LearningRate = 0.25 }, training,
            cancellationToken: TestContext.Current.CancellationToken).Save(ours + ".ftz");
        foreach (string extension in (string[])[".bin", ".ftz"])
        {
            string expected = program.Run($"predict-prob {theirs}{extension} {test} 3");
            Assert.Equal(expected, Printed(theirs + extension, test));
            Assert.Equal(expected, Printed(ours + extension, test));
            Assert.Equal(expected, program.Run($"predict-prob {ours}{extension} {test} 3"));
        }
        var identifier = new FastTextLanguageIdentifier(FastTextModel.Load(theirs + ".ftz"));
        var scores = new LanguageScore[1];
        int right = heldOut.Count(example => identifier.Identify(Encoding.UTF8.GetBytes(example.Line), scores) == 1
            && scores[0].Language == (LanguageTags.Primary(example.Language) ?? example.Language));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(' ', texts.Select(text => text.Language))}: {heldOut.Length} lines agree, {(double)right / heldOut.Length:F3} right"));
        Assert.True(right > 0.75 * heldOut.Length);
    }

    private static string Printed(string model, string test)
    {
        var stream = new MemoryStream();
        FastTextPredictCommand.Write(FastTextModel.Load(model), test, 3, 0, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static (string, string[])[] SampleSentences() =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", "languages"), "*.txt").Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllLines(file)))];

    private static (string, string[])[] ManualPages()
    {
        var result = new List<(string, string[])>();
        foreach (string language in ManualLanguages)
        {
            string folder = Path.Combine(Manuals, language);
            if (!Directory.Exists(folder)) continue;
            string[] lines = [.. Directory.GetFiles(folder, "*.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(Sentences)
                .Distinct(StringComparer.Ordinal).Take(Lines)];
            if (lines.Length == Lines) result.Add((language, lines));
        }
        return [.. result];
    }

    /// <summary>Returns the lines of a page that are text, without their markup.</summary>
    private static IEnumerable<string> Sentences(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length < 40 || line[0] is '.' or '\'') continue;
            string text = Escape().Replace(line, "").Trim();
            if (text.Length >= 40) yield return text;
        }
    }

    [GeneratedRegex(@"\\(f\[?[A-Z]+\]?|\(..|[&%/,:^|-])")]
    private static partial Regex Escape();
}
