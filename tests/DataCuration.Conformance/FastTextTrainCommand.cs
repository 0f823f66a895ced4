using System.CommandLine;

namespace DataCuration.Conformance;

/// <summary>The verb <c>fasttext-train</c>.</summary>
public static class FastTextTrainCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var arguments = new FastTextProgramArguments();
        var kind = new Argument<string>("kind") { Description = "supervised, skipgram or cbow.", DefaultValueFactory = _ => "supervised" };
        var command = new Command("fasttext-train", "Trains a model as 'fasttext supervised', 'skipgram' and 'cbow' do, with their arguments, and writes "
            + "OUTPUT.bin (OUTPUT.ftz with -autotune-modelsize) and OUTPUT.vec.") { kind };
        foreach (Option option in arguments.Training) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(FastTextCommandErrors.Guard(parsed, () =>
        {
            FastTextTrainingOptions options = arguments.ToTrainingOptions(parsed, parsed.GetValue(kind)!);
            string input = arguments.Input(parsed), output = arguments.Output(parsed), folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
            // Checked now, not after the training.
            if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}' to write to.");
            FastTextModel model = arguments.Validation(parsed) is { } validation
                ? FastTextAutotuner.Tune(input, validation, options, arguments.ToAutotuneOptions(parsed), new TrialPrinter(), null, cancellationToken).Model
                : FastTextTrainer.Train(input, options, null, cancellationToken);
            Save(model, output, arguments.SavesOutput(parsed));
        })));
        return command;
    }

    private static void Save(FastTextModel model, string output, bool savesOutput)
    {
        model.Save(output + (model.IsQuantized ? ".ftz" : ".bin"));
        if (!model.IsQuantized) model.SaveVectors(output + ".vec");
        if (savesOutput && !model.IsQuantized) model.SaveOutputVectors(output + ".output");
    }

    private sealed class TrialPrinter : IProgress<FastTextTrial>
    {
        private int count;

        public void Report(FastTextTrial value) =>
            Console.Out.WriteLine(FormattableString.Invariant($"trial {++count}: score {value.Score:F6} epoch {value.Training.Epochs} lr ")
                + FormattableString.Invariant($"{value.Training.LearningRate:F4} dim {value.Training.Dimension} wordNgrams {value.Training.WordNGrams} minn ")
                + FormattableString.Invariant($"{value.Training.MinimumSubword} maxn {value.Training.MaximumSubword} bucket {value.Training.Buckets} dsub ")
                + FormattableString.Invariant($"{value.Quantization?.SubvectorDimension} {value.Failure}"));
    }
}
