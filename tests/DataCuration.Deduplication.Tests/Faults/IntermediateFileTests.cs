using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Faults;

/// <summary>Intermediate files of each deduplication: a damaged one is named and made again, and a full disk leaves nothing half-written.</summary>
public sealed class IntermediateFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    public static TheoryData<string> Names => [.. FaultyFits.Names];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fit_DamagedFileOfAPhase_IsNamedAndMadeAgain(string name)
    {
        Corpus corpus = FaultyFits.Write(folder.Inputs["in"]);
        CurationRun clean = folder.Run();
        string expected = await FaultyFits.RunAsync(name, corpus, clean);
        string[] phases = [.. clean.Reports.Select(report => report.Folder)];
        int damaged = 0;
        // datatrove's signature files are written for datatrove: no later phase reads them.
        int[] read = [.. Enumerable.Range(0, phases.Length - 1).Where(i => DataFiles(phases[i]).Any() && Path.GetFileName(phases[i]) != "signatures")];
        foreach (int i in (IEnumerable<int>)new SortedSet<int> { read[0], read[read.Length / 2], read[^1] })
        {
            string victim = DataFiles(phases[i]).MaxBy(path => new FileInfo(path).Length)!;
            byte[] before = File.ReadAllBytes(victim);
            byte[] wrong = damaged % 2 == 0 ? before[..(before.Length / 2)] : Flip(before);
            File.WriteAllBytes(victim, wrong);
            // What follows is gone, so that it reads the damaged file.
            foreach (string later in phases[(i + 1)..])
                if (Directory.Exists(later)) Directory.Delete(later, recursive: true);
            using var log = new LogCapture();
            string again = await FaultyFits.RunAsync(name, corpus, folder.Run(log: log));
            string what = $"{name}, {Path.GetRelativePath(folder.Work, victim)}";
            Assert.True(again == expected, $"{what}: another result.");
            Assert.True(log.Warnings.Any(warning => warning.Contains(Path.GetFileName(victim), StringComparison.Ordinal)
                && warning.Contains("done again", StringComparison.Ordinal)), $"{what}: not named in: {string.Join(" | ", log.Warnings)}");
            Assert.True(before.AsSpan().SequenceEqual(File.ReadAllBytes(victim)), $"{what}: not made again.");
            damaged++;
        }
        output.WriteLine($"{damaged} files of {phases.Length} phases were damaged.");
        Assert.True(damaged >= 2, "No file was damaged.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fit_FullDisk_LeavesNothingHalfWrittenAndIsCompletedLater(string name)
    {
        Corpus corpus = FaultyFits.Write(folder.Inputs["in"]);
        var enough = new FullDiskStore(long.MaxValue);
        string expected = await FaultyFits.RunAsync(name, corpus, Run("clean", enough));
        // Another part of the work for each deduplication.
        int part = 1 + (FaultyFits.Names.ToList().IndexOf(name) % 3);
        Exception failed = await Assert.ThrowsAnyAsync<Exception>(() =>
            FaultyFits.RunAsync(name, corpus, Run("full", new FullDiskStore(enough.Written * part / 4))));
        Assert.Contains("No space left on device", failed.ToString(), StringComparison.Ordinal);
        int files = 0;
        foreach (string file in Directory.EnumerateFiles(folder.Inputs["full"], "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(folder.Inputs["full"], file);
            Assert.DoesNotContain("/tmp/", relative, StringComparison.Ordinal);
            if (relative.Contains(".curation", StringComparison.Ordinal)) continue;
            Assert.True(File.ReadAllBytes(Path.Combine(folder.Inputs["clean"], relative)).AsSpan().SequenceEqual(File.ReadAllBytes(file)),
                $"{name}: '{relative}' is not complete.");
            files++;
        }
        output.WriteLine($"{files} files were complete when the disk was full.");
        Assert.Equal(expected, await FaultyFits.RunAsync(name, corpus, Run("full", LocalFileStore.Instance)));
    }

    private CurationRun Run(string work, IFileStore files) => folder.Run(options => options with { WorkDirectory = folder.Inputs[work], Files = files });

    private static IEnumerable<string> DataFiles(string phase) => !Directory.Exists(phase) ? []
        : Directory.EnumerateFiles(phase, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/.curation/", StringComparison.Ordinal) && new FileInfo(path).Length > 0).Order(StringComparer.Ordinal);

    private static byte[] Flip(byte[] bytes)
    {
        byte[] wrong = [.. bytes];
        wrong[wrong.Length / 3] ^= 0x80;
        return wrong;
    }
}
