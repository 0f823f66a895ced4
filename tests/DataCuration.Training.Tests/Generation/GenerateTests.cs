using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class GenerateTests
{
    public static TheoryData<int, bool, string> Forms => GenerationModels.Forms;

    [Theory]
    [MemberData(nameof(Forms))]
    public void Generate_WithAndWithoutCacheInBatchesAndAlone_GivesTheSameTokens(int keyValueHeads, bool tie, string addition)
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options(keyValueHeads, tie, addition));
        ReadOnlyMemory<int>[] prompts = GenerationModels.Prompts(11, model.Options);
        foreach (double temperature in (double[])[0, 1])
        {
            var options = new GenerationOptions { MaxNewTokens = 20, Temperature = temperature, Seed = 5, BatchSize = 4, Threads = 1 };
            if (temperature > 0) options = options with { StopTokens = [3, 5, 7, 9, 11] };
            string[] expected = Lines(model.Generate(prompts, options with { UseCache = false, BatchSize = 1 }));
            Assert.Equal(expected, Lines(model.Generate(prompts, options)));
            Assert.Equal(expected, Lines(model.Generate(prompts, options with { BatchSize = 1 })));
            Assert.Equal(expected, Lines(model.Generate(prompts, options with { BatchSize = 32 })));
            Assert.True(expected.Distinct().Count() > 8, "The sequences must depend on the prompts.");
            if (temperature > 0) Assert.Contains(expected, line => line.StartsWith(nameof(GenerationEnd.StopToken), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Generate_PromptsInAnotherOrder_GivesEachIdItsSequence()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options());
        ReadOnlyMemory<int>[] prompts = [.. Enumerable.Repeat(GenerationModels.Prompts(1, model.Options)[0], 9)];
        string[] ids = [.. Enumerable.Range(0, 9).Select(i => $"d{i}")];
        var options = new GenerationOptions { MaxNewTokens = 12, Temperature = 1, Seed = 3, Ids = ids, BatchSize = 4 };
        string[] all = Lines(model.Generate(prompts, options));
        Assert.Equal(9, all.Distinct().Count());
        string[] reversed = Lines(model.Generate(prompts, options with { Ids = [.. ids.Reverse()], BatchSize = 3 }));
        Assert.Equal(all, reversed.Reverse());
        Assert.Equal(all[4], Lines(model.Generate([prompts[4]], options with { Ids = ["d4"] }))[0]);
        Assert.NotEqual(all, Lines(model.Generate(prompts, options with { Seed = 4 })));
    }

    [Fact]
    public void Generate_TopKOfOne_IsGreedy()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options());
        ReadOnlyMemory<int>[] prompts = GenerationModels.Prompts(5, model.Options);
        var options = new GenerationOptions { MaxNewTokens = 15 };
        string[] greedy = Lines(model.Generate(prompts, options));
        Assert.Equal(greedy, Lines(model.Generate(prompts, options with { Temperature = 1.5, TopK = 1 })));
        Assert.Equal(greedy, Lines(model.Generate(prompts, options with { Temperature = 1.5, TopP = 1e-9 })));
        Assert.NotEqual(greedy, Lines(model.Generate(prompts, options with { Temperature = 1.5 })));
    }

    [Fact]
    public void Generate_ToTheEndOfTheContext_ChoosesTheBestTokenAtEachPosition()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options(context: 400));
        ReadOnlyMemory<int>[] prompts = GenerationModels.Prompts(2, model.Options);
        IReadOnlyList<GeneratedSequence> found = model.Generate(prompts, new GenerationOptions { MaxNewTokens = 10_000 });
        for (int i = 0; i < prompts.Length; i++)
        {
            Assert.Equal(GenerationEnd.ContextLength, found[i].End);
            Assert.Equal(400 - prompts[i].Length + 1, found[i].Tokens.Count);
            int[] all = [.. prompts[i].Span, .. found[i].Tokens];
            float[] logits = model.Logits(all.AsSpan(0, all.Length - 1));
            for (int at = 0; at < found[i].Tokens.Count; at++)
            {
                ReadOnlySpan<float> here = logits.AsSpan((prompts[i].Length - 1 + at) * model.Options.VocabularySize, model.Options.VocabularySize);
                Assert.InRange(here[TokenSampler.Greedy(here)] - here[found[i].Tokens[at]], 0, 1e-4);
            }
        }
    }

    [Fact]
    public void Generate_OneToken_HasTheModelsDistribution()
    {
        DecoderOptions form = GenerationModels.Options(vocabulary: 8);
        using TorchSharpModel model = GenerationModels.Model(form);
        int[] prompt = [1, 2, 3];
        const int Draws = 2_000;
        float[] logits = model.Logits(prompt)[^8..];
        var options = new GenerationOptions { MaxNewTokens = 1, Temperature = 2, Seed = 11, BatchSize = 500, Threads = 1 };
        IReadOnlyList<GeneratedSequence> found = model.Generate([.. Enumerable.Repeat(new ReadOnlyMemory<int>(prompt), Draws)], options);
        double[] weights = [.. logits.Select(logit => Math.Exp(logit / 2.0))];
        double statistic = 0;
        for (int token = 0; token < 8; token++)
        {
            double expected = Draws * weights[token] / weights.Sum();
            int count = found.Count(one => one.Tokens[0] == token);
            Assert.True(expected > 5, $"Token {token} is expected {expected} times, too few for the test.");
            statistic += (count - expected) * (count - expected) / expected;
        }
        Assert.True(statistic < 24.3, $"chi-square {statistic} with 7 degrees of freedom"); // the quantile of 0.999
    }

    [Fact]
    public void Generate_Canceled_StopsBetweenTokens()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options());
        using var source = new CancellationTokenSource();
        int received = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => model.Generate(GenerationModels.Prompts(3, model.Options), new() { MaxNewTokens = 50 },
            _ =>
            {
                if (++received == 10) source.Cancel();
            }, source.Token));
        Assert.InRange(received, 10, 12);
        Assert.Equal(3, model.Generate(GenerationModels.Prompts(3, model.Options), new() { MaxNewTokens = 5 }).Count);
    }

    [Fact]
    public void Generate_Callback_ReceivesEveryTokenInOrder()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options());
        var received = new List<int>[6];
        for (int i = 0; i < received.Length; i++) received[i] = [];
        IReadOnlyList<GeneratedSequence> found = model.Generate(GenerationModels.Prompts(6, model.Options), new() { MaxNewTokens = 9, BatchSize = 4 },
            token =>
            {
                Assert.Equal(received[token.Prompt].Count, token.Position);
                received[token.Prompt].Add(token.Token);
            });
        Assert.Equal(found.Select(one => string.Join(' ', one.Tokens)), received.Select(tokens => string.Join(' ', tokens)));
    }

    [Fact]
    public void Generate_WrongPrompts_AreRefusedByName()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options());
        AssertRefused("Prompt 1 has 0 tokens", [new[] { 1 }, ReadOnlyMemory<int>.Empty]);
        AssertRefused("Prompt 0 has 65 tokens; the model takes 1 to 64", [new int[65]]);
        AssertRefused("Prompt 0 has the token 40; the model has 40 tokens", [new[] { 40 }]);
        AssertRefused("StopTokens has the token 40; the model has 40 tokens", [new[] { 1 }], new() { StopTokens = [3, 40] });
        AssertRefused("There are 1 prompts, but 2 Ids", [new[] { 1 }], new() { Ids = ["a", "b"] });
        AssertRefused("StopStrings need prompts of text", [new[] { 1 }], new() { StopStrings = ["x"] });
        Assert.Empty(model.Generate(Array.Empty<ReadOnlyMemory<int>>()));

        void AssertRefused(string message, ReadOnlyMemory<int>[] prompts, GenerationOptions? options = null) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => model.Generate(prompts, options)).Message, StringComparison.Ordinal);
    }

    private static string[] Lines(IReadOnlyList<GeneratedSequence> sequences) =>
        [.. sequences.Select(one => $"{one.End}: {string.Join(' ', one.Tokens)}")];
}
