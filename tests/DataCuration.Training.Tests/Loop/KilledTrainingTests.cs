using DataCuration.Experiments.Pretrain;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

/// <summary>A training in a process of its own, which signals end.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Steps = 80;
    private readonly TemporaryFolder folder = new();
    private readonly TokenShards tokens;

    public KilledTrainingTests() => tokens = TokenShardFolder.WriteTexts(folder.Combine("tokens"),
        Enumerable.Range(0, 60).Select(i => string.Concat(Enumerable.Repeat("the cat sat on the mat. ", 1 + i % 3))));

    public void Dispose()
    {
        tokens.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task PretrainAsync_KilledAndTerminated_ResumesToTheSameBits()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill.");
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var backend = new TorchSharpBackend();
        TrainingReport whole = await backend.PretrainAsync(tokens, PretrainCommand.RunModel, PretrainCommand.RunOptions(Steps, 0, folder.Combine("whole")),
            cancellationToken: cancellationToken);

        (int code, string last) = await RunUntil("step 12 ", "-KILL", cancellationToken);
        Assert.Equal(137, code);
        int killedAt = LastStep();
        Assert.True(killedAt >= 10 && killedAt % 5 == 0, $"the last checkpoint is of step {killedAt}");
        (code, last) = await RunUntil($"step {killedAt + 3} ", "-TERM", cancellationToken);
        Assert.Equal(143, code);
        Assert.Contains("run the same command again", last, StringComparison.Ordinal);
        int stoppedAt = LastStep();
        Assert.True(stoppedAt >= killedAt + 3, $"a checkpoint is written on SIGTERM; the last one is of step {stoppedAt}");

        TrainingReport resumed = await backend.PretrainAsync(tokens, PretrainCommand.RunModel, PretrainCommand.RunOptions(Steps, 5, folder.Combine("model")),
            cancellationToken: cancellationToken);
        Assert.Equal(stoppedAt, resumed.ResumedFrom);
        Assert.Equal(whole.Losses, resumed.Losses);
        foreach (string file in (string[])["model.safetensors", "optimizer.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole.ModelFolder!, file)), File.ReadAllBytes(Path.Combine(resumed.ModelFolder!, file)));
    }

    private int LastStep() => (int)CheckpointFolder.ReadManifest(CheckpointFolder.FindLatest(folder.Combine("model"))!).Step;

    private Task<(int ExitCode, string LastLine)> RunUntil(string line, string signal, CancellationToken cancellationToken) => SignaledProgram.RunUntil(
        ["pretrain", "run", tokens.Folder, folder.Combine("model"), "--steps", $"{Steps}", "--checkpoint-interval", "5"], line, signal, cancellationToken);
}
