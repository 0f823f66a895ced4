using System.CommandLine;
using System.Text;

namespace DataCuration.Conformance;

/// <summary>The verb <c>fasttext-predict</c>.</summary>
public static class FastTextPredictCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "A classifier, .bin or .ftz.", Required = true };
        var input = new Option<string>("--input") { Description = "The texts, a line each.", Required = true };
        var count = new Option<int>("--k") { Description = "The number of labels for each line; -1 for all.", DefaultValueFactory = _ => 1 };
        var threshold = new Option<float>("--threshold") { Description = "The minimum probability of a label.", DefaultValueFactory = _ => 0 };
        var command = new Command("fasttext-predict",
            "Prints the lines that 'fasttext predict-prob MODEL INPUT K THRESHOLD' prints.") { model, input, count, threshold };
        command.SetAction(parsed => FastTextCommandErrors.Guard(parsed, () =>
        {
            FastTextModel classifier = FastTextModel.Load(parsed.GetValue(model)!);
            using Stream output = Console.OpenStandardOutput();
            Write(classifier, parsed.GetValue(input)!, parsed.GetValue(count), parsed.GetValue(threshold), output);
        }));
        return command;
    }

    /// <summary>
    /// Writes the output of the C++ program: for each line of the file, a line with labels and probabilities of six digits. A word <c>&lt;/s&gt;</c> ends
    /// a line.
    /// A last line without a line end has no such word.
    /// </summary>
    /// <param name="model">A classifier.</param>
    /// <param name="input">The file.</param>
    /// <param name="count">The number of labels for each line; -1 for all.</param>
    /// <param name="threshold">The minimum probability of a label.</param>
    /// <param name="output">Receives the lines.</param>
    public static void Write(FastTextModel model, string input, int count, float threshold, Stream output)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(output);
        if (count is 0 or < -1) throw new ArgumentException($"k is {count}; it must be 1 or higher, or -1 for all labels.", nameof(count));
        if (float.IsNaN(threshold)) throw new ArgumentException("The threshold is no number.", nameof(threshold));
        if (model.Kind != FastTextModelKind.Supervised)
            throw new ArgumentException($"A model of word vectors ({model.Kind}) has no labels to predict.", nameof(model));
        var scratch = new FastTextScratch();
        var predictions = new FastTextPrediction[count < 0 ? model.Labels.Count : Math.Min(count, model.Labels.Count)];
        var printed = new Dictionary<float, byte[]>();
        using var buffered = new BufferedStream(output, 1 << 16);
        using var reader = new FastTextTokenReader(new FileStream(input, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1));
        var line = new FastTextLineReader(reader, model.Dictionary, model.Arguments, "__label__"u8.ToArray());
        while (!reader.IsAtEnd())
        {
            line.ReadText();
            int found = line.Rows.IsEmpty ? 0 : model.Predict(line.Rows, predictions, scratch, threshold);
            for (int i = 0; i < found; i++)
            {
                if (i > 0) buffered.WriteByte((byte)' ');
                buffered.Write(model.Dictionary.Entries[model.Dictionary.Words + predictions[i].Label]); // as bytes, because labels need not be UTF-8
                buffered.WriteByte((byte)' ');
                if (!printed.TryGetValue(predictions[i].Probability, out byte[]? text))
                {
                    if (printed.Count > 10_000) printed.Clear();
                    printed[predictions[i].Probability] = text = Encoding.ASCII.GetBytes(CNumber.Format(predictions[i].Probability, 6));
                }
                buffered.Write(text);
            }
            buffered.WriteByte((byte)'\n');
        }
    }
}
