using System.Diagnostics;
using System.Globalization;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.FastText.Tests;

/// <summary>Debian's fasttext 0.9.2, the reference: trains small models and predicts with them.</summary>
public sealed class FastTextProgram : IDisposable
{
    private static readonly string[] Words =
    [
        "wave", "river", "stone", "the", "of", "and", "a", "mouse", "keyboard", "compile", "segment", "Straße", "über", "schön", "größer", "Mädchen", "être",
        "naïve", "garçon", "déjà", "où", "река", "камень", "волна", "и", "не", "что",
        "石", "川の", "波が", "です", "λόγος", "νερό", "και", "ένα", "słowo", "żółć", "źródło", "gęś", "año", "niño", "también", "x", "1", "42", "3.14", "-", "e-mail",
        "🙂", "👩‍🚀", "don't", "co-operate", "__label_", "</S>", "\u00a0", "ab\u0301",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly SeededRandom random = SeededRandom.Create(7, nameof(FastTextProgram), "words");

    public FastTextProgram()
    {
        Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(path => Path.Combine(path, "fasttext")).FirstOrDefault(File.Exists);
        if (Program is null) return;
        File.WriteAllLines(TrainingFile, Enumerable.Range(0, 600).Select(i => $"__label__l{i % 7} {Line(i % 7)}"));
        File.WriteAllLines(TrainingFile + "-many", Enumerable.Range(0, 1200).Select(i => $"__label__l{i % 300} {Line(i % 300)}"));
        // Also unknown words, labels inside the text, an early end, odd white space and empty lines.
        string[] lines = [.. Enumerable.Range(0, 400).Select(i => Line(i % 7) + (i % 5 == 0 ? " unseen" + i : "") + (i % 11 == 0 ? " __label__l1 __label__new"
            : "") + (i % 13 == 0 ? " </s> behind the end" : "") + (i % 17 == 0 ? "\t \v x\f" : "")), "", " ", "q", "щ"];
        File.WriteAllLines(TestFile, lines);
        // For the program, the text after a word </s> is the next text.
        Lines = [.. lines.SelectMany(line => line.Split(" </s>") is [var first, var second] ? [first + " </s>", second] : new[] { line })];
    }

    public string? Program { get; }

    public IReadOnlyList<string> Lines { get; } = [];

    /// <summary>The folder for files.</summary>
    public string Folder => folder.Path;

    /// <summary>A file of 600 lines with labels.</summary>
    public string TrainingFile => Path.Combine(folder.Path, "train.txt");

    /// <summary>The file of <see cref="Lines"/>.</summary>
    public string TestFile => Path.Combine(folder.Path, "test.txt");

    public void Dispose() => folder.Dispose();

    public void Require() => Assert.SkipWhen(Program is null, "The program 'fasttext' is not installed (Debian's package fasttext).");

    /// <summary>Trains a model, quantises it if options for that are given, and returns its file.</summary>
    public string Train(string name, string options, string? quantize, bool manyLabels = false)
    {
        string training = manyLabels ? TrainingFile + "-many" : TrainingFile;
        string model = Path.Combine(folder.Path, name);
        Run($"supervised -input {training} -output {model} -thread 1 -verbose 0 -dim 10 -epoch 8 {options}");
        if (quantize is null) return model + ".bin";
        Run($"quantize -input {training} -output {model} -thread 1 -verbose 0 {quantize}");
        return model + ".ftz";
    }

    /// <summary>Trains a model on the caller's lines.</summary>
    public string TrainOn(string name, IEnumerable<string> lines, string options)
    {
        string model = Path.Combine(folder.Path, name);
        File.WriteAllLines(model + ".txt", lines);
        Run($"supervised -input {model}.txt -output {model} -thread 1 -verbose 0 {options}");
        return model + ".bin";
    }

    /// <summary>Returns the program's predictions for every line.</summary>
    public IReadOnlyList<(string Label, double Probability)[]> Predict(string model, int count, double threshold)
    {
        string[] lines = Run(string.Create(CultureInfo.InvariantCulture, $"predict-prob {model} {TestFile} {count} {threshold}"))[..^1]
            .Split('\n'); // the line is empty if there is no answer
        return [.. lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2)
            .Select(pair => (pair[0]["__label__".Length..], double.Parse(pair[1], CultureInfo.InvariantCulture))).ToArray())];
    }

    /// <summary>Runs the program and returns its output.</summary>
    public string Run(string arguments, string? input = null) => Encoding.UTF8.GetString(RunBytes(arguments, input));

    /// <summary>Runs the program and returns its output, which need not be UTF-8.</summary>
    public byte[] RunBytes(string arguments, string? input = null)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (input is not null) process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"fasttext {arguments}: {errors.Result}");
        return output.ToArray();
    }

    private string Line(int label) =>
        string.Join(' ', Enumerable.Range(0, 3 + Next(12)).Select(_ => Words[Next(4) == 0 ? Next(Words.Length) : (label * 8 + Next(8)) % Words.Length]));

    private int Next(int limit) => (int)(random.NextUInt64() % (ulong)limit);
}
