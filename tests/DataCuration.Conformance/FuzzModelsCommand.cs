using System.CommandLine;
using System.Diagnostics;
using DataCuration.Models.Fuzzing;
using DataCuration.TestKit;

namespace DataCuration.Conformance;

/// <summary>The verb <c>fuzz-models</c>: damages model files in many ways and checks that each is read or refused, within memory that its size explains.</summary>
internal static class FuzzModelsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "The number of damaged files.", DefaultValueFactory = _ => 50_000 };
        var first = new Option<int>("--first") { Description = "The number of the first case.", DefaultValueFactory = _ => 0 };
        var command = new Command("fuzz-models", "Reads damaged safetensors, index, configuration, tokenizer and GGUF files. Prints a line per fault with its "
            + "number, the outcomes, then 'N passed, N failed'; exits with 0 only if none failed.") { count, first };
        command.SetAction((parsed, cancellationToken) =>
            Task.FromResult(Run(parsed.GetValue(first), parsed.GetValue(count), Console.Out, cancellationToken)));
        return command;
    }

    private static int Run(int first, int count, TextWriter output, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder(inMemory: true);
        var fuzzer = new ModelFileFuzzer(folder.Path);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int failed = 0;
        long start = Stopwatch.GetTimestamp();
        for (int number = first; number < first + count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string outcome;
            try
            {
                outcome = fuzzer.Run(number);
            }
            catch (FuzzFailureException e)
            {
                failed++;
                outcome = "failed";
                output.WriteLine($"FAILED {e.Message}");
            }
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }
        output.WriteLine(string.Join(", ", outcomes.Select(pair => $"{pair.Key} {pair.Value}")));
        output.WriteLine(FormattableString.Invariant(
            $"{count} cases in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s; at most {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
        output.WriteLine($"{count - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
