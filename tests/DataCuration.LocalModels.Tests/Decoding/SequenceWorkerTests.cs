using System.Threading.Channels;
using LLama;
using LLama.Common;
using LLama.Native;

namespace DataCuration.LocalModels.Tests.Decoding;

public sealed class SequenceWorkerTests
{
    private readonly LocalModel model;

    public SequenceWorkerTests(LocalModel model)
    {
        model.Require();
        this.model = model;
    }

    private static RequestSettings Settings => RequestSettings.From(new LocalModelOptions { ModelPath = "m", MaxOutputTokens = 4 }, null);

    [Fact]
    public async Task Add_AfterAnErrorOfTheThread_NamesTheError()
    {
        var parameters = new ModelParams(model.Path) { ContextSize = 512, SeqMax = 2, KVUnified = false };
        LLamaWeights weights = LLamaWeights.LoadFromFile(parameters);
        using var worker = new SequenceWorker(weights, weights.CreateContext(parameters), 2, 64, threads: 1);
        LLamaToken[] prompt = [1, 261, 262];
        var broken = new Sequence(prompt, Settings, 256, new BrokenWriter(), TestContext.Current.CancellationToken);
        var other = new Sequence(prompt, Settings, 256, null, TestContext.Current.CancellationToken);
        worker.Add(broken);
        LocalModelException error = await Assert.ThrowsAsync<LocalModelException>(() => broken.Completion);
        Assert.Contains("the pipe is closed", error.Message, StringComparison.Ordinal);
        // A request that came just before the end fails, and one after it is refused: both with the reason.
        error = await Assert.ThrowsAsync<LocalModelException>(async () =>
        {
            worker.Add(other);
            await other.Completion;
        });
        Assert.Contains("the pipe is closed", error.Message, StringComparison.Ordinal);
    }

    private sealed class BrokenWriter : ChannelWriter<string>
    {
        public override bool TryWrite(string item) => throw new IOException("the pipe is closed");

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(true);
    }
}
