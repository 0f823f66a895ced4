using System.Threading.Channels;
using DataCuration.LocalModels.Tests.Gguf;
using DataCuration.TestKit;
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

    /// <summary>With a large vocabulary, several threads choose the tokens. Draws among few tokens do not depend on the last bits of logits.</summary>
    [Fact]
    public async Task Add_LargeVocabulary_ChoosesTheSameTokensWithThreads()
    {
        using var folder = new TemporaryFolder();
        TinyLlama.Write(folder["large.gguf"], 128, [.. Enumerable.Range(0, 12_000).Select(i => ($"word{i}", 1))]);
        var parameters = new ModelParams(folder["large.gguf"])
        {
            ContextSize = 8 * 256,
            SeqMax = 8,
            KVUnified = false,
            Threads = 1,
            BatchThreads = 1,
            TypeK = GGMLType.GGML_TYPE_F32,
            TypeV = GGMLType.GGML_TYPE_F32,
            FlashAttention = false,
        };
        var answers = new List<string[]>();
        foreach (int threads in (int[])[1, 3])
        {
            LLamaWeights weights = LLamaWeights.LoadFromFile(parameters);
            using var worker = new SequenceWorker(weights, weights.CreateContext(parameters), 8, 64, threads);
            Sequence[] sequences = [.. Enumerable.Range(0, 8).Select(i =>
                new Sequence([1, 261 + i, 300], Settings with { Temperature = 0.7, TopK = 4 }, 128, null, TestContext.Current.CancellationToken))];
            foreach (Sequence sequence in sequences) worker.Add(sequence);
            answers.Add([.. (await Task.WhenAll(sequences.Select(sequence => sequence.Completion))).Select(answer => answer.Text)]);
        }
        Assert.Equal(answers[0], answers[1]);
        Assert.True(answers[0].Distinct().Count() > 5, "The answers must depend on the prompts.");
    }

    private sealed class BrokenWriter : ChannelWriter<string>
    {
        public override bool TryWrite(string item) => throw new IOException("the pipe is closed");

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(true);
    }
}
