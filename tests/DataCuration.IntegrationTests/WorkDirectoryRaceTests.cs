using System.Globalization;

namespace DataCuration.IntegrationTests;

/// <summary>
/// Acceptance: processes that share a work directory by mistake end with the same bytes or are refused. No process reports success with documents missing.
/// </summary>
public sealed class WorkDirectoryRaceTests(ReferenceRun reference, ITestOutputHelper log)
{
    /// <summary>The ranks with which the processes of a race start.</summary>
    private static readonly (string Name, string[] Ranks)[] Races =
    [
        ("one rank twice", ["rank=0 world=1", "rank=0 world=1"]),
        ("rank 0 of 2 twice", ["rank=0 world=2", "rank=0 world=2", "rank=1 world=2"]),
        ("rank 1 of 2 twice", ["rank=1 world=2", "rank=0 world=2", "rank=1 world=2"]),
        ("two numbers of ranks", ["rank=0 world=1", "rank=0 world=2", "rank=1 world=2"]),
    ];

    [Fact]
    public void Run_ProcessesInOneWorkDirectory_GiveTheSameBytesOrAreRefused()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("DATACURATION_RACE_SEED") ?? "20261129", CultureInfo.InvariantCulture);
        log.WriteLine($"Seed {seed}: set DATACURATION_RACE_SEED to repeat it with another one, and DATACURATION_RACES for more than 20 races.");
        int races = int.Parse(Environment.GetEnvironmentVariable("DATACURATION_RACES") ?? "20", CultureInfo.InvariantCulture);
        var random = new SeededRandom(seed);
        var first = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string hash) in reference.Outputs) if (name.StartsWith("plain/", StringComparison.Ordinal)) first.Add(name, hash);
        string expected = WorkerProcess.Complete([.. reference.Arguments("race-expected"), "only-first"]);
        int refused = 0, succeeded = 0, together = 0;
        for (int race = 0; race < races; race++)
        {
            bool whole = race % 20 == 9;
            // Every other race runs as on a file system without locks, where both processes do all of the work.
            bool locks = race % 2 == 0;
            (string name, string[] ranks) = Races[(int)random.NextInt64(Races.Length)];
            string work = $"race-{race}";
            var processes = new List<WorkerProcess>();
            try
            {
                foreach (string rank in ranks)
                {
                    string[] arguments = [.. reference.Arguments(work), .. rank.Split(' '), "workers=2", .. whole ? Array.Empty<string>() : ["only-first"]];
                    processes.Add(WorkerProcess.Start(null, arguments, locks));
                    Thread.Sleep((int)random.NextInt64(whole ? 1_500 : 250)); // a random distance is what a race is; nothing waits for it
                }
                var readers = processes.Select(process => new Thread(process.ReadToEnd)).ToList();
                readers.ForEach(reader => reader.Start());
                readers.ForEach(reader => Assert.True(reader.Join(TimeSpan.FromMinutes(3)), $"Race {race} ({name}): a process waits for ever."));
                int good = 0;
                foreach (WorkerProcess process in processes)
                {
                    string last = process.Lines.Count > 0 ? process.Lines[^1] : "";
                    if (process.ExitCode == 0)
                    {
                        Assert.Equal(whole ? reference.Result : expected, process.Result);
                        good++;
                        continue;
                    }
                    Assert.True(process.ExitCode == 1
                        && (last.Contains("is in use: rank", StringComparison.Ordinal) || last.Contains("another process", StringComparison.Ordinal)),
                        $"Race {race} ({name}): exit code {process.ExitCode}, {last}");
                    if (locks && last.Contains("is in use", StringComparison.Ordinal))
                        Assert.Matches(@"is already running as (process \d+ on .+ since|another process)", last);
                    refused++;
                }
                succeeded += good;
                if (good > 1) together++;
            }
            finally
            {
                processes.ForEach(process => process.Dispose());
            }
            // Whatever the race left, the next run alone ends with the same bytes.
            string result = WorkerProcess.Complete([.. reference.Arguments(work), .. whole ? Array.Empty<string>() : ["only-first"]]);
            Assert.Equal(whole ? reference.Result : expected, result);
            OutputSnapshot.RequireEqual(whole ? reference.Outputs
                : first, reference.Work(work), $"Seed {seed}, race {race} ({name}, {(locks ? "with" : "without")} locks)");
            Directory.Delete(reference.Work(work), recursive: true);
        }
        log.WriteLine($"{succeeded} processes succeeded, {refused} were refused; in {together} races more than one succeeded.");
        Assert.True(refused >= 1 && together >= 1);
    }
}
