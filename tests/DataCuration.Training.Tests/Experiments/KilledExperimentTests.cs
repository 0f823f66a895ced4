using DataCuration.Experiments.Pretrain;
using DataCuration.TestKit;

namespace DataCuration.Training.Tests.Experiments;

/// <summary>A selection experiment in a process of its own, which is killed.</summary>
public sealed class KilledExperimentTests : IDisposable
{
    private const int Steps = 25;
    private readonly TemporaryFolder folder = new();
    private readonly TokenShards[] tokens;

    public KilledExperimentTests() => tokens = [Write("cats", "the cat sat on the mat. "), Write("dogs", "a dog ran to a log. ")];

    public void Dispose()
    {
        foreach (TokenShards shards in tokens) shards.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_KilledInASecondRun_ResumesToTheSameReport()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill.");
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        SelectionExperimentReport whole = await CompareCommand.RunAsync(folder.Combine("whole"), tokens, Steps, static _ => { }, cancellationToken);

        string[] arguments = ["pretrain", "compare", folder.Combine("e"), .. tokens.Select(shards => shards.Folder), "--steps", $"{Steps}"];
        (int code, _) = await SignaledProgram.RunUntil(arguments, "dogs-1: step 12 ", "-KILL", cancellationToken);
        Assert.Equal(137, code);
        Assert.True(File.Exists(folder.Combine("e/runs/cats-1/run.json")));
        Assert.False(File.Exists(folder.Combine("e/runs/dogs-1/run.json")));
        Assert.False(File.Exists(folder.Combine("e/report.json")));

        var progress = new List<ExperimentProgress>();
        SelectionExperimentReport resumed = await CompareCommand.RunAsync(folder.Combine("e"), tokens, Steps, progress.Add, cancellationToken);
        Assert.Equal([true, false, false, false], resumed.Runs.OrderBy(run => run.Seed).Select(run => run.WasFinished));
        // The training that was killed continues from its last checkpoint.
        Assert.InRange(progress.First(one => one.Run == "dogs-1").Training!.Step, 11, Steps);
        Assert.Equal(Timeless(whole).ToJson(), Timeless(resumed).ToJson());
        for (int i = 0; i < whole.Runs.Count; i++)
            foreach ((string set, EvaluationResult result) in whole.Runs[i].Evaluations)
                Assert.Equal(result.Documents, resumed.Runs[i].Evaluations[set].Documents);
    }

    private static SelectionExperimentReport Timeless(SelectionExperimentReport report) =>
        report with { Runs = [.. report.Runs.Select(run => run with { Seconds = 0, ModelFolder = null })] };

    private TokenShards Write(string name, string text) => TokenShardFolder.WriteTexts(folder.Combine(name),
        Enumerable.Range(0, 60).Select(i => string.Concat(Enumerable.Repeat(text, 1 + i % 3))));
}
