using DataCuration.TestKit;
using DataCuration.Training;

namespace DataCuration.Mixing.Tests.Search;

public sealed class TrainingMixtureEvaluatorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CountingTrainer trainer = new();
    private readonly Dictionary<string, TokenShards> shards;

    public TrainingMixtureEvaluatorTests() => shards = new()
    {
        ["vowels"] = TokenShardFolder.WriteTexts(folder["vowels"], Enumerable.Repeat("aeiou aeiou aeiou", 50)),
        ["digits"] = TokenShardFolder.WriteTexts(folder["digits"], Enumerable.Repeat("0123456789 0123456789", 50)),
    };

    public void Dispose()
    {
        foreach (TokenShards one in shards.Values) one.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Evaluate_MixtureNearTheHeldOutText_ScoresHigher()
    {
        TrainingMixtureEvaluator evaluator = Evaluator();
        double vowels = await evaluator.EvaluateAsync(new(["vowels", "digits"], [0.9, 0.1]), default);
        double digits = await evaluator.EvaluateAsync(new(["vowels", "digits"], [0, 1]), default);
        Assert.True(vowels > digits, FormattableString.Invariant($"{vowels} is not above {digits}."));
        Assert.Equal([1UL, 2UL, 1UL, 2UL], trainer.Trained.Select(options => options.Seed));
        Assert.Equal(4, trainer.Trained.Select(options => options.CheckpointFolder).Distinct().Count());
    }

    [Fact]
    public async Task Search_WithTrainings_FindsTheSourceOfTheHeldOutText()
    {
        MixtureSource[] sources = [.. shards.Select(one => new MixtureSource(one.Key, one.Value.TokenCount))];
        var options = new MixtureSearchOptions { Iterations = [6, 3], Candidates = 100, MinPool = 8, Regression = new QuadraticRidgeRegression() };
        MixtureSearchReport report = await new ClimbSearch(sources, Evaluator()) { Options = options }.RunAsync();
        double result = await Evaluator().EvaluateAsync(report.Result, default);
        double shares = await Evaluator().EvaluateAsync(MixtureWeights.FromTokens(sources), default);
        Assert.True(result > shares, FormattableString.Invariant($"{result} is not above {shares}."));
        Assert.InRange(report.Result["vowels"], 0.6, 1);
    }

    [Fact]
    public void Describe_OtherHeldOutText_Differs()
    {
        Assert.Equal(Fingerprint(Evaluator()), Fingerprint(Evaluator()));
        Assert.NotEqual(Fingerprint(Evaluator()), Fingerprint(Evaluator("aeiou!")));
        Assert.NotEqual(Fingerprint(Evaluator()), Fingerprint(Evaluator(steps: 3)));
    }

    /// <summary>A journal must not return the scores of another initial model, even at the same path.</summary>
    [Fact]
    public void Describe_OtherInitialModel_Differs()
    {
        string model = folder["initial"];
        Directory.CreateDirectory(model);
        File.WriteAllText(Path.Combine(model, "model.safetensors"), "one");
        string one = Fingerprint(Evaluator(initialModel: model));
        Assert.NotEqual(Fingerprint(Evaluator()), one);
        Assert.Equal(one, Fingerprint(Evaluator(initialModel: model)));
        File.WriteAllText(Path.Combine(model, "model.safetensors"), "two");
        Assert.NotEqual(one, Fingerprint(Evaluator(initialModel: model)));
        Assert.Contains("no initial model", Assert.Throws<DirectoryNotFoundException>(() => Fingerprint(Evaluator(initialModel: folder["none"]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_Patience_IsRefused()
    {
        TrainingMixtureEvaluator evaluator = Evaluator(patience: 2);
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => evaluator.EvaluateAsync(new(["vowels", "digits"], [1, 0]), default));
        Assert.Contains("Patience is 2, not 0", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Fingerprint(evaluator));
        Assert.Empty(trainer.Trained);
    }

    [Fact]
    public async Task Evaluate_SourceWithoutShards_NamesIt()
    {
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => Evaluator().EvaluateAsync(new(["web"], [1]), default));
        Assert.Contains("'web'", error.Message, StringComparison.Ordinal);
    }

    private static string Fingerprint(TrainingMixtureEvaluator evaluator)
    {
        var writer = new FingerprintWriter();
        evaluator.Describe(writer);
        return writer.ToFingerprint();
    }

    private TrainingMixtureEvaluator Evaluator(string heldOut = "aeiou", int steps = 2, string? initialModel = null, int patience = 0) =>
        new(trainer, shards, EvaluationSet.FromDocuments([new Document("held-out", heldOut)], ByteTokenEncoder.Instance))
        {
            Model = DecoderOptions.Tiny with { ContextLength = 32 },
            Training = new() { Steps = steps, BatchRows = 4, InitialModel = initialModel, Patience = patience },
            Seeds = [1, 2],
            Folder = folder["models"],
        };
}
