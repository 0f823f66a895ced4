using System.Text.Json;
using DataCuration.Experiments.Pretrain;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class TrainingSamplesTests : IDisposable
{
    private const int Steps = 30;
    private readonly TemporaryFolder folder = new();
    private readonly TokenShards tokens;

    public TrainingSamplesTests() => tokens = TokenShardFolder.WriteTexts(folder.Combine("tokens"), Enumerable.Repeat("the cat sat on the mat. ", 60));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        tokens.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task PretrainAsync_Samples_AreWrittenAtEvaluationsAndChangeNothing()
    {
        TrainingReport plain = await new TorchSharpBackend().PretrainAsync(tokens, PretrainCommand.RunModel, Options("plain"), HeldOut(),
            cancellationToken: Cancellation);
        var received = new List<TrainingSample>();
        TrainingReport sampled = await Backend(received).PretrainAsync(tokens, PretrainCommand.RunModel, Options("sampled"), HeldOut(),
            cancellationToken: Cancellation);
        Assert.Equal(plain.Losses, sampled.Losses);
        Assert.Equal(plain.Evaluations, sampled.Evaluations);
        Assert.Equal([10, 10, 20, 20, 30, 30], received.Select(sample => sample.Step));
        Assert.Equal(received.Select(sample => (sample.Step, sample.Prompt, sample.Text)), Logged());
        // The last ones are those of the finished model.
        using TorchSharpModel model = TorchSharpModel.Load(sampled.ModelFolder!, TrainingDevice.Cpu);
        IReadOnlyList<GeneratedSequence> expected = model.Generate(["the c", "a"], ByteTokenEncoder.Instance, new() { MaxNewTokens = 12 });
        Assert.Equal(expected.Select(one => one.Text), received.TakeLast(2).Select(sample => sample.Text));

        // A finished training that is started again repeats its last evaluation, and its log has each text once.
        await Backend(received).PretrainAsync(tokens, PretrainCommand.RunModel, Options("sampled"), HeldOut(), cancellationToken: Cancellation);
        Assert.Equal(8, received.Count);
        Assert.Equal(received.Take(6).Select(sample => (sample.Step, sample.Prompt, sample.Text)), Logged());
    }

    [Fact]
    public async Task PretrainAsync_SamplesThatDoNotFit_AreRefusedAtTheStart()
    {
        TorchSharpBackend backend = Backend([]);
        await Assert.ThrowsAsync<ArgumentException>(() => backend.PretrainAsync(tokens, PretrainCommand.RunModel, Options("m"), null, null, Cancellation));
        var longer = new TorchSharpBackend { Samples = new() { Prompts = [new string('x', 30)], Encoder = ByteTokenEncoder.Instance } };
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => longer.PretrainAsync(tokens, PretrainCommand.RunModel, Options("m"), HeldOut(), null, Cancellation));
        Assert.Contains("Prompt 0 has 31 tokens; the model takes 1 to 24", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TrainingSamples { Prompts = [], Encoder = ByteTokenEncoder.Instance });
    }

    private static TorchSharpBackend Backend(List<TrainingSample> received) => new()
    {
        Samples = new()
        {
            Prompts = ["the c", "a"],
            Encoder = ByteTokenEncoder.Instance,
            Generation = new() { MaxNewTokens = 12 },
            Progress = new Receiver(received),
        },
    };

    private static EvaluationSet HeldOut() => EvaluationSet.FromDocuments([new Document("d", "the mat sat on the cat")], ByteTokenEncoder.Instance);

    private TrainingOptions Options(string name) => PretrainCommand.RunOptions(Steps, 10, folder.Combine(name)) with
    {
        EvaluationInterval = 10,
        LogFolder = folder.Combine(name, "log"),
    };

    private (long Step, string Prompt, string Text)[] Logged() => [.. File.ReadLines(folder.Combine("sampled", "log", TrainingLog.FileName))
        .Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.TryGetProperty("sample", out _)).Select(line =>
            (line.GetProperty("step").GetInt64(), line.GetProperty("prompt").GetString()!, line.GetProperty("sample").GetString()!))];

    private sealed class Receiver(List<TrainingSample> received) : IProgress<TrainingSample>
    {
        public void Report(TrainingSample value) => received.Add(value);
    }
}
