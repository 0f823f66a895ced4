using System.Globalization;
using System.Text;

namespace DataCuration.FastText.Tests;

/// <summary>
/// Real texts of several domains, trained on and predicted by this library and by the C++ program: labels equal, probabilities within 1e-5, held-out
/// precision within half a point.
/// </summary>
public sealed class FastTextDomainsTests(FastTextProgram program, FastTextDomains domains, ITestOutputHelper output)
    : IClassFixture<FastTextProgram>, IClassFixture<FastTextDomains>
{
    private const int TrainingTexts = 500, TestTexts = 200, Answers = 3, Seeds = 5, DomainTexts = 1600;

    public static TheoryData<string, FastTextLoss> Losses => new() { { "softmax", FastTextLoss.Softmax }, { "hs", FastTextLoss.HierarchicalSoftmax },
        { "ns", FastTextLoss.NegativeSampling }, { "ova", FastTextLoss.OneVsAll } };

    /// <summary>
    /// The program's models are read here, and ours by the program: with and without n-grams of characters and words, plain and quantised with a cutoff.
    /// </summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void Predict_ModelsOfEither_AreTheSameInBoth(string loss, FastTextLoss kind)
    {
        program.Require();
        domains.Require();
        string training = Path.Combine(program.Folder, "domains-train.txt"), test = Path.Combine(program.Folder, "domains-test.txt");
        File.WriteAllLines(training, domains.Training.Take(TrainingTexts));
        // Without its label, which the program would skip as well.
        File.WriteAllLines(test, domains.HeldOut.Take(TestTexts).Select(line => FastTextDomains.Split(line).Text));
        byte[][] texts = [.. File.ReadLines(test).Select(Encoding.UTF8.GetBytes)];
        Assert.Equal(TestTexts, texts.Length);
        int compared = 0;
        double worst = 0;
        // All kinds of n-grams with one loss, and both kinds together with the others: the loss does not see which n-grams a text has.
        (int, int)[] kinds = kind == FastTextLoss.Softmax ? [(0, 1), (4, 1), (0, 2)] : [(4, 2)];
        foreach ((int longest, int wordNGrams) in kinds)
        {
            var options = new FastTextTrainingOptions
            {
                Loss = kind,
                Dimension = 8,
                Epochs = 1,
                LearningRate = 0.5,
                MinimumSubword = Math.Min(2, longest),
                MaximumSubword = longest,
                WordNGrams = wordNGrams,
                Buckets = 20_000
            };
            string theirs = Path.Combine(program.Folder, $"domains-{loss}-{longest}-{wordNGrams}"), ours = theirs + "-ours";
            program.Run($"supervised -input {training} -output {theirs} -thread 1 -verbose 0 -loss {loss} -dim 8 -epoch 1 -lr 0.5 -minn "
                + $"{options.MinimumSubword} -maxn {longest} -wordNgrams {wordNGrams} -bucket 20000");
            program.Run($"quantize -input {training} -output {theirs} -qnorm -cutoff 2000 -thread 1 -verbose 0");
            FastTextModel model = FastTextTrainer.Train(training, options, cancellationToken: TestContext.Current.CancellationToken);
            model.Save(ours + ".bin");
            FastTextQuantizer.Quantize(model, new() { QuantizeNorm = true, Cutoff = 2000 }, cancellationToken: TestContext.Current.CancellationToken)
                .Save(ours + ".ftz");
            Assert.True(File.ReadAllBytes(theirs + ".bin").AsSpan().SequenceEqual(File.ReadAllBytes(ours + ".bin")), theirs);
            Compare(theirs + ".bin", Answered(theirs + ".bin", test), texts, ref compared, ref worst);
            // The n-grams in the two files are in a different order. Both models give the same answers in both programs.
            string[] expected = Answered(theirs + ".ftz", test);
            Compare(theirs + ".ftz", expected, texts, ref compared, ref worst);
            Compare(ours + ".ftz", expected, texts, ref compared, ref worst);
            Assert.Equal(expected, Answered(ours + ".ftz", test));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{loss}: {compared} probabilities, largest difference {worst:E2}"));
        Assert.True(compared >= 3 * kinds.Length * TestTexts);
    }

    /// <summary>On one thread the models are equal. Several threads share their numbers without locks, and the effect is random (in the program too).</summary>
    [Fact]
    public void Train_FiveSeeds_AreAsPreciseAsTheProgram()
    {
        program.Require();
        domains.Require();
        string training = Path.Combine(program.Folder, "seeds-train.txt"), test = Path.Combine(program.Folder, "seeds-test.txt");
        // Sources of one kind are one domain: the text before the first hyphen.
        (string Label, string Text)[] heldOut = [.. domains.HeldOut.Take(DomainTexts / 2).Select(Domain)];
        File.WriteAllLines(training, domains.Training.Take(DomainTexts).Select(Domain).Select(example => $"{example.Label} {example.Text}"));
        File.WriteAllLines(test, heldOut.Select(example => example.Text));
        double theirSum = 0, threadedSum = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            var options = new FastTextTrainingOptions { Dimension = 10, Epochs = 6, LearningRate = 1, Seed = seed };
            string model = Path.Combine(program.Folder, $"seed-{seed}");
            program.Run($"supervised -input {training} -output {model} -thread 1 -verbose 0 -dim 10 -epoch 6 -lr 1 -seed {seed}");
            double theirs = Precision(program.Run($"predict {model}.bin {test}")[..^1].Split('\n'), heldOut);
            FastTextModel ours = FastTextTrainer.Train(training, options, cancellationToken: TestContext.Current.CancellationToken);
            FastTextModel threaded = FastTextTrainer.Train(training, options with { Threads = 2 }, cancellationToken: TestContext.Current.CancellationToken);
            double one = Precision(Answered(ours, heldOut), heldOut), two = Precision(Answered(threaded, heldOut), heldOut);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"seed {seed}: P@1 of {heldOut.Length} {theirs:F4}, here {one:F4}, on two threads {two:F4}"));
            Assert.InRange(one, theirs - 0.005, theirs + 0.005);
            ours.Save(model + "-ours.bin");
            Assert.True(File.ReadAllBytes(model + ".bin").AsSpan().SequenceEqual(File.ReadAllBytes(model + "-ours.bin")), $"seed {seed}");
            theirSum += theirs;
            threadedSum += two;
        }
        Assert.InRange(theirSum / Seeds, 0.9, 1);
        Assert.InRange(threadedSum / Seeds, theirSum / Seeds - 0.01, 1);
    }

    private string[] Answered(string model, string test) => program.Run($"predict-prob {model} {test} {Answers}")[..^1].Split('\n');

    private static IEnumerable<string> Answered(FastTextModel model, (string, string Text)[] examples)
    {
        var scratch = new FastTextScratch();
        var prediction = new FastTextPrediction[1];
        foreach ((_, string text) in examples)
            yield return model.Predict(Encoding.UTF8.GetBytes(text), prediction, scratch) == 0 ? "" : model.FullLabel(prediction[0].Label);
    }

    private static (string Label, string Text) Domain(string line)
    {
        (string label, string text) = FastTextDomains.Split(line);
        return (label.Split('-')[0], text);
    }

    private static double Precision(IEnumerable<string> answers, (string Label, string)[] examples)
    {
        string[] given = [.. answers];
        Assert.Equal(examples.Length, given.Length);
        return given.Zip(examples).Count(pair => pair.First == pair.Second.Label) / (double)examples.Length;
    }

    private static void Compare(string path, string[] expected, byte[][] texts, ref int compared, ref double worst)
    {
        FastTextModel model = FastTextModel.Load(path);
        var predictions = new FastTextPrediction[Answers];
        var scratch = new FastTextScratch();
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
}
