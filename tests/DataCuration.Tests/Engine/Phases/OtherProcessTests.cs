using DataCuration.TestKit;

namespace DataCuration.Tests.Engine.Phases;

/// <summary>Tests of processes that no lock keeps out of the folder of another one.</summary>
public sealed class OtherProcessTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static TaskManifest Manifest(double seconds, params OutputFile[] outputs) =>
        new("recipe", [], 0, "source", 0, 1, DateTimeOffset.UnixEpoch, seconds, [], [.. outputs]);

    private static OutputFile Write(PhaseFolder phase, TaskOutput output, string name, string text)
    {
        using (Stream file = output.Output.CreateFile(name)) file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return Assert.Single(output.Commit(_ => false, isRepair: false, keepsEdited: false));
    }

    private static void Finish(PhaseFolder phase, TaskOutput output, double seconds, OutputFile file)
    {
        PhaseFolder.WriteAtomically(phase.Files, phase.ManifestPath(0), 0, Manifest(seconds, file).Serialize());
        output.MakeFinal();
    }

    [Fact]
    public void Attempt_FolderWithoutItsLockYet_StaysWhileItsProcessRuns()
    {
        PhaseFolder phase = PhaseFolder.Create(LocalFileStore.Instance, folder.Work);
        string[] parts = WriterName.Create(0).Split('-', 4);
        int running = OperatingSystem.IsWindows() ? 4 : 1; // the system's first process
        string Attempt(int process) => phase.AttemptFolder(0, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"1-{process}-1-{parts[3]}"));
        Directory.CreateDirectory(Attempt(running));
        Directory.CreateDirectory(Attempt(int.MaxValue));
        using (new TaskOutput(phase, 0, 0))
        {
            // Another process of this machine made its folder, and is about to lock it.
            Assert.True(Directory.Exists(Attempt(running)));
            Assert.False(Directory.Exists(Attempt(int.MaxValue)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commit_ManifestWrittenAfterTheDecision_KeepsTheFilesOfTheOtherProcess(bool keepsEdited)
    {
        PhaseFolder phase = PhaseFolder.Create(LocalFileStore.Instance, folder.Work);
        using (var first = new TaskOutput(phase, 0, 0)) Finish(phase, first, 1, Write(phase, first, "a.txt", "old"));
        using (var late = new TaskOutput(phase, 0, 0))
        {
            using (Stream file = late.Output.CreateFile("a.txt")) file.Write("late"u8);
            // Both processes found the old work to be replaced. The other one is faster, and its content is another one.
            FolderInUseException error = Assert.Throws<FolderInUseException>(() => late.Commit(_ =>
            {
                using var other = new TaskOutput(phase, 0, 0);
                Finish(phase, other, 2, Write(phase, other, "a.txt", "other"));
                return false;
            }, isRepair: false, keepsEdited));
            Assert.Contains("was replaced by another process", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal("other", File.ReadAllText(Path.Combine(folder.Work, "a.txt")));
        Assert.Equal(2, phase.ReadManifest(0)!.Seconds);
        Assert.False(Directory.Exists(Path.Combine(phase.State, "edited")));
    }

    [Fact]
    public void Commit_SameWorkDoneMeanwhile_LeavesTheFilesAndTheManifestOfTheOtherProcess()
    {
        PhaseFolder phase = PhaseFolder.Create(LocalFileStore.Instance, folder.Work);
        using (var late = new TaskOutput(phase, 0, 0))
        {
            using (Stream file = late.Output.CreateFile("a.txt")) file.Write("new"u8);
            using (var other = new TaskOutput(phase, 0, 0)) Finish(phase, other, 2, Write(phase, other, "a.txt", "new"));
            late.Commit(manifest => manifest?.Seconds == 2, isRepair: false, keepsEdited: true);
        }
        Assert.Equal(2, phase.ReadManifest(0)?.Seconds);
        Assert.Equal("new", File.ReadAllText(Path.Combine(folder.Work, "a.txt")));
    }

    [Fact]
    public void Commit_DamagedManifest_ReplacesTheFilesOfTheTask()
    {
        PhaseFolder phase = PhaseFolder.Create(LocalFileStore.Instance, folder.Work);
        using (var first = new TaskOutput(phase, 0, 0)) Finish(phase, first, 1, Write(phase, first, "a.txt", "old"));
        File.WriteAllText(phase.ManifestPath(0), "{");
        using (var second = new TaskOutput(phase, 0, 0)) Finish(phase, second, 2, Write(phase, second, "a.txt", "new"));
        Assert.Equal("new", File.ReadAllText(Path.Combine(folder.Work, "a.txt")));
        Assert.Equal(2, phase.ReadManifest(0)?.Seconds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fit_FileOfAFinishedPhaseRemoved_SaysThatAnotherProcessMayWorkHere(bool inStep)
    {
        Corpus corpus = Corpus.FromDocuments([new Document("a", "text")]);
        CurationRun run = folder.Run();
        Exception error = await Assert.ThrowsAnyAsync<CurationException>(() => corpus.FitAsync(new RemovedFileFit(inStep), run));
        var explained = Assert.IsType<FolderInUseException>(error);
        Assert.Matches("'.*list.txt' is gone: phase 'removed/write' of this run had it. Did another process work in this folder", explained.Message);
        Assert.IsType<FileNotFoundException>(explained.InnerException);
    }

    [Fact]
    public async Task Fit_FileThatNoPhaseWroteIsMissing_KeepsItsError()
    {
        Corpus corpus = Corpus.FromDocuments([new Document("a", "text")]);
        await Assert.ThrowsAsync<FileNotFoundException>(() => corpus.FitAsync(new RemovedFileFit(inStep: false, "other.txt"), folder.Run()));
    }

    /// <summary>A fit that reads a file which is removed after its check.</summary>
    private sealed class RemovedFileFit(bool inStep, string read = "list.txt") : CorpusFit<string>
    {
        public override string Name => "removed";

        protected internal override void Describe(FingerprintWriter writer) => writer.Add("read", read);

        protected internal override async Task<string> FitAsync(FitScope scope, CancellationToken cancellationToken)
        {
            PhaseFiles files = await scope.FinishAsync("write", async (output, token) =>
            {
                await using Stream file = output.CreateFile("list.txt");
                await file.WriteAsync("text"u8.ToArray(), token);
            }, cancellationToken);
            string path = files.FindFile("list.txt")!;
            File.Delete(path);
            path = Path.Combine(Path.GetDirectoryName(path)!, read);
            if (inStep) await scope.FinishAsync("read", (_, token) => File.ReadAllTextAsync(path, token), cancellationToken);
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
    }
}
