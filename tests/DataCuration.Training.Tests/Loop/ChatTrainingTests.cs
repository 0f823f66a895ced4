using DataCuration.TestKit;
using DataCuration.Tokenization;
using DataCuration.Training.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.Tests;

/// <summary>Supervised fine-tuning: rows of conversations with loss on answers only.</summary>
public sealed class ChatTrainingTests : IDisposable
{
    private static readonly DecoderOptions Model = new() { Layers = 1, Width = 16, Heads = 2, KeyValueHeads = 2, FeedForwardWidth = 16, ContextLength = 64 };
    private static readonly TrainingOptions Options = new()
    {
        Steps = 1,
        BatchRows = 1,
        WarmupSteps = 0,
        LossInterval = 1,
        Device = TrainingDevice.Cpu,
        Threads = 1,
        SeparateDocuments = true,
        Packing = RowPacking.BestFit,
    };

    private readonly TemporaryFolder folder = new();
    private readonly TokenShards tokens;

    public ChatTrainingTests()
    {
        var sink = new TokenShardSink(new ChatTokenizer(ByteTokenEncoder.Instance, ChatTemplate.Plain, new Dictionary<string, int>()));
        tokens = TokenShardFolder.Write(folder.Combine("chats"), [Pair("a", "What?", "A cat."), Pair("b", "Why?", "Because it is."), Pair("c", "Who?", "Me")],
            sink);
    }

    public void Dispose()
    {
        tokens.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Read_PackedRow_HasWeightOnAnswersAndTheirEnds()
    {
        var rows = new MixedRows(tokens, Model, Options);
        var row = new TrainingRow(Model.ContextLength);
        rows.Read(0, row);
        Assert.Equal(3, row.Documents.Count); // all in one row
        var answers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (RowDocument document in row.Documents)
        {
            int[] targets = row.Targets.Slice(document.Position, document.Length).ToArray();
            float[] weights = row.Weights.Slice(document.Position, document.Length).ToArray();
            answers.Add(new string([.. targets.Where((_, i) => weights[i] == 1).Select(token => token == 256 ? '.' : (char)token)]));
            Assert.All(weights, weight => Assert.True(weight is 0 or 1));
        }
        Assert.Equal(["A cat..", "Because it is..", "Me."], answers);
    }

    [Fact]
    public async Task PretrainAsync_FirstLoss_IsTheMeanOverAnswerTokens()
    {
        TrainingReport report = await new TorchSharpBackend().PretrainAsync(tokens, Model, Options, cancellationToken: TestContext.Current.CancellationToken);
        using var store = new ParameterStore(new ParameterLayout(Model), CPU, withGradients: false);
        store.Initialize(Options.Seed);
        var naive = new NaiveDecoder(Model, store);
        double sum = 0;
        int count = 0;
        foreach ((string prompt, string answer) in ((string, string)[])[("What?", "A cat."), ("Why?", "Because it is."), ("Who?", "Me")])
        {
            int[] text = [256, .. $"{prompt}\n\n{answer}".Select(letter => (int)letter), 256];
            double[][] logits = naive.Logits(text[..^1]);
            for (int at = prompt.Length + 2; at < text.Length - 1; at++, count++) sum += Math.Log(logits[at].Sum(Math.Exp)) - logits[at][text[at + 1]];
        }
        Assert.Equal(sum / count, report.Losses[0].Loss, 1e-4);
    }

    [Fact]
    public void Run_MaskedTargets_HaveNoGradient()
    {
        TorchNative.Select(TrainingDevice.Cpu);
        using DisposeScope scope = NewDisposeScope();
        using var store = new ParameterStore(new ParameterLayout(Model), CPU, withGradients: true);
        store.Initialize(1);
        using var decoder = new Decoder(Model, store);
        // A batch whose only target with weight is the last one of the first answer: other targets may be any token.
        float[] first = Gradient(store, decoder, 0), second = Gradient(store, decoder, 77);
        Assert.Equal(first, second);
        Assert.Contains(first, value => value != 0);
    }

    private float[] Gradient(ParameterStore store, Decoder decoder, int otherTarget)
    {
        var row = new TrainingRow(Model.ContextLength);
        new MixedRows(tokens, Model, Options).Read(0, row);
        long[] inputs = [.. row.Inputs.ToArray().Select(token => (long)token)];
        float[] weights = row.Weights.ToArray();
        long[] targets = [.. row.Targets.ToArray().Select((token, i) => weights[i] == 0 ? otherTarget : (long)token)];
        Tensor logits = decoder.Logits(tensor(inputs), new RowSegments(row.Documents.Select(document => document.Length)));
        Tensor losses = nn.functional.cross_entropy(logits, tensor(targets), reduction: nn.Reduction.None);
        store.Gradients!.zero_();
        losses.mul(tensor(weights)).sum().backward();
        return store.Gradients!.data<float>().ToArray();
    }

    private static Document Pair(string id, string prompt, string answer) => new Document(id, answer).With(new AnnotationKey<string>("prompt"), prompt);
}
