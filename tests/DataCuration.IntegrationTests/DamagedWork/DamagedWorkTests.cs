using System.Globalization;
using DataCuration.TestKit;

namespace DataCuration.IntegrationTests.DamagedWork;

/// <summary>
/// Acceptance: every intermediate file of every fit, damaged at random 200 times. A run that continues gives the result of an undamaged one, or an error that
/// names a file. It never gives another selection.
/// </summary>
public sealed class DamagedWorkTests(ITestOutputHelper log)
{
    private const int Rounds = 200;

    [Fact]
    public async Task Run_FilesDamagedAtRandom_GivesTheSameResultOrNamesTheFile()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("DATACURATION_DAMAGE_SEED") ?? "20261129", CultureInfo.InvariantCulture);
        log.WriteLine($"Seed {seed}: set DATACURATION_DAMAGE_SEED to repeat it with another one.");
        var random = new SeededRandom(seed);
        using var folder = new TemporaryFolder();
        Corpus pool = DamageScenario.Pool(folder["in"]);
        var clean = new Dictionary<string, (string Result, string[] Phases)>(StringComparer.Ordinal);
        foreach (DamageScenario scenario in DamageScenario.All)
        {
            using CurationRun run = Open(folder[$"clean/{scenario.Name}"]);
            string result = await scenario.RunAsync(pool, run);
            clean.Add(scenario.Name, (result, [.. run.Reports.Select(report => Path.GetRelativePath(run.Options.WorkDirectory, report.Folder))]));
        }
        int damaged = 0, refused = 0;
        var extensions = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int round = 0; damaged < Rounds; round++)
        {
            Assert.True(round < 3 * Rounds, "The damage does not come about.");
            DamageScenario scenario = DamageScenario.All[round % DamageScenario.All.Length];
            (string expected, string[] phases) = clean[scenario.Name];
            string work = folder["damaged"];
            Copy(folder[$"clean/{scenario.Name}"], work);
            string[] files = [.. Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories)
                .Where(path => !path.Contains("/ranks/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            string victim = files[random.NextInt64(files.Length)];
            string? kind = FileDamage.Apply(victim, files, ref random);
            if (kind is not null)
            {
                damaged++;
                string removed = RemoveLater(work, victim, phases, ref random);
                string what = $"Seed {seed}, round {round}, {scenario.Name}: {kind} of '{Path.GetRelativePath(work, victim)}', {removed}";
                extensions[Path.GetExtension(victim)] = extensions.GetValueOrDefault(Path.GetExtension(victim)) + 1;
                if (await IsRefusedAsync(scenario, pool, work, expected, what)) refused++;
            }
            Directory.Delete(work, recursive: true);
        }
        log.WriteLine($"{damaged} damages ({string.Join(", ", extensions.Select(pair => $"{pair.Value} {pair.Key}"))}): {damaged - refused} mended, "
            + $"{refused} refused.");
        Assert.True(refused < damaged / 4, $"{refused} of {damaged} were refused: damaged files should be made again.");
    }

    private static CurationRun Open(string work) => new(new RunOptions { WorkDirectory = work, MaxParallelShards = 2 });

    private async Task<bool> IsRefusedAsync(DamageScenario scenario, Corpus pool, string work, string expected, string what)
    {
        try
        {
            using CurationRun run = Open(work);
            string result = await scenario.RunAsync(pool, run);
            Assert.True(result == expected, $"{what}: another result, with success.");
            return false;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.True(e is CurationException or InvalidDataException && e.Message.Contains(work, StringComparison.Ordinal),
                $"{what}: {e.GetType().Name} does not name a file: {e}");
            log.WriteLine($"{what}: {e.GetType().Name}: {e.Message}");
            return true;
        }
    }

    /// <summary>Removes all, some or none of the phases that follow the damaged one.</summary>
    private static string RemoveLater(string work, string victim, string[] phases, ref SeededRandom random)
    {
        int own = Array.FindLastIndex(phases, phase => victim.StartsWith(Path.Combine(work, phase) + "/", StringComparison.Ordinal));
        string[] modes = ["all that follows removed", "all that follows removed", "a part of what follows removed", "nothing removed"];
        string mode = modes[random.NextInt64(modes.Length)];
        for (int i = own + 1; i < phases.Length; i++)
        {
            bool remove = mode[0] == 'a' && (mode.StartsWith("all", StringComparison.Ordinal) || random.NextInt64(2) == 0);
            string path = Path.Combine(work, phases[i]);
            if (remove && Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }
        return mode;
    }

    private static void Copy(string from, string to)
    {
        foreach (string path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
