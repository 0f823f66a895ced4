using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DataCuration.Throughput;

/// <summary>
/// Compares fastText here with the C++ program, alternating, with one thread each: training with all files that it writes, and prediction from file to
/// printed line.
/// </summary>
internal static class FastTextCommand
{
    /// <summary>The number of times that the test file is repeated, so that loading the model and starting are short compared with predicting.</summary>
    private const int Repeats = 10;

    private static readonly (string Name, string Arguments, FastTextTrainingOptions Options)[] Settings =
    [
        ("softmax", "-loss softmax -epoch 2", new() { Epochs = 2 }),
        ("softmax-bigrams", "-loss softmax -epoch 2 -wordNgrams 2 -bucket 200000", new() { Epochs = 2, WordNGrams = 2, Buckets = 200_000 }),
        ("ova-subwords", "-loss ova -epoch 1 -minn 3 -maxn 5 -bucket 200000 -dim 50",
            new() { Epochs = 1, Loss = FastTextLoss.OneVsAll, MinimumSubword = 3, MaximumSubword = 5, Buckets = 200_000, Dimension = 50 }),
        ("hs-lid", "-loss hs -epoch 1 -minn 2 -maxn 4 -dim 16",
            new() { Epochs = 1, Loss = FastTextLoss.HierarchicalSoftmax, MinimumSubword = 2, MaximumSubword = 4, Dimension = 16 }),
    ];

    public static Command Create()
    {
        var train = new Option<FileInfo>("--train") { Description = "A file of lines with labels to train on.", Required = true };
        var test = new Option<FileInfo>("--test") { Description = "A file of lines to predict.", Required = true };
        var passes = new Option<int>("--passes") { Description = "Passes of each, taken in turns; the medians count.", DefaultValueFactory = _ => 3 };
        var program = new Option<string>("--program") { Description = "The C++ program.", DefaultValueFactory = _ => "fasttext" };
        var command = new Command("fasttext",
            "Training and prediction of fastText here and by the C++ program: seconds of processor time and wall time, and their ratios. One thread each.") {
            train, test, passes, program };
        command.SetAction(parsed => Run(parsed.GetValue(train)!.FullName, parsed.GetValue(test)!.FullName, parsed.GetValue(passes), parsed.GetValue(program)!));
        return command;
    }

