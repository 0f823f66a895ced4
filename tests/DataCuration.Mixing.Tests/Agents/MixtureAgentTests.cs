using DataCuration.TestKit;
using DataCuration.Training;

namespace DataCuration.Mixing.Tests.Agents;

public sealed class MixtureAgentTests : IDisposable
{
    private static readonly string[] Names = ["web", "math"];
    private static readonly MixtureWeights Even = new(Names, [0.5, 0.5]), Math8 = new(Names, [0.2, 0.8]);
    private readonly TemporaryFolder folder = new();

    private string Log => folder["trajectory.jsonl"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_StepSchedule_ChangesTheMixtureAtTheStep()
    {
        var policy = new StepSchedulePolicy((0, Even), (3, Math8));
        MixtureTrajectory trajectory = await Run(policy, 5);
        Assert.Equal([Even, Even, Even, Math8, Math8], trajectory.Steps.Select(step => step.Weights));
        Assert.All(trajectory.Steps, step => Assert.InRange(step.Weights.Weights.Sum(), 1 - 1e-9, 1 + 1e-9));
        Assert.Throws<ArgumentException>(() => new StepSchedulePolicy((1, Even)));
        Assert.Throws<ArgumentException>(() => new StepSchedulePolicy((0, Even), (0, Math8)));
    }

    /// <summary>The log would refuse the step, after its training.</summary>
    [Fact]
    public void StepSchedule_MixturesOfOtherSources_AreRefused() => Assert.Contains("Mixture 1 has the sources a, c",
        Assert.Throws<ArgumentException>(() => new StepSchedulePolicy((0, new(["a", "b"], [1, 0])), (5, new(["a", "c"], [1, 0])))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task Run_TrainingWithATimeLimitOfItsOwn_IsAnErrorWithTheStep()
    {
        var policy = new StepSchedulePolicy((0, Even), (3, Math8));
        using MixtureTrajectoryLog log = MixtureTrajectoryLog.Open(Log, Names, policy.Name);
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => MixtureAgent.RunAsync(policy, 5,
            (step, weights, stop) => step < 2 ? Train(step, weights, stop) : throw new TaskCanceledException("no answer in 100 s"), log));
        Assert.Contains("step 2 with the mixture web 0.5, math 0.5 was cancelled, and not by the caller", error.Message, StringComparison.Ordinal);
        Assert.Contains("no answer in 100 s", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, log.Steps.Count);

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MixtureAgent.RunAsync(policy, 5, async (_, _, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            return new Dictionary<string, double>();
        }, log, stop.Token));
    }

    [Fact]
    public async Task Replay_OfALog_GivesTheSameMixtures()
    {
        MixtureTrajectory first = await Run(new StepSchedulePolicy((0, MixtureWeights.Normalize(Names, [1, 2])), (2, Math8)), 4);
        var replay = new ReplayPolicy(MixtureTrajectoryLog.Read(Log));
        using MixtureTrajectoryLog other = MixtureTrajectoryLog.Open(folder["replay.jsonl"], Names, replay.Name);
        MixtureTrajectory second = await MixtureAgent.RunAsync(replay, 4, Train, other);
        Assert.Equal(first.Steps.Select(step => step.Weights), second.Steps.Select(step => step.Weights));
        Assert.Throws<InvalidOperationException>(() => replay.Next(second.Steps));
    }

    /// <summary>Equal mixtures are not enough: the batches of a training must be equal too.</summary>
    [Fact]
    public async Task Replay_OfALog_GivesTheSameBatches()
    {
        using TokenShards web = TokenShardFolder.WriteTexts(folder["web"], Enumerable.Range(0, 40).Select(i => $"text {i} of the web")),
            math = TokenShardFolder.WriteTexts(folder["math"], Enumerable.Range(0, 40).Select(i => $"{i} + 1 = {i + 1}"));
        var shards = new Dictionary<string, TokenShards> { ["web"] = web, ["math"] = math };
        MixtureTrajectory first = await Run(new StepSchedulePolicy((0, MixtureWeights.Normalize(Names, [1, 2])), (2, Math8)), 4);
        var replay = new ReplayPolicy(MixtureTrajectoryLog.Read(Log));
        using MixtureTrajectoryLog other = MixtureTrajectoryLog.Open(folder["replay.jsonl"], Names, replay.Name);
        MixtureTrajectory second = await MixtureAgent.RunAsync(replay, 4, Train, other);
        int[] batches = Batches(first);
        Assert.Equal(batches, Batches(second));
        using MixtureTrajectoryLog evenLog = MixtureTrajectoryLog.Open(folder["even.jsonl"], Names, "step schedule");
        Assert.NotEqual(batches, Batches(await MixtureAgent.RunAsync(new StepSchedulePolicy((0, Even)), 4, Train, evenLog)));

        int[] Batches(MixtureTrajectory trajectory)
        {
            DecoderOptions model = DecoderOptions.Tiny with { ContextLength = 32 };
            TrainingOptions options = new() { Steps = 4, BatchRows = 4, Seed = 3 };
            var rows = new MixedRows(trajectory.ToTokenMixture(shards), model, options);
            var row = new TrainingRow(model.ContextLength);
            var tokens = new List<int>();
            for (long i = 0; i < options.TotalRows(model); i++)
            {
                rows.Read(i, row);
                for (int at = 0; at < row.Length; at++) tokens.Add(row.Targets[at]);
            }
            return [.. tokens];
        }
    }

    [Fact]
    public async Task Run_LogCutInALine_ContinuesToTheSameSteps()
    {
        var policy = new StepSchedulePolicy((0, Even), (3, Math8));
        await Run(policy, 5);
        byte[] whole = File.ReadAllBytes(Log);
        File.WriteAllBytes(Log, whole[..^9]);
        await Run(policy, 5);
        Assert.Equal(whole, File.ReadAllBytes(Log));
    }

    [Fact]
    public async Task Run_LogOfAnotherSchedule_IsRefused()
    {
        await Run(new StepSchedulePolicy((0, Even), (2, Math8)), 3);
        byte[] before = File.ReadAllBytes(Log);
        ResumeMismatchException error = await Assert.ThrowsAsync<ResumeMismatchException>(() => Run(new StepSchedulePolicy((0, Even)), 5));
        Assert.Contains("Step 2 of the log has the mixture web 0.2, math 0.8, and the policy 'step schedule' gives web 0.5, math 0.5", error.Message,
            StringComparison.Ordinal);
        await Assert.ThrowsAsync<ResumeMismatchException>(() => Run(new StepSchedulePolicy((0, Math8)), 3));
        Assert.Equal(before, File.ReadAllBytes(Log));
        // Steps that are not reached yet may change.
        Assert.Equal(5, (await Run(new StepSchedulePolicy((0, Even), (2, Math8), (4, Even)), 5)).Steps.Count);
    }

    [Fact]
    public async Task Open_OtherSourcesOrPolicy_IsRefused()
    {
        await Run(new StepSchedulePolicy((0, Even)), 2);
        Assert.Throws<ResumeMismatchException>(() => MixtureTrajectoryLog.Open(Log, ["web", "code"], "step schedule"));
        Assert.Throws<ResumeMismatchException>(() => MixtureTrajectoryLog.Open(Log, Names, "another"));
    }

    [Fact]
    public void Append_StepThatDoesNotFollow_IsRefused()
    {
        using MixtureTrajectoryLog log = MixtureTrajectoryLog.Open(Log, Names, "test");
        log.Append(Step(0, Even, 1));
        ArgumentException error = Assert.Throws<ArgumentException>(() => log.Append(Step(2, Even, 1)));
        Assert.Contains("Step 2 is in the place of step 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => log.Append(Step(1, new(["web", "code"], [0.5, 0.5]), 1)));
        Assert.Throws<ArgumentException>(() => log.Append(Step(1, Even, double.NaN)));
        Assert.Throws<ArgumentException>(() => log.Append(new() { Step = 1, Weights = Even, Feedback = new Dictionary<string, double> { ["other"] = 1 } }));
        Assert.Single(log.Steps);
    }

    [Fact]
    public async Task Read_LineThatBreaksTheSchema_NamesIt()
    {
        await Run(new StepSchedulePolicy((0, Even)), 3);
        string[] lines = File.ReadAllLines(Log);
        File.WriteAllText(Log, string.Join('\n', lines[0], lines[1], lines[3], ""));
        Assert.Contains("Line 3", Assert.Throws<InvalidDataException>(() => MixtureTrajectoryLog.Read(Log)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToTokenMixture_Steps_ArePhases()
    {
        using TokenShards web = TokenShardFolder.WriteTexts(folder["web"], ["text of the web"]), math = TokenShardFolder.WriteTexts(folder["math"], ["1 + 1"]);
        var trajectory = new MixtureTrajectory([Step(0, Even, 1), Step(1, Even, 1), Step(2, Math8, 1), Step(3, Even, 1)]);
        TokenMixture mixture = trajectory.ToTokenMixture(new Dictionary<string, TokenShards> { ["web"] = web, ["math"] = math });
        Assert.Equal([0.5, 0.75, 1], mixture.Phases.Select(phase => phase.Until));
        Assert.Equal([0.2, 0.8], mixture.Phases[1].Weights!);
        Assert.Equal(0.575, mixture.Parts[1].Weight, 12);
        // A source without weight needs no shards.
        var single = new MixtureTrajectory([Step(0, new(Names, [1, 0]), 1)]);
        Assert.Single(single.ToTokenMixture(new Dictionary<string, TokenShards> { ["web"] = web }).Parts);
        Assert.Throws<ArgumentException>(() => trajectory.ToTokenMixture(new Dictionary<string, TokenShards> { ["web"] = web }));
    }

    private static MixtureStep Step(int number, MixtureWeights weights, double score) =>
        new() { Step = number, Weights = weights, Feedback = new Dictionary<string, double> { ["mmlu"] = score } };

    private static Task<IReadOnlyDictionary<string, double>> Train(int step, MixtureWeights weights, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, double>>(new Dictionary<string, double> { ["mmlu"] = step + weights["web"] });

    private async Task<MixtureTrajectory> Run(StepSchedulePolicy policy, int steps)
    {
        using MixtureTrajectoryLog log = MixtureTrajectoryLog.Open(Log, Names, policy.Name);
        return await MixtureAgent.RunAsync(policy, steps, Train, log);
    }
}
