namespace DataCuration.Mixing.Tests.Reweighting;

public sealed class NestedMixtureTests
{
    // The first stage of Llama-3-SynE: Chinese to English 2:8, and the kinds of text in each.
    private static NestedMixture SynE => new("all")
    {
        Parts =
        [
            new NestedMixture("zh", 2) { Parts = [new("web", 0.7), new("encyclopedia", 0.05), new("book", 0.2), new("qa", 0.05)] },
            new NestedMixture("en", 8)
            {
                Parts =
                [
                    new("web", 0.4), new("encyclopedia", 0.05), new("book", 0.15), new("qa", 0.05), new("paper", 0.1), new("math", 0.1), new("code", 0.15),
                ],
            },
        ],
    };

    [Fact]
    public void Flatten_TwoLevels_MultipliesFactors()
    {
        MixtureWeights weights = SynE.Flatten();
        Assert.Equal(11, weights.Names.Length);
        Assert.Equal(0.14, weights["zh/web"], 12);
        Assert.Equal(0.32, weights["en/web"], 12);
        Assert.Equal(0.12, weights["en/code"], 12);
        Assert.InRange(weights.Weights.Sum(), 1 - 1e-9, 1 + 1e-9);
    }

    [Fact]
    public void WithWeights_OneGroup_LeavesTheOthers()
    {
        MixtureWeights topics = TopicReweighting.Apply(MixtureWeights.Normalize(["web", "encyclopedia", "book", "qa"], [0.7, 0.05, 0.2, 0.05]),
            Losses(2, 2, 2, 2), Losses(2, 2, 3, 2), alpha: 1);
        MixtureWeights changed = SynE.WithWeights("zh", topics).Flatten();
        // The factor of books is 1 + 1 · 0.5: 0.3 of a sum of 1.1.
        Assert.Equal(0.2 * 0.3 / 1.1, changed["zh/book"], 12);
        Assert.Equal(0.2 * 0.7 / 1.1, changed["zh/web"], 12);
        Assert.Equal(SynE.Flatten()["en/code"], changed["en/code"], 12);
    }

    [Fact]
    public void WithWeights_OtherGroup_Throws()
    {
        Assert.Contains("'fr'", Assert.Throws<ArgumentException>(() => SynE.WithWeights("fr", new(["a"], [1]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SynE.WithWeights("zh", new(["a"], [1])));
        Assert.Throws<ArgumentException>(() => new NestedMixture("a/b"));
        Assert.Throws<ArgumentException>(() => new NestedMixture("a") { Parts = [new("b", 0)] }.Flatten());
    }

    [Fact]
    public void Apply_ImportanceAndAlpha_AreFactorsOfTheChange()
    {
        var weights = new MixtureWeights(["a", "b"], [0.5, 0.5]);
        var before = new Dictionary<string, double> { ["a"] = 4, ["b"] = 4 };
        var now = new Dictionary<string, double> { ["a"] = 5, ["b"] = 3 };
        var importance = new Dictionary<string, double> { ["a"] = 2, ["b"] = 1 };
        MixtureWeights changed = TopicReweighting.Apply(weights, before, now, alpha: 0.8, importance);
        Assert.Equal(1.4 / (1.4 + 0.8), changed["a"], 12); // 1 + 0.8 · 0.25 · 2 and 1 − 0.8 · 0.25 · 1
        ArgumentException error = Assert.Throws<ArgumentException>(() => TopicReweighting.Apply(weights, before, now, alpha: 4));
        Assert.Contains("smaller alpha", error.Message, StringComparison.Ordinal);
        Assert.Equal(weights, TopicReweighting.Apply(weights, before, now, alpha: 0));
    }

    private static Dictionary<string, double> Losses(double web, double encyclopedia, double book, double qa) =>
        new() { ["web"] = web, ["encyclopedia"] = encyclopedia, ["book"] = book, ["qa"] = qa };
}
