using System.Diagnostics;

namespace DataCuration.IntegrationTests;

/// <summary>Kills a worker with SIGKILL at a random moment.</summary>
internal static class WorkerKill
{
    /// <summary>Starts the worker and kills it some steps and a moment after a step of a kind. Returns false if the worker finished before that.</summary>
    /// <param name="arguments">The worker's arguments.</param>
    /// <param name="expected">The worker's result if it finishes.</param>
    /// <param name="kindOf">Returns the kind of a step from its line.</param>
    /// <param name="wanted">The kind of steps to count.</param>
    /// <param name="maxSteps">The maximum number of steps to wait for.</param>
    /// <param name="random">The random numbers for the steps and the moment.</param>
    /// <param name="kind">The kind of the last step that the worker reached.</param>
    public static bool TryKill(IEnumerable<string> arguments, string expected, Func<string, string?> kindOf, string wanted, int maxSteps,
        ref SeededRandom random, out string kind)
    {
        using WorkerProcess worker = WorkerProcess.Start(arguments);
        long steps = 1 + random.NextInt64(maxSteps);
        var moment = TimeSpan.FromMicroseconds(random.NextInt64(4_000));
        kind = "";
        while (worker.ReadLine() is { } line)
        {
            if (kindOf(line) != wanted || --steps > 0) continue;
            // The kill falls at a random position within the step, on purpose: nothing waits here.
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < moment) Thread.SpinWait(20);
            break;
        }
        if (!worker.Kill())
        {
            Assert.Equal(expected, worker.Result);
            return false;
        }
        // The kind is that of the last step that the worker reached.
        kind = kindOf(worker.Lines[^1]) ?? wanted;
        return true;
    }
}
