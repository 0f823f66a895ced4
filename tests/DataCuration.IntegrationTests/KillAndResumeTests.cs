using System.Globalization;

namespace DataCuration.IntegrationTests;

/// <summary>Acceptance: after kill -9 at 20 random moments and a resume, the bytes are those of an undisturbed run.</summary>
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
            // The kind with the fewest kills comes first; ties are random. If the work directory has no steps of that kind left, the run completes and is
            // compared.
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
        log.WriteLine($"{kills.Values.Sum()} kills before the end ({string.Join(", ", kills.Select(pair => $"{pair.Value} {pair.Key}"))}), {completed + 1} "
            + $"runs completed and compared.");
        Assert.True(kills.Values.Sum() >= 15 && kills.Values.Min() >= 3);

        string NextWork() => reference.Work($"killed-{completed}");
    }

    private bool TryKill(string work, string wanted, ref SeededRandom random, out string kind) =>
        WorkerKill.TryKill([.. reference.Arguments(Path.GetFileName(work)), "workers=2"], reference.Result, Kind, wanted, 6, ref random, out kind);

    private static string? Kind(string line)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) return null;
        string phase = line[(space + 1)..];
        bool isFit = phase.StartsWith("dsir-", StringComparison.Ordinal) || phase.StartsWith("kl-", StringComparison.Ordinal)
            || phase.StartsWith("random-", StringComparison.Ordinal);
        return line[..space] switch { "read" => "read", "phase" or "stage" => isFit ? "fit" : "write", _ => null };
    }
}
