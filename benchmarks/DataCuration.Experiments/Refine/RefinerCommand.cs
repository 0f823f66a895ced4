using System.CommandLine;
using System.Globalization;
using DataCuration.LanguageModels;

namespace DataCuration.Experiments.Refine;

/// <summary>The <c>refiner</c> command: a ProX refiner that is trained here, exported, and run by llama.cpp.</summary>
internal static class RefinerCommand
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--texts") { Description = "A folder of JSON lines with real texts in 'text'.", Required = true };
        var pattern = new Option<string>("--pattern")
        {
            Description = "The names of the files, *.jsonl or *.jsonl.gz. The last quarter of them is for the test pages.",
            DefaultValueFactory = _ => "pool-*.jsonl.gz",
        };
        var pages = new Option<int>("--pages") { Description = "The number of training pages.", DefaultValueFactory = _ => 8_000 };
        var tests = new Option<int>("--test-pages") { Description = "The number of test pages.", DefaultValueFactory = _ => 100 };
        var first = new Option<int>("--base-steps") { Description = "The steps of the base model.", DefaultValueFactory = _ => 200 };
        var second = new Option<int>("--steps") { Description = "The steps of the fine-tuning.", DefaultValueFactory = _ => 1_000 };
        var threads = new Option<int>("--threads") { Description = "The number of threads; 0 for one per processor.", DefaultValueFactory = _ => 0 };
        var command = new Command("refiner", "Trains a ProX refiner on pages of real lines with made noise, exports it, and refines other pages with it "
            + "through llama.cpp. Prints the F1 of the removed lines before and after the fine-tuning.")
        {
            data, pattern, pages, tests, first, second, threads,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var experiment = new RefinerExperiment(parsed.GetValue(data)!, parsed.GetValue(pattern)!, parsed.GetValue(pages),
                parsed.GetValue(tests), parsed.GetValue(threads));
            Console.WriteLine(experiment.Describe());
            string baseModel = await experiment.TrainBaseAsync(parsed.GetValue(first), cancellationToken).ConfigureAwait(false);
            await ShowAsync("before fine-tuning", baseModel).ConfigureAwait(false);
            string refiner = await experiment.TrainRefinerAsync(baseModel, parsed.GetValue(second), cancellationToken).ConfigureAwait(false);
            await ShowAsync("after fine-tuning", refiner).ConfigureAwait(false);

            async Task ShowAsync(string name, string model)
            {
                (ProXMetrics metrics, double kept, string usage) = await experiment.RefineAsync(model, cancellationToken).ConfigureAwait(false);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: line F1 {metrics.MicroLineF1:F3} (mean of pages "
                    + $"{metrics.MacroLineF1:F3}) on {metrics.Examples} pages; good lines kept {kept:P1}"));
                Console.WriteLine(usage);
            }
        });
        return command;
    }
}
