using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace DataCuration.Throughput;

/// <summary>
/// Measures how well the engine overlaps the calls of asynchronous stages. The reference is a bare rolling window: the same calls without the library.
/// </summary>
internal static class SchedulerCommand
{
    public static Command Create()
    {
        var repeat = new Option<int>("--repeat")
        {
            Description = "The number of repetitions. The library and the bare window take turns in going first.",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command("scheduler", "Overlaps calls that wait, in one shard, beside a bare rolling window. Prints a line of JSON for each program.")
        {
            repeat,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string work = Directory.CreateTempSubdirectory("scheduler-").FullName;
            try
            {
                int repetitions = parsed.GetValue(repeat);
                for (int repetition = 1; repetition <= repetitions; repetition++) await RunAsync(work, repetition, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        });
        return command;
    }

    private static async Task RunAsync(string work, int repetition, CancellationToken cancellationToken)
    {
        static int Milliseconds(long call) => call % 64 == 63 ? 2_000 : 50;
        await CompareAsync(
            "transform: 2048 documents, 50 ms, every 64th 2 s", 2_048, 2_048, 32, Milliseconds, meter => new SchedulerStages.Transform(meter, 32, Milliseconds),
            (seconds, bare) => seconds <= 1.15 * bare, "1.15 x bare", work, repetition, cancellationToken).ConfigureAwait(false);
        await CompareAsync(
            "expander: 40 parents x 20 calls, 50 ms", 40, 800, 32, _ => 50, meter => new SchedulerStages.Expander(meter, 32, 20, 50),
            (seconds, _) => seconds < 2, "2 s", work, repetition, cancellationToken).ConfigureAwait(false);
        await CompareAsync(
            "expander: 1 parent x 1000 calls, 50 ms", 1, 1_000, 16, _ => 50, meter => new SchedulerStages.Expander(meter, 16, 1_000, 50),
            (seconds, _) => seconds < 4, "4 s", work, repetition, cancellationToken).ConfigureAwait(false);
        foreach (int batch in new[] { 256, 4_096 }) await BatchAsync(batch, work, repetition, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a program through the library and as a bare window.</summary>
    private static async Task CompareAsync(
        string program, int documents, int calls, int concurrency, Func<long, int> milliseconds, Func<CallMeter, Stage> stage,
        Func<double, double, bool> meetsBar, string bar, string work, int repetition, CancellationToken cancellationToken)
    {
        CallMeter library = new(), window = new();
        double seconds = 0, bareSeconds = 0;
        for (int turn = 0; turn < 2; turn++)
        {
            long begin = Stopwatch.GetTimestamp();
            if ((turn + repetition) % 2 == 1)
            {
                await WriteAsync(new NumberedSource(documents), [stage(library)], calls, 256, work, cancellationToken).ConfigureAwait(false);
                seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            }
            else
            {
                await RunBareAsync(calls, concurrency, i => window.CallAsync(milliseconds(i), cancellationToken)).ConfigureAwait(false);
                bareSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            }
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "scheduler",
            program,
            repetition,
            concurrency,
            seconds = Math.Round(seconds, 3),
            bare_seconds = Math.Round(bareSeconds, 3),
            ratio = Math.Round(seconds / bareSeconds, 3),
            bar,
            meets_bar = meetsBar(seconds, bareSeconds),
            mean_in_flight = Math.Round(library.Seconds / seconds, 1),
            bare_mean_in_flight = Math.Round(window.Seconds / bareSeconds, 1),
            most_in_flight = library.Most,
            bare_most_in_flight = window.Most,
        }));
    }

    /// <summary>Fills batches from a filter that keeps one document in ten.</summary>
    private static async Task BatchAsync(int batchDocuments, string work, int repetition, CancellationToken cancellationToken)
    {
        const int Documents = 20_000, Size = 64;
        var source = new NumberedSource(Documents);
        var stage = new SchedulerStages.Batches(Size);
        await WriteAsync(source, [new SchedulerStages.OneInTen(), stage], Documents / 10, batchDocuments, work, cancellationToken).ConfigureAwait(false);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "scheduler",
            program = "batch: 20000 documents, one in ten kept, BatchSize 64",
            repetition,
            batch_documents = batchDocuments,
            reader_batches = CountRuns(source.BatchSizes),
            stage_batches = CountRuns(stage.Sizes),
            meets_bar = stage.Sizes.SkipLast(1).All(size => size == Size) && source.BatchSizes.SkipLast(1).All(size => size == batchDocuments),
        }));
    }

    /// <summary>Runs stages over one shard. Checks the number of documents that come out.</summary>
    private static async Task WriteAsync(
        NumberedSource source, Stage[] stages, int expected, int batchDocuments, string work, CancellationToken cancellationToken)
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = work, MaxParallelShards = 1, BatchDocuments = batchDocuments });
        Corpus corpus = Corpus.FromSource(source).Pipe(stages);
        RunReport report = await corpus.WriteAsync(Guid.NewGuid().ToString("N"), new NothingSink(), run, cancellationToken).ConfigureAwait(false);
        if (report.Kept != expected) throw new InvalidOperationException($"{report.Kept} documents came out, not {expected}.");
    }

    /// <summary>A rolling window without the library: calls start in order as places become free, and their results are awaited in order.</summary>
    private static async Task RunBareAsync(int calls, int concurrency, Func<int, ValueTask> call)
    {
        using var places = new SemaphoreSlim(concurrency);
        Task[] started = [.. Enumerable.Range(0, calls).Select(CallAsync)];
        foreach (Task task in started) await task.ConfigureAwait(false);

        async Task CallAsync(int number)
        {
            await places.WaitAsync().ConfigureAwait(false);
            try
            {
                await call(number).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }
        }
    }

    /// <summary>Writes sizes with equal neighbours joined, such as <c>31 x 64, 1 x 16</c>.</summary>
    private static string CountRuns(List<int> sizes)
    {
        var runs = new List<(int Count, int Size)>();
        foreach (int size in sizes)
        {
            if (runs.Count > 0 && runs[^1].Size == size) runs[^1] = (runs[^1].Count + 1, size);
            else runs.Add((1, size));
        }
        return string.Join(", ", runs.Select(run => $"{run.Count} x {run.Size}"));
    }
}
