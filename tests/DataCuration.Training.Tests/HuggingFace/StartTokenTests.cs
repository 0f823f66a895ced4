using System.Text;
using DataCuration.Models;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

/// <summary>The token before a text: that of a checkpoint's tokenizer, or the end of a document.</summary>
public sealed class StartTokenTests : IDisposable
{
    private const int Begin = 258, End = 256;
    private const string Text = "aé中";

    private static readonly ModelConfiguration Llama = new()
    {
        Architecture = ModelArchitecture.Llama,
        VocabularySize = 260,
        Layers = 2,
        Width = 24,
        Heads = 2,
        KeyValueHeads = 1,
        HeadWidth = 12,
        FeedForwardWidth = 20,
        ContextLength = 16,
        BeginTokenId = Begin,
        EndTokenIds = [259],
    };

    private readonly TemporaryFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, null, Begin)]
    [InlineData("""{"add_bos_token":true}""", null, Begin)]
    [InlineData("""{"add_bos_token":false}""", null, End)]
    [InlineData("""{"add_bos_token":true}""", End, End)]
    [InlineData("""{"add_bos_token":false}""", 3, 3)]
    public void ScoreTokens_Checkpoint_GivesTheLossesAfterTheTokenizersStart(string? settings, int? chosen, int expected)
    {
        HuggingFaceReference reference = Write(settings);
        using TorchSharpModel model = TorchSharpModel.LoadHuggingFace(folder["m"], TrainingDevice.Cpu);
        Assert.Equal(settings is not null && settings.Contains("false", StringComparison.Ordinal) ? null : Begin, model.StartToken);
        TorchSharpLossScorer scorer = chosen is { } start ? new(model, ByteTokenEncoder.Instance) { StartToken = start }
            : new(model, ByteTokenEncoder.Instance);
        Assert.Equal(expected, scorer.StartToken);
        byte[] text = Encoding.UTF8.GetBytes(Text);
        List<TokenLoss> losses = [];
        scorer.ScoreTokens([text], [losses], CancellationToken.None);

        double[] plain = Losses(reference, expected, text);
        Assert.Equal(text.Select(value => (int)value), losses.Select(loss => loss.Token));
        for (int i = 0; i < plain.Length; i++) Assert.Equal(plain[i], losses[i].Nats, 1e-3);
        Assert.True(Math.Abs(Losses(reference, expected == End ? Begin : End, text).Sum() - plain.Sum()) > 0.1);
        EvaluationSet set = EvaluationSet.FromDocuments([new("a", Text)], ByteTokenEncoder.Instance).WithStartToken(expected);
        Assert.Equal(plain.Sum() / Math.Log(2) / text.Length, model.Evaluate(set).BitsPerByte, 1e-3);
    }

    [Fact]
    public void Describe_OtherStartToken_Differs()
    {
        Write(null);
        using TorchSharpModel model = TorchSharpModel.LoadHuggingFace(folder["m"], TrainingDevice.Cpu);
        folder.Write("m/tokenizer_config.json", """{"add_bos_token":false}""");
        using TorchSharpModel without = TorchSharpModel.LoadHuggingFace(folder["m"], TrainingDevice.Cpu);
        string begin = Of(new(model, ByteTokenEncoder.Instance)), plain = Of(new(without, ByteTokenEncoder.Instance));
        Assert.NotEqual(begin, plain);
        Assert.NotEqual(begin, Of(new(model, ByteTokenEncoder.Instance) { StartToken = 5 }));
        Assert.NotEqual(plain, Of(new(without, ByteTokenEncoder.Instance) { StartToken = 5 }));
        Assert.Equal(begin, Of(new(without, ByteTokenEncoder.Instance) { StartToken = Begin }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchSharpLossScorer(model, ByteTokenEncoder.Instance) { StartToken = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchSharpLossScorer(model, ByteTokenEncoder.Instance) { StartToken = 260 });

        static string Of(TorchSharpLossScorer scorer)
        {
            var writer = new FingerprintWriter();
            scorer.Describe(writer);
            return writer.ToFingerprint();
        }
    }

    [Fact]
    public void Generate_Checkpoint_ContinuesPromptsAfterTheTokenizersStart()
    {
        Write(null);
        using TorchSharpModel model = TorchSharpModel.LoadHuggingFace(folder["m"], TrainingDevice.Cpu);
        var options = new GenerationOptions { MaxNewTokens = 8 };
        GeneratedSequence fromText = model.Generate(["ab"], ByteTokenEncoder.Instance, options)[0];
        int[][] found = [.. new[] { Begin, End }.Select(start => model.Generate([new[] { start, 'a', 'b' }], options)[0].Tokens.ToArray())];
        Assert.NotEqual(found[0], found[1]);
        int shared = found[0].TakeWhile(token => token < End).Count(); // a text has the encoder's tokens only
        Assert.Equal(found[0].Take(shared), fromText.Tokens.Take(shared));
        Assert.NotEqual(found[1].Take(shared), fromText.Tokens.Take(shared));
    }

    /// <summary>The losses by a plain decoder in double precision.</summary>
    private static double[] Losses(HuggingFaceReference reference, int start, byte[] text)
    {
        double[][] logits = reference.Logits([start, .. text.SkipLast(1).Select(value => (int)value)]);
        return [.. text.Select((value, i) => Math.Log(logits[i].Sum(one => Math.Exp(one - logits[i].Max()))) + logits[i].Max() - logits[i][value])];
    }

    private HuggingFaceReference Write(string? settings)
    {
        var random = new SeededRandom(4);
        ModelTensor[] weights = [.. ModelTensors.List(Llama).Select(slot => ModelTensor.FromValues(slot.Name, slot.Shape,
            Enumerable.Range(0, (int)slot.Shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray()))];
        HuggingFaceFolder.Write(folder["m"], Llama, weights);
        if (settings is not null) folder.Write("m/tokenizer_config.json", settings);
        return new(Llama, weights.ToDictionary(tensor => tensor.Name, tensor => tensor.ToArray(), StringComparer.Ordinal));
    }
}
