using System.Globalization;

namespace DataCuration.IntegrationTests;

/// <summary>
/// Acceptance: a program whose numbers change from run to run, killed at random moments and shared among ranks, ends with the bytes of a run from scratch.
/// </summary>
public sealed class ChangedWorkTests(ReferenceRun reference, ITestOutputHelper log)
{
    private static readonly string[] Changed = ["words=12", "select=120"];

    private SortedDictionary<string, string> Outputs(string work) => new(OutputSnapshot.Take(reference.Work(work))
        .Where(file => !file.Key.StartsWith("artifacts/", StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal);

    /// <summary>The artifacts of the numbers before stay: taking a change back must not cost a fit.</summary>
    private void RequireSame(string expected, string actual)
    {
        SortedDictionary<string, string> scratch = OutputSnapshot.Take(reference.Work(expected)), made = OutputSnapshot.Take(reference.Work(actual));
        Assert.Equal(Outputs(expected).Keys, Outputs(actual).Keys);
        foreach ((string name, string content) in scratch) Assert.True(made.TryGetValue(name, out string? other) && other == content, $"{name} differs.");
    }

    [Fact]
    public void Run_NumbersChangedAndKilledAtRandom_EndsAsFromScratch()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("DATACURATION_CHANGE_SEED") ?? "20261129", CultureInfo.InvariantCulture);
        log.WriteLine($"Seed {seed}: set DATACURATION_CHANGE_SEED to repeat it with another one.");
        var random = new SeededRandom(seed);
        string result = WorkerProcess.Complete([.. reference.Arguments("changed-scratch"), .. Changed]);
        Assert.NotEqual(reference.Result, result);
        // A complete run of other numbers is there, and every start changes the numbers or continues after a kill.
        Assert.Equal(reference.Result, WorkerProcess.Complete([.. reference.Arguments("changed"), "workers=2", "remake"]));
        int kills = 0;
        for (int start = 0; kills < 8; start++)
        {
            Assert.True(start < 40, "The kills do not come about.");
            string[] numbers = random.NextInt64(3) == 0 ? ["words=12"] : Changed;
            string expected = numbers.Length == 2 ? result : "";
            using WorkerProcess worker = WorkerProcess.Start([.. reference.Arguments("changed"), .. numbers, "workers=2", "remake"]);
            for (long steps = 1 + random.NextInt64(60); steps > 0 && worker.ReadLine() is not null; steps--)
            {
            }
            if (worker.Kill()) kills++;
            else if (expected.Length > 0) Assert.Equal(expected, worker.Result);
        }
        Assert.Equal(result, WorkerProcess.Complete([.. reference.Arguments("changed"), .. Changed, "workers=2", "remake"]));
        RequireSame("changed-scratch", "changed");
        log.WriteLine($"{kills} kills.");
    }

    [Fact]
    public void Run_NumbersChangedWithThreeRanks_EndsAsFromScratch()
    {
        string result = WorkerProcess.Complete([.. reference.Arguments("ranks-scratch"), .. Changed]);
        Assert.Equal(reference.Result, WorkerProcess.Complete([.. reference.Arguments("ranks-changed"), "workers=2", "remake"]));
        WorkerProcess[] ranks = [.. Enumerable.Range(0, 3)
            .Select(rank => WorkerProcess.Start([.. reference.Arguments("ranks-changed"), .. Changed, "remake", $"rank={rank}", "world=3"]))];
        foreach (WorkerProcess rank in ranks)
        {
            using (rank)
            {
                rank.ReadToEnd();
                Assert.Equal(result, rank.Result);
            }
        }
        RequireSame("ranks-scratch", "ranks-changed");
    }
}
