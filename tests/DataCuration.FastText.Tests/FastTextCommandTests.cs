using System.CommandLine;
using System.Globalization;
using DataCuration.Conformance;
using DataCuration.TestKit;

namespace DataCuration.FastText.Tests;

public sealed class FastTextCommandTests(FastTextProgram program) : IClassFixture<FastTextProgram>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>All arguments of the C++ program, by their names.</summary>
    [Theory]
    [InlineData("supervised", "-lr 0.3 -lrUpdateRate 50 -dim 7 -epoch 3 -minCount 2 -minCountLabel 1 -wordNgrams 2 -loss one-vs-all -bucket 700 -minn 2 -maxn "
        + "3 -thread 1 -label __label__ -saveOutput -seed 3 -verbose 0")]
    [InlineData("supervised", "-dim 6 -epoch 2 -bucket 0 -thread 1 -verbose 0")]
    [InlineData("supervised", "-dim 6 -epoch 2 -loss ns -neg 3 -thread 1 -verbose 0 -seed -4")]
    [InlineData("skipgram", "-lr 0.07 -dim 6 -ws 3 -epoch 2 -minCount 1 -neg 4 -loss ns -bucket 400 -minn 3 -maxn 4 -t 0.003 -thread 1 -verbose 0")]
    [InlineData("cbow", "-dim 6 -epoch 1 -loss hs -bucket 300 -thread 1 -verbose 0")]
    public void Train_ArgumentsOfTheProgram_WriteItsFiles(string kind, string arguments)
    {
        program.Require();
        string theirs = Path.Combine(folder.Path, "theirs"), ours = Path.Combine(folder.Path, "ours");
        program.Run($"{kind} -input {program.TrainingFile} -output {theirs} {arguments}");
        Assert.Equal((0, ""), Invoke(FastTextTrainCommand.Create(), $"{kind} -input {program.TrainingFile} -output {ours} {arguments}"));
        foreach (string extension in (string[])[".bin", ".vec", ".output"])
        {
            Assert.Equal(File.Exists(theirs + extension), File.Exists(ours + extension));
            if (File.Exists(theirs + extension)) Assert.Equal(File.ReadAllBytes(theirs + extension), File.ReadAllBytes(ours + extension));
        }
        if (kind != "supervised" || arguments.Contains("-bucket 0", StringComparison.Ordinal)) return;
        if (!arguments.Contains("-maxn", StringComparison.Ordinal)) return;
        const string quantize = "-qnorm -cutoff 300 -retrain -dsub 3 -epoch 2 -lr 0.2 -thread 1 -verbose 0";
        program.Run($"quantize -input {program.TrainingFile} -output {theirs} {quantize}");
        Assert.Equal((0, ""), Invoke(FastTextQuantizeCommand.Create(), $"-input {program.TrainingFile} -output {ours} {quantize}"));
        Assert.Equal(program.RunBytes($"predict-prob {theirs}.ftz {program.TestFile} 3"), program.RunBytes($"predict-prob {ours}.ftz {program.TestFile} 3"));
    }

    [Fact]
    public void Train_Validation_TunesTheModel()
    {
        string train = FastTextCorpus.Write(folder, "train", 200), validation = FastTextCorpus.Write(folder, "validation", 80, seed: 2),
            model = Path.Combine(folder.Path, "tuned");
        Assert.Equal((0, ""), Invoke(FastTextTrainCommand.Create(), $"supervised -input {train} -output {model} -dim 5 -bucket 2000 -autotune-validation "
            + $"{validation} -autotune-trials 2 -autotune-metric f1:__label__topic1 -autotune-predictions 2 -autotune-modelsize 30k -autotune-duration 100"));
        FastTextModel tuned = FastTextModel.Load(model + ".ftz");
        Assert.Equal(5, tuned.Dimension);
        Assert.InRange(new FileInfo(model + ".ftz").Length, 1, 30_000);
    }

    [Theory]
    [InlineData("train", "supervised -input {0}/none -output {0}/x", "none")]
    [InlineData("train", "supervised -input {0}/text -output {0}/no/folder/x", "There is no folder")]
    [InlineData("train", "supervised -input {0}/text -output {0}/x -loss best", "'best' is no loss")]
    [InlineData("train", "supervised -input {0}/text -output {0}/x -epoch 0", "Epochs")]
    [InlineData("train", "supervised -input {0}/text -output {0}/x -epochs 5", "-epochs")]
    [InlineData("train", "supervised -input {0}/text -output {0}/x -dim two", "two")]
    [InlineData("train", "supervised -input {0}/text -output {0}/x -maxn 3 -bucket 0", "Buckets")]
    [InlineData("train", "unsupervised -input {0}/text -output {0}/x", "unsupervised")]
    [InlineData("train", "supervised -input {0}/text", "-output")]
    [InlineData("train", "supervised -input {0}/text -output {0}/x -autotune-validation {0}/text -autotune-trials 1 -autotune-metric f2", "f2")]
    [InlineData("train", "supervised -input {0}/text -output {0}/x -autotune-validation {0}/text -autotune-trials 1 -autotune-modelsize 3x", "3x")]
    [InlineData("quantize", "-input {0}/text -output {0}/none", "none.bin")]
    [InlineData("quantize", "-input {0}/text -output {0}/text", "text.bin")]
    [InlineData("predict", "--model {0}/none --input {0}/text", "none")]
    [InlineData("predict", "--model {0}/text --input {0}/text", "not a fastText model")]
    [InlineData("predict", "--model {0}/model.bin --input {0}/none", "none")]
    [InlineData("predict", "--model {0}/model.bin --input {0}/text --k 0", "k is 0")]
    [InlineData("predict", "--model {0}/model.bin --input {0}/text --k -2", "k is -2")]
    [InlineData("predict", "--model {0}/model.bin --input {0}/text --k all", "all")]
    [InlineData("predict", "--model {0}/words.bin --input {0}/text", "word vectors")]
    [InlineData("predict", "--input {0}/text", "--model")]
    public void Invoke_InvalidInput_PrintsOneErrorLine(string verb, string arguments, string reason)
    {
        string text = Path.Combine(folder.Path, "text");
        File.WriteAllText(text, "__label__a one two\n__label__b three four\n");
        FastTextTrainer.Train(text, new() { Dimension = 2 }, cancellationToken: TestContext.Current.CancellationToken)
            .Save(Path.Combine(folder.Path, "model.bin"));
        FastTextTrainer.Train(text, new() { Dimension = 2, Kind = FastTextModelKind.SkipGram, MinimumCount = 1, Buckets = 10 },
            cancellationToken: TestContext.Current.CancellationToken).Save(Path.Combine(folder.Path, "words.bin"));
        string[] before = Directory.GetFiles(folder.Path);
        Command command = verb switch
        {
            "train" => FastTextTrainCommand.Create(),
            "quantize" => FastTextQuantizeCommand.Create(),
            _ => FastTextPredictCommand.Create()
        };
        (int code, string errors) = Invoke(command, string.Format(CultureInfo.InvariantCulture, arguments, folder.Path));
        Assert.Equal(1, code);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal); // no stack trace
        Assert.Equal(before, Directory.GetFiles(folder.Path));
    }

    /// <summary>The C++ program's answer for a last line without a line end, and with only white space.</summary>
    [Theory]
    [InlineData("one two", 1)]
    [InlineData("one two\n", 1)]
    [InlineData("one two\n \t", 2)]
    [InlineData("one </s> two", 2)]
    [InlineData("one </s> ", 1)]
    [InlineData("one </s>  ", 2)]
    [InlineData("one </s>\n", 2)]
    [InlineData("\n", 1)]
    [InlineData("", 0)]
    public void Predict_EndsOfAFile_AreTheProgramsLines(string text, int lines)
    {
        string model = Path.Combine(folder.Path, "model.bin"), input = Path.Combine(folder.Path, "input");
        FastTextTrainer.Train(FastTextCorpus.Write(folder, "train", 60), new()
        {
            Dimension = 4,
            LearningRate = 0.5,
            MinimumSubword = 2,
            MaximumSubword = 3,
            Buckets = 50
        }, cancellationToken: TestContext.Current.CancellationToken).Save(model);
        File.WriteAllText(input, text);
        using var output = new MemoryStream();
        FastTextPredictCommand.Write(FastTextModel.Load(model), input, -1, 0, output);
        Assert.Equal(lines, output.ToArray().AsSpan().Count((byte)'\n'));
        if (program.Program is not null) Assert.Equal(program.RunBytes($"predict-prob {model} {input} -1"), output.ToArray());
    }

    private static (int Code, string Errors) Invoke(Command command, string arguments)
    {
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = command.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Invoke(new InvocationConfiguration { Error = errors, Output = TextWriter.Null });
        return (code, errors.ToString());
    }
}
