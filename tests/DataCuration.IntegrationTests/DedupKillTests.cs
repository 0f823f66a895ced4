using System.Globalization;
using DataCuration.TestKit;

namespace DataCuration.IntegrationTests;

/// <summary>Acceptance: a process is killed in the phases of a deduplication. After a resume, the bytes are those of an undisturbed run.</summary>
public sealed class DedupKillTests(ITestOutputHelper log) : IDisposable
{
    private const int Kills = 5;
    private const int MaxSteps = 40;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string[] Arguments(string work) =>
        [$"input={Path.Combine(folder["in"], "*.jsonl")}", $"work={folder[work]}", "dedup", "shard-bytes=65536", "workers=2"];

    [Fact]
    public void Fit_KilledInItsPhases_ResumesToTheSameBytes()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("DATACURATION_KILL_SEED") ?? "20261129", CultureInfo.InvariantCulture);
        log.WriteLine($"Seed {seed}: set DATACURATION_KILL_SEED to repeat it with another one.");
        byte[][] records = Pool.Records(400, seed: 4);
        // Every fourth record comes twice.
        Pool.Write(folder["in"], "pool", [.. records, .. records.Where((_, i) => i % 4 == 0)], 2);
        string result = WorkerProcess.Complete(Arguments("reference"));
        string[] counts = result.Split(' ');
        Assert.InRange(int.Parse(counts[0], CultureInfo.InvariantCulture), 1, int.Parse(counts[2], CultureInfo.InvariantCulture) - 1);
        SortedDictionary<string, string> expected = OutputSnapshot.Take(folder["reference"]);
        var random = new SeededRandom(seed);
        int kills = 0, starts = 0, completed = 0;
        string work = "killed-0";
        while (kills < Kills)
        {
            Assert.True(++starts <= 30, "The kills do not come about.");
            if (WorkerKill.TryKill(Arguments(work), result, line => line.StartsWith("phase ", StringComparison.Ordinal) ? "phase" : null, "phase", MaxSteps,
                ref random, out _))
            {
                kills++;
                continue;
            }
            OutputSnapshot.RequireEqual(expected, folder[work], $"Seed {seed}, after {kills} kills");
            work = $"killed-{++completed}";
        }
        Assert.Equal(result, WorkerProcess.Complete(Arguments(work)));
        OutputSnapshot.RequireEqual(expected, folder[work], $"Seed {seed}, after {kills} kills");
        log.WriteLine($"{kills} kills in {starts} starts, {completed + 1} runs completed and compared: {result}.");
    }
}
