using System.CommandLine;
using System.Diagnostics;
using DataCuration.LanguageModels;
using DataCuration.TestKit;

namespace DataCuration.Conformance;

/// <summary>The verb <c>fuzz-prox</c>.</summary>
internal static class FuzzProXCommand
{
    private const int MostFaultsPrinted = 20;
    private const int MostShown = 300;

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder with chunk_exec.json, whose texts and programs are mutated." };
        var count = new Option<int>("--count") { Description = "The number of programs.", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<ulong>("--seed") { Description = "The number of the first program.", DefaultValueFactory = _ => 1 };
        var command = new Command("fuzz-prox",
            "Executes made-up programs in both modes and checks laws: no exception, no new line without a replacement, bounded output, parsing of what was "
            + "printed. Prints a line per fault with its seed, then 'N passed, N failed'; exits with 0 only if none failed.") { folder, count, seed };
        command.SetAction((parsed, cancellationToken) =>
            Task.FromResult(Run(parsed.GetValue(folder)!.FullName, parsed.GetValue(count), parsed.GetValue(seed), Console.Out, cancellationToken)));
        return command;
    }

    private static int Run(string folder, int count, ulong seed, TextWriter output, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, "chunk_exec.json")))
        {
            output.WriteLine($"There is no chunk_exec.json in '{folder}'.");
            return 2;
        }
        ProXPrograms programs = ProXFuzzChecks.Load(folder);
        long worst = 0, begin = Stopwatch.GetTimestamp();
        ulong worstSeed = seed;
        int failed = 0;
        for (ulong i = seed; i < seed + (ulong)count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (string text, string program) = programs.Make(i);
            long start = Stopwatch.GetTimestamp();
            string? fault = FaultOf(text, program);
            long taken = Stopwatch.GetTimestamp() - start;
            if (taken > worst) (worst, worstSeed) = (taken, i);
            if (fault is null) continue;
            failed++;
            if (failed <= MostFaultsPrinted) output.WriteLine($"FAILED seed {i}: {Shown(fault)}; program: {Shown(program)}");
        }
        output.WriteLine(FormattableString.Invariant($"{count} programs, {Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s; the worst took ")
            + FormattableString.Invariant($"{worst * 1000.0 / Stopwatch.Frequency:0.0} ms (seed {worstSeed})"));
        output.WriteLine($"{count - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static string Shown(string text) => ProXProgram.Escape(text.Length > MostShown ? text[..MostShown] : text);

    private static string? FaultOf(string text, string program)
    {
        try
        {
            return ProXFuzzChecks.FirstFault(text, program);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }
}
