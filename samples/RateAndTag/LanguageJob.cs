using System.Globalization;
using System.Text;
using DataCuration;
using DataCuration.FastText;
using DataCuration.Selection;

namespace RateAndTag;

/// <summary>
/// Trains language identification in the format of lid.176: hierarchical softmax, character n-grams of 2 to 4, 16 dimensions, quantised.
/// Its input is one text file for each language, with one example in each line.
/// </summary>
/// <param name="files">The files; a file's name without extension is the language tag. If empty, the sample's own sentences are used.</param>
/// <param name="buckets">Rows for n-grams; lid.176 has 2,000,000.</param>
/// <param name="epochs">The number of passes over the text.</param>
/// <param name="folder">The output folder for the models.</param>
/// <param name="progress">Receives progress messages.</param>
internal sealed class LanguageJob(IReadOnlyList<string> files, int buckets, int epochs, string folder, ConsoleProgress progress)
{
    /// <summary>One line in this many is held out for the evaluation.</summary>
    private const int HeldOut = 5;

    /// <summary>The number of rows from which quantisation has enough data (256 centroids).</summary>
    private const int MinRows = 256;

    public void Run(CancellationToken cancellationToken)
    {
        foreach (string file in files) if (!File.Exists(file)) throw new FileNotFoundException($"There is no file '{file}'.", file);
        IProgress<FastTextTrainingProgress> shown = progress.For<FastTextTrainingProgress>("training", RateJob.Format);
        Directory.CreateDirectory(folder);
        string training = Path.Combine(folder, "language-train.txt");
        var heldOut = new List<(string Language, string Text)>();
        using (var writer = new StreamWriter(training, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            foreach ((string language, IEnumerable<string> lines) in Texts())
            {
                int number = 0;
                foreach (string line in lines.Select(line => line.Trim()).Where(line => line.Length > 0))
                {
                    if (number++ % HeldOut == 0) heldOut.Add((language, line));
                    else writer.WriteLine($"__label__{language} {line}");
                }
            }
        }
        var options = new FastTextTrainingOptions
        {
            Loss = FastTextLoss.HierarchicalSoftmax,
            MinimumSubword = 2,
            MaximumSubword = 4,
            Dimension = 16,
            Buckets = buckets,
            Epochs = epochs,
            LearningRate = 0.5
        };
        FastTextModel model = FastTextTrainer.Train(training, options, shown, cancellationToken);
        model.Save(Path.Combine(folder, "language.bin"));
        if (model.WordCount + buckets >= MinRows)
        {
            // Without the cutoff, the model file of a small text would consist mostly of empty rows.
            var quantization = new FastTextQuantizationOptions
            {
                Cutoff = Math.Max(MinRows, Math.Min(50_000, (model.WordCount + buckets) / 2)),
                Retrain = true,
                QuantizeNorm = true
            };
            model = FastTextQuantizer.Quantize(model, quantization, training, shown, cancellationToken);
            model.Save(Path.Combine(folder, "language.ftz"));
        }
        var identifier = new FastTextLanguageIdentifier(model);
        var scores = new LanguageScore[1];
        var evaluation = ClassifierEvaluation.Compute(heldOut.Select(example =>
            (example.Language, identifier.Identify(Encoding.UTF8.GetBytes(example.Text), scores) == 0 ? "" : scores[0].Language)));
        progress.WriteLine($"== Languages, on lines that were not trained on\n{evaluation}");
        foreach (string file in Directory.GetFiles(folder, "language.*").Order(StringComparer.Ordinal))
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {new FileInfo(file).Length:N0} bytes"));
    }

    private IEnumerable<(string Language, IEnumerable<string> Lines)> Texts()
    {
        if (files.Count > 0) return files.Select(file => (Path.GetFileNameWithoutExtension(file), (IEnumerable<string>)File.ReadLines(file)));
        progress.WriteLine("No files: a few sentences in each of six languages that come with the program. They only demonstrate the command; a reliable model "
            + "needs thousands of lines per language.\n");
        System.Reflection.Assembly assembly = typeof(LanguageJob).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.Length == 2).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return (name, (IEnumerable<string>)reader.ReadToEnd().Split('\n'));
        });
    }
}
