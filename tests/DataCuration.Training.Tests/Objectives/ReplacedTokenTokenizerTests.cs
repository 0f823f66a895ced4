using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class ReplacedTokenTokenizerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Tokenize_Bigrams_ReplaceAtTheRateAndLabelWhatDiffers()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Combine("tokens"), ["abababac", "adad"]);
        NGramReplacer replacer = NGramReplacer.Count(shards);
        long total = 0, replaced = 0;
        for (int i = 0; i < 100; i++)
        {
            var document = new Document($"d{i}", string.Concat(Enumerable.Repeat("ab", 50)));
            int[] inputs = Run(new(ByteTokenEncoder.Instance, replacer), document);
            int[] labels = Run(new(ByteTokenEncoder.Instance, replacer) { Part = RowPart.Targets }, document);
            for (int at = 0; at < inputs.Length; at++)
            {
                Assert.Equal(inputs[at] == document.Utf8Text.Span[at] ? 0 : 1, labels[at]);
                // Only b, c and d follow a, and only a follows b.
                if (at % 2 == 0 && at > 0) Assert.Equal('a', inputs[at]);
                if (at % 2 == 1) Assert.Contains((char)inputs[at], "bcd");
            }
            total += inputs.Length;
            replaced += labels.Sum();
        }
        // Half of the chosen 15 % follow a; there b has 3 of 6 continuations.
        Assert.InRange((double)replaced / total, 0.15 / 4 - 0.01, 0.15 / 4 + 0.01);
        var random = new SeededRandom(1);
        var sampled = new int[600];
        NGramReplacer.Count(shards, order: 1).Replace(new int[600], [.. Enumerable.Range(0, 600)], sampled, ref random);
        Assert.InRange(sampled.Count(token => token == 'a') / 600.0, 0.42, 0.58); // 6 of 12 tokens; the standard deviation is 0.02
        Assert.DoesNotContain(256, sampled);
    }

    /// <summary>A decoder knows the end of a document too, and would place it in the middle of one.</summary>
    [Fact]
    public void Tokenize_ReplacerThatEndsDocuments_KeepsTheOriginal()
    {
        var document = new Document("d", new string('x', 60));
        Assert.All(Run(new(ByteTokenEncoder.Instance, new Ending()) { Rate = 0.5 }, document), token => Assert.Equal('x', token));
        Assert.All(Run(new(ByteTokenEncoder.Instance, new Ending()) { Rate = 0.5, Part = RowPart.Targets }, document), label => Assert.Equal(0, label));
    }

    [Fact]
    public async Task Tokenize_DecoderAsGenerator_SamplesItsDistribution()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Combine("tokens"), Enumerable.Repeat("abababababababababab", 20));
        var small = new DecoderOptions { Layers = 1, Width = 16, Heads = 2, KeyValueHeads = 2, FeedForwardWidth = 16, ContextLength = 8 };
        TrainingReport report = await new TorchSharpBackend().PretrainAsync(shards, small, new TrainingOptions
        {
            Steps = 60,
            WarmupSteps = 5,
            PeakLearningRate = 0.02,
            Device = TrainingDevice.Cpu,
            Threads = 1,
            CheckpointFolder = folder.Combine("model"),
        }, cancellationToken: TestContext.Current.CancellationToken);
        using TorchSharpModel model = TorchSharpModel.Load(report.ModelFolder!, TrainingDevice.Cpu);
        var replacer = new TorchSharpReplacer(model, ByteTokenEncoder.Instance) { Temperature = 0.5 };
        int[] tokens = [.. "ababababababababababab".Select(letter => (int)letter)], positions = [0, 3, 7, 8, 9, 17, 21], replacements = new int[7];
        var random = new SeededRandom(2);
        replacer.Replace(tokens, positions, replacements, ref random);
        Assert.Equal("abbabbb", new string([.. replacements.Select(token => (char)token)]));
        var document = new Document("d", "ababababab");
        Assert.Equal(Run(new(ByteTokenEncoder.Instance, replacer), document), Run(new(ByteTokenEncoder.Instance, replacer), document));
    }

    /// <summary>Vocabularies are padded to multiples of 64 and more. The logits of tokens that no text has are not small in an untrained model.</summary>
    [Fact]
    public void Tokenize_DecoderWithAPaddedVocabulary_DrawsTheEncodersTokens()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options(vocabulary: 2_000));
        var replacer = new TorchSharpReplacer(model, ByteTokenEncoder.Instance);
        int[] shown = Run(new(ByteTokenEncoder.Instance, replacer) { Rate = 0.9 }, new Document("d", new string('x', 100)));
        Assert.True(shown.Distinct().Count() > 5);
        Assert.All(shown, token => Assert.InRange(token, 0, ByteTokenEncoder.Instance.VocabularySize - 1));
    }

    private sealed class Ending : ITokenReplacer
    {
        public void Describe(FingerprintWriter writer) => writer.Add("kind", "ending");

        public void Replace(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<int> replacements, ref SeededRandom random) =>
            replacements.Fill(ByteTokenEncoder.Instance.EndOfDocument);
    }

    private static int[] Run(ReplacedTokenTokenizer tokenizer, Document document)
    {
        var tokens = new MaskedTokens();
        tokenizer.Tokenize(document, tokens);
        Assert.Equal([0, tokens.Count], tokens.Runs.ToArray());
        return tokens.Tokens.ToArray();
    }
}
