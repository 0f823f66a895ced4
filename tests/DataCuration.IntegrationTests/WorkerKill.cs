using System.Diagnostics;

namespace DataCuration.IntegrationTests;

/// <summary>SIGKILL at a random moment.</summary>
internal static class WorkerKill
{
    /// <summary>Starts the worker and kills it some steps and a moment after a step of a kind. False if it came through before that.</summary>
    /// <param name="arguments">What the worker is told.</param>
    /// <param name="expected">Its result if it comes through.</param>
    /// <param name="kindOf">The kind of a step, from what it says.</param>
    /// <param name="wanted">The kind of steps to count.</param>
    /// <param name="maxSteps">How many of them are waited for at most.</param>
    /// <param name="random">Draws steps and moment.</param>
    /// <param name="kind">The kind of the last step that the worker reached.</param>
    public static bool TryKill(IEnumerable<string> arguments, string expected, Func<string, string?> kindOf, string wanted, int maxSteps, ref SeededRandom random, out string kind)
    {
        using WorkerProcess worker = WorkerProcess.Start(arguments);
        long steps = 1 + random.NextInt64(maxSteps);
        var moment = TimeSpan.FromMicroseconds(random.NextInt64(4_000));
        kind = "";
        while (worker.ReadLine() is { } line)
        {
            if (kindOf(line) != wanted || --steps > 0) continue;
            // Where in the step the kill falls is chance, and that is the point: nothing waits for anything here.
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < moment) Thread.SpinWait(20);
            break;
        }
        if (!worker.Kill())
        {
            Assert.Equal(expected, worker.Result);
            return false;
        }
        // What counts is the last step that it really reached.
        kind = kindOf(worker.Lines[^1]) ?? wanted;
        return true;
    }
}
