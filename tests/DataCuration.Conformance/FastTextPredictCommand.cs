using System.CommandLine;
using System.Text;

namespace DataCuration.Conformance;

/// <summary>The verb <c>fasttext-predict</c>.</summary>
public static class FastTextPredictCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var model = new Option<FileInfo>("--model") { Description = "A classifier, .bin or .ftz.", Required = true };
        var input = new Option<FileInfo>("--input") { Description = "The texts, a line each.", Required = true };
        var count = new Option<int>("--k") { Description = "How many labels for each line.", DefaultValueFactory = _ => 1 };
        var threshold = new Option<double>("--threshold") { Description = "The least probability of a label.", DefaultValueFactory = _ => 0 };
        var command = new Command("fasttext-predict", "Prints the lines that 'fasttext predict-prob MODEL INPUT K THRESHOLD' prints.") { model, input, count, threshold };
        command.SetAction(parsed =>
        {
            using Stream output = Console.OpenStandardOutput();
            Run(FastTextModel.Load(parsed.GetValue(model)!.FullName), parsed.GetValue(input)!.FullName, parsed.GetValue(count), (float)parsed.GetValue(threshold), output);
            return 0;
        });
        return command;
    }

    private static void Run(FastTextModel model, string input, int count, float threshold, Stream output)
    {
        string[] labels = [.. Enumerable.Range(0, model.Labels.Count).Select(model.FullLabel)];
        var scratch = new FastTextScratch();
        var predictions = new FastTextPrediction[Math.Min(count, model.Labels.Count)];
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        var printed = new Dictionary<float, string>();
        foreach (ReadOnlyMemory<byte> line in FastTextLines.Read(input))
        {
            int found = model.Predict(line.Span, predictions, scratch, threshold);
            for (int i = 0; i < found; i++)
            {
                if (i > 0) writer.Write(' ');
                writer.Write(labels[predictions[i].Label]);
                writer.Write(' ');
                if (!printed.TryGetValue(predictions[i].Probability, out string? text))
                {
                    if (printed.Count > 10_000) printed.Clear();
                    printed[predictions[i].Probability] = text = CNumber.Format(predictions[i].Probability, 6);
                }
                writer.Write(text);
            }
            writer.WriteLine();
        }
    }
}