    private static int Run(string train, string test, int passes, string program)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fasttext-");
        try
        {
            string many = Path.Combine(folder.FullName, "many.txt"), none = Path.Combine(folder.FullName, "none.txt"),
                theirs = Path.Combine(folder.FullName, "theirs"), ours = Path.Combine(folder.FullName, "ours");
            byte[] lines = File.ReadAllBytes(test);
            File.WriteAllBytes(none, []);
            using (FileStream stream = File.Create(many))
                for (int i = 0; i < Repeats; i++) stream.Write(lines);
            long count = lines.AsSpan().Count((byte)'\n') * (long)Repeats;
            // The first training also compiles the code and is not measured.
            Train(train, new() { Epochs = 1, Dimension = 8 }, ours);
            foreach ((string name, string arguments, FastTextTrainingOptions options) in Settings)
            {
                List<Times> ourTraining = [], theirTraining = [], ourPrediction = [], theirPrediction = [], theirLoad = [];
                for (int pass = 0; pass < passes; pass++)
                {
                    theirTraining.Add(Start(program, $"supervised -thread 1 -verbose 0 -input {train} -output {theirs} {arguments}"));
                    ourTraining.Add(Measure(() => Train(train, options, ours)));
                }
                bool same = File.ReadAllBytes(theirs + ".bin").AsSpan().SequenceEqual(File.ReadAllBytes(ours + ".bin"));
                FastTextModel model = FastTextModel.Load(theirs + ".bin");
                Predict(model, test);
                for (int pass = 0; pass < passes; pass++)
                {
                    theirLoad.Add(Start(program, $"predict-prob {theirs}.bin {none}"));
                    theirPrediction.Add(Start(program, $"predict-prob {theirs}.bin {many}"));
                    ourPrediction.Add(Measure(() => Predict(model, many)));
                }
                Times load = Median(theirLoad), predicted = Median(theirPrediction), own = Median(ourPrediction),
                    trained = Median(theirTraining), ownTrained = Median(ourTraining);
                Times withoutLoad = new(predicted.Processor - load.Processor, predicted.Wall - load.Wall);
                Console.WriteLine(FormattableString.Invariant($"{name} train processor_s ours {ownTrained.Processor:F2} program {trained.Processor:F2} ratio ")
                    + FormattableString.Invariant($"{trained.Processor / ownTrained.Processor:F2} wall_s ours {ownTrained.Wall:F2} program {trained.Wall:F2} ")
                    + FormattableString.Invariant($"ratio {trained.Wall / ownTrained.Wall:F2} same_bytes {same}"));
                Console.WriteLine(FormattableString.Invariant($"{name} predict lines_per_processor_s ours {count / own.Processor:F0} program ")
                    + FormattableString.Invariant($"{count / withoutLoad.Processor:F0} ratio {withoutLoad.Processor / own.Processor:F2} (program ")
                    + FormattableString.Invariant($"with its load of {load.Processor:F2} s: ratio {predicted.Processor / own.Processor:F2}) wall ratio ")
                    + FormattableString.Invariant($"{withoutLoad.Wall / own.Wall:F2}"));
            }
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Train(string train, FastTextTrainingOptions options, string output)
    {
        FastTextModel model = FastTextTrainer.Train(train, options);
        model.Save(output + ".bin");
        model.SaveVectors(output + ".vec");
    }

    /// <summary>Reads the lines of a file, predicts the best label of each and prints it.</summary>
    private static void Predict(FastTextModel model, string path)
    {
        var scratch = new FastTextScratch();
        var prediction = new FastTextPrediction[1];
        byte[] buffer = new byte[1 << 16], newLine = "\n"u8.ToArray();
        byte[][] labels = [.. Enumerable.Range(0, model.Labels.Count).Select(label => Encoding.UTF8.GetBytes(model.FullLabel(label) + " "))];
        using FileStream input = File.OpenRead(path);
        using var output = new BufferedStream(Stream.Null, 1 << 16);
        int filled = 0;
        while (true)
        {
            int read = input.Read(buffer, filled, buffer.Length - filled);
            if (read == 0) break;
            filled += read;
            int begin = 0;
            for (int length = buffer.AsSpan(begin, filled - begin).IndexOf((byte)'\n'); length >= 0;
                length = buffer.AsSpan(begin, filled - begin).IndexOf((byte)'\n'))
            {
                if (model.Predict(buffer.AsSpan(begin, length), prediction, scratch) > 0)
                {
                    output.Write(labels[prediction[0].Label]);
                    output.Write(Encoding.ASCII.GetBytes(CNumber.Format(prediction[0].Probability, 6)));
                }
                output.Write(newLine);
                begin += length + 1;
            }
            buffer.AsSpan(begin, filled - begin).CopyTo(buffer);
            filled -= begin;
            if (filled == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }

    private static Times Measure(Action action)
    {
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        long begin = Stopwatch.GetTimestamp();
        action();
        double wall = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        self.Refresh();
        return new((self.TotalProcessorTime - before).TotalSeconds, wall);
    }

    /// <summary>Runs the program from a shell, whose <c>times</c> reports the processor time of its children.</summary>
    private static Times Start(string program, string arguments)
    {
        long begin = Stopwatch.GetTimestamp();
        using Process process =
            Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{program} {arguments} > /dev/null && times"]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {arguments} ended with {process.ExitCode}.");
        double wall = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        // Example: "0m12.34s 0m0.56s", user and system time.
        return new(output.Split('\n')[1].Split(' ').Sum(time => time.Split('m', 's') is [var minutes, var seconds, _]
            ? 60 * double.Parse(minutes, CultureInfo.InvariantCulture) + double.Parse(seconds, CultureInfo.InvariantCulture) : 0), wall);
    }

    private static Times Median(List<Times> times) => new(Middle(times.Select(time => time.Processor)), Middle(times.Select(time => time.Wall)));

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Times(double Processor, double Wall);
}
