using System.Diagnostics;
using System.Globalization;

namespace DataCuration.IntegrationTests;

/// <summary>Acceptance: kill -9 at 20 random moments, then resume, leaves the same bytes as a run that was left alone.</summary>
public sealed class KillAndResumeTests(ReferenceRun reference, ITestOutputHelper log)
{
    private static readonly string[] Kinds = ["read", "fit", "write"];

    [Fact]
    public void Run_KilledAtRandomMoments_ResumesToTheSameBytes()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("DATACURATION_KILL_SEED") ?? "20261122", CultureInfo.InvariantCulture);
        log.WriteLine($"Seed {seed}: set DATACURATION_KILL_SEED to repeat it with another one.");
        var random = new SeededRandom(seed);
        var kills = Kinds.ToDictionary(kind => kind, _ => 0);
        int starts = 0, completed = 0;
        string work = NextWork();
        while (kills.Values.Sum() < 20 || kills.Values.Min() < 3)
        {
            Assert.True(++starts <= 80, "The kills do not come about.");
            // The kind that is furthest behind comes first; ties by chance. In a work directory without steps of the kind left, the run comes through and is compared.
            string wanted = Kinds.OrderBy(kind => kills[kind]).ThenBy(_ => seed == 0 ? 0UL : random.NextUInt64()).First();
            if (TryKill(work, wanted, ref random, out string kind))
            {
                kills[kind]++;
                continue;
            }
            OutputSnapshot.RequireEqual(reference.Outputs, work, $"Seed {seed}, after {kills.Values.Sum()} kills");
            Directory.Delete(work, recursive: true);
            completed++;
            work = NextWork();
        }
        Assert.Equal(reference.Result, WorkerProcess.Complete([.. reference.Arguments(Path.GetFileName(work)), "workers=2"]));
        OutputSnapshot.RequireEqual(reference.Outputs, work, $"Seed {seed}, at the end");
        log.WriteLine($"{kills.Values.Sum()} kills before the end ({string.Join(", ", kills.Select(pair => $"{pair.Value} {pair.Key}"))}), {completed + 1} runs completed and compared.");
        Assert.True(kills.Values.Sum() >= 15 && kills.Values.Min() >= 3);

        string NextWork() => reference.Work($"killed-{completed}");
    }

    /// <summary>Starts the worker and kills it some steps and a moment after a step of a kind. False if it came through before that.</summary>
    private bool TryKill(string work, string wanted, ref SeededRandom random, out string kind)
    {
        using WorkerProcess worker = WorkerProcess.Start([.. reference.Arguments(Path.GetFileName(work)), "workers=2"]);
        long steps = 1 + random.NextInt64(6);
        var moment = TimeSpan.FromMicroseconds(random.NextInt64(4_000));
        kind = "";
        while (worker.ReadLine() is { } line)
        {
            if (Kind(line) != wanted || --steps > 0) continue;
            // Where in the step the kill falls is chance, and that is the point: nothing waits for anything here.
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < moment) Thread.SpinWait(20);
            break;
        }
        if (!worker.Kill())
        {
            Assert.Equal(reference.Result, worker.Result);
            return false;
        }
        // What counts is the last step that it really reached.
        kind = Kind(worker.Lines[^1]) ?? wanted;
        return true;
    }

    private static string? Kind(string line)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return null;
        string phase = line[(space + 1)..];
        bool isFit = phase.StartsWith("dsir-", StringComparison.Ordinal) || phase.StartsWith("kl-", StringComparison.Ordinal) || phase.StartsWith("random-", StringComparison.Ordinal);
        return line[..space] switch { "read" => "read", "phase" or "stage" => isFit ? "fit" : "write", _ => null };
    }
}
