using System.Globalization;
using DataCuration.TestKit;

namespace DataCuration.IntegrationTests;

/// <summary>Acceptance: a process is killed while calls of asynchronous stages run. After a resume, the bytes are those of an undisturbed run.</summary>
public sealed class CallsKillTests(ITestOutputHelper log) : IDisposable
{
    private const int Kills = 24;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string[] Arguments(string work, params string[] more) =>
        [$"input={Path.Combine(folder["in"], "*.jsonl")}", $"work={folder[work]}", "calls", "shard-bytes=16384", .. more];

    [Fact]
    public void Run_KilledWithCallsUnderWay_ResumesToTheSameBytes()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("DATACURATION_KILL_SEED") ?? "20261129", CultureInfo.InvariantCulture);
        log.WriteLine($"Seed {seed}: set DATACURATION_KILL_SEED to repeat it with another one.");
        Pool.Write(folder["in"], "pool", Pool.Records(1_000, seed: 3), 2);
        string result = WorkerProcess.Complete(Arguments("reference", "workers=1"));
        SortedDictionary<string, string> expected = OutputSnapshot.Take(folder["reference"]);
        foreach (string[] other in (string[][])[["workers=2"], ["workers=5"]])
        {
            Assert.Equal(result, WorkerProcess.Complete(Arguments(other[0], other)));
            OutputSnapshot.RequireEqual(expected, folder[other[0]], other[0]);
        }

        var random = new SeededRandom(seed);
        int kills = 0, starts = 0, completed = 0;
        string work = "killed-0";
        while (kills < Kills)
        {
            Assert.True(++starts <= 100, "The kills do not come about.");
            if (WorkerKill.TryKill(Arguments(work, "workers=2"), result, line => line.StartsWith("call ", StringComparison.Ordinal) ? "call"
                : null, "call", 400, ref random, out _))
            {
                kills++;
                continue;
            }
            OutputSnapshot.RequireEqual(expected, folder[work], $"Seed {seed}, after {kills} kills");
            work = $"killed-{++completed}";
        }
        Assert.Equal(result, WorkerProcess.Complete(Arguments(work, "workers=2")));
        OutputSnapshot.RequireEqual(expected, folder[work], $"Seed {seed}, after {kills} kills");
        log.WriteLine($"{kills} kills with calls under way, {completed + 1} runs completed and compared: {result}.");
    }
}
