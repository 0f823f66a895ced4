using CsCheck;
using DataCuration.TestKit;
using DataCuration.Training;

namespace DataCuration.Mixing.Tests;

public sealed class MixturePlanTests : IDisposable
{
    private static readonly DecoderOptions Model = DecoderOptions.Tiny with { ContextLength = 32 };
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, TokenShards> shards = [];

    public MixturePlanTests()
    {
        foreach ((string name, char letter, int length) in (ReadOnlySpan<(string, char, int)>)[("web", 'a', 90), ("books", '0', 300), ("code", '!', 40)])
            shards[name] = TokenShardFolder.WriteTexts(folder.Combine(name), Enumerable.Range(0, 300).Select(i => new string(letter, length + i % 7)));
    }

    private static MixturePlan Upsampled =>
        MixturePlan.FromRatios(("web", 7), ("books", 2), ("code", 1)).WithLastPhase(0.8, ("web", 1), ("books", 2), ("code", 2));

    public void Dispose()
    {
        foreach (TokenShards one in shards.Values) one.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void ToMixture_DomainUpsampling_HasTheSharesOfThePlan()
    {
        // Methods, section 8: {0 to 0.8: base, 0.8 to 1: up} over 1M tokens gives the shares of each phase to half a percent.
        TokenMixture mixture = Upsampled.ToMixture(shards);
        string[] names = [.. mixture.Parts.Select(part => Path.GetFileName(part.Shards.Folder))];
        Assert.Equal(["books", "code", "web"], names);
        var options = new TrainingOptions { Tokens = 1_000_000, BatchRows = 1 };
        var rows = new MixedRows(mixture, Model, options);
        long total = options.TotalRows(Model), change = (long)Math.Round(0.8 * total);
        Assert.InRange(total * 32, 1_000_000, 1_000_032);
        var tokens = new long[2, 3];
        var row = new TrainingRow(32);
        for (long i = 0; i < total; i++) tokens[i < change ? 0 : 1, rows.Read(i, row)] += row.Length;
        for (int phase = 0; phase < 2; phase++)
            for (int part = 0; part < 3; part++)
            {
                double share = tokens[phase, part] / (double)(tokens[phase, 0] + tokens[phase, 1] + tokens[phase, 2]);
                Assert.InRange(share - Upsampled.Phases[phase].Shares[names[part]], -0.005, 0.005);
            }
        MixtureBudget budget = Upsampled.ToBudget(1_000_000);
        for (int part = 0; part < 3; part++)
            Assert.InRange(tokens[0, part] + tokens[1, part] - budget.TotalQuotas[names[part]], -200, 200);
    }

    [Fact]
    public void LeaveOneOut_Plan_AgreesWithThatOfTheMixture()
    {
        IReadOnlyList<(string Left, MixturePlan Plan)> plans = Upsampled.LeaveOneOut();
        IReadOnlyList<TokenMixture> mixtures = Upsampled.ToMixture(shards).LeaveOneOut();
        Assert.Equal(["books", "code", "web"], plans.Select(plan => plan.Left));
        Assert.Equal(plans.Count, mixtures.Count);
        for (int i = 0; i < plans.Count; i++)
        {
            IReadOnlyList<double> weights = mixtures[i].Phases[^1].Weights!;
            IReadOnlyDictionary<string, double> shares = plans[i].Plan.Phases[^1].Shares;
            Assert.Equal(0, shares.GetValueOrDefault(plans[i].Left));
            Assert.Equal(1, shares.Values.Sum(), 1e-12);
            foreach ((string source, int part) in Upsampled.Sources.Select((source, part) => (source, part)))
                Assert.Equal(weights[part] / weights.Sum(), shares.GetValueOrDefault(source), 1e-12);
            Assert.Equal(Upsampled.Phases[0].Shares.OrderBy(share => share.Key), plans[i].Plan.Phases[0].Shares.OrderBy(share => share.Key));
        }
        Assert.Throws<InvalidOperationException>(() => MixturePlan.FromRatios(("web", 1)).LeaveOneOut());
    }

    /// <summary>The token shards of the whole plan serve all of its parts, also those of a source that only the last phase has.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LeaveOneOut_ToMixture_TakesTheSameShards(bool hasTwoPhases)
    {
        MixturePlan plan = hasTwoPhases ? MixturePlan.FromRatios(("web", 1)).WithLastPhase(0.8, ("web", 1), ("books", 2), ("code", 1))
            : MixturePlan.FromRatios(("web", 7), ("books", 2), ("code", 1));
        foreach ((string left, MixturePlan own) in plan.LeaveOneOut())
        {
            Assert.Equal(plan.Sources, own.Sources);
            Assert.Equal(0, own.Phases[^1].Shares[left]);
            TokenMixture mixture = own.ToMixture(shards);
            Assert.Equal(own.Sources.Where(source => own.ShareOf(source) > 0), mixture.Parts.Select(part => Path.GetFileName(part.Shards.Folder)));
            Assert.Equal(hasTwoPhases && left == "web", mixture.Parts.Any(part => Path.GetFileName(part.Shards.Folder) == left));
            Assert.Equal(0, own.ToBudget(1_000, shards.ToDictionary(one => one.Key, one => one.Value.TokenCount)).Sources
                .Single(source => source.Source == left).PhaseTokens[^1]);
        }
    }

    [Fact]
    public void ToMixture_ZeroShares_AreLeftOut()
    {
        MixturePlan plan = MixturePlan.FromRatios(("web", 3), ("books", 1), ("code", 0));
        TokenMixture mixture = plan.ToMixture(new Dictionary<string, TokenShards> { ["books"] = shards["books"], ["web"] = shards["web"] });
        Assert.Equal([0.25, 0.75], mixture.Parts.Select(part => part.Weight));
        Assert.Empty(mixture.Phases);
        var incomplete = new Dictionary<string, TokenShards> { ["web"] = shards["web"] };
        Assert.Contains("books", Assert.Throws<ArgumentException>(() => plan.ToMixture(incomplete)).Message, StringComparison.Ordinal);
        Assert.Contains("no source code", Assert.Throws<ArgumentException>(() => MixturePlan.FromRatios(("web", 3), ("books", 1)).ToMixture(shards)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FromWeights_SearchResult_IsCarriedOutExactly()
    {
        var weights = MixtureWeights.Normalize(["web", "code", "books"], [0.7, 0, 0.1]);
        MixturePlan plan = MixturePlan.FromWeights(weights);
        Assert.Equal(["books", "code", "web"], plan.Sources);
        Assert.All(plan.Sources, source => Assert.Equal(weights[source], plan.ShareOf(source)));
        TokenMixture mixture = plan.ToMixture(shards), direct = weights.ToTokenMixture(shards);
        Assert.Equal(direct.Parts.OrderBy(part => part.Weight).Select(part => (part.Shards, part.Weight)),
            mixture.Parts.OrderBy(part => part.Weight).Select(part => (part.Shards, part.Weight)));
        Assert.Equal(800, plan.ToBudget(800).Quotas.Values.Sum());
        Assert.Equal(0, plan.ToBudget(800).Quotas["code"]);
    }

    [Fact]
    public void ToBudget_SmallSource_WarnsAboutItsEpochs()
    {
        MixturePlan plan = MixturePlan.FromDomainShare("law", 0.25, "general");
        MixtureBudget budget = plan.ToBudget(1_000_003, new Dictionary<string, long> { ["law"] = 50_000, ["general"] = 187_501 });
        Assert.Equal(1_000_003, budget.Quotas.Values.Sum());
        Assert.Equal(750_002, budget.Quotas["general"]);
        Assert.Equal(4.00000, budget.Sources[0].Epochs!.Value, 1e-4);
        string warning = Assert.Single(budget.Warnings, text => text.Contains("law", StringComparison.Ordinal));
        Assert.Equal("'law' is read 5 times (250,001 tokens of 50,000), more than 4 times.", warning);
        Assert.Contains("| law | 25.00% | 250,001 | 50,000 | 5 |", budget.ToString().Replace(" %", "%", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Null(plan.ToBudget(10).Sources[0].Epochs);
        Assert.Single(plan.ToBudget(10, new Dictionary<string, long> { ["law"] = 0 }).Warnings);
    }

    /// <summary>"Law" for "law" would have no epochs and no warning.</summary>
    [Fact]
    public void ToBudget_SizeOfAnUnknownSource_IsRefused()
    {
        MixturePlan plan = MixturePlan.FromDomainShare("law", 0.25, "general");
        ArgumentException error = Assert.Throws<ArgumentException>(() => plan.ToBudget(10, new Dictionary<string, long> { ["Law"] = 1, ["general"] = 1 }));
        Assert.Contains("no source Law. It has: general, law.", error.Message, StringComparison.Ordinal);
        Assert.Equal("available", error.ParamName);
    }

    [Fact]
    public void Quotas_PhasesWithDifferentShares_AreRefused()
    {
        MixtureBudget budget = Upsampled.ToBudget(1_000);
        Assert.Contains("2 phases with different shares", Assert.Throws<InvalidOperationException>(() => budget.Quotas).Message, StringComparison.Ordinal);
        Assert.Equal([("books", 160L), ("code", 80), ("web", 560)], Sorted(budget.QuotasUntil(0)));
        Assert.Equal([("books", 240L), ("code", 160), ("web", 600)], Sorted(budget.QuotasUntil(1)));
        Assert.Equal(Sorted(budget.TotalQuotas), Sorted(budget.QuotasUntil(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => budget.QuotasUntil(2));
        Assert.Contains("| books | 24.00% | 240 | 160 | 80 |", budget.ToString().Replace(" %", "%", StringComparison.Ordinal), StringComparison.Ordinal);

        MixtureBudget alike = MixturePlan.FromRatios(("a", 1), ("b", 3)).WithLastPhase(0.5, ("a", 1), ("b", 3)).ToBudget(1_000);
        Assert.Equal([("a", 250L), ("b", 750)], Sorted(alike.Quotas));
        Assert.Equal(2, alike.PhaseCount);

        static IEnumerable<(string, long)> Sorted(IReadOnlyDictionary<string, long> quotas) =>
            quotas.OrderBy(quota => quota.Key, StringComparer.Ordinal).Select(quota => (quota.Key, quota.Value));
    }

    [Fact]
    public void ToBudget_AnyPlan_SumsToTheTokens() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 6], Gen.Double[0, 1].Array[1, 6], Gen.Double[0.01, 0.99], Gen.Long[0, 1L << 60])
        .Sample((first, second, from, tokens) =>
        {
            if (first.Sum() == 0 || second.Sum() == 0) return;
            MixturePlan plan = MixturePlan.FromRatios([.. first.Select((ratio, i) => ($"s{i}", ratio))])
                .WithLastPhase(from, [.. second.Select((ratio, i) => ($"s{i}", ratio))]);
            MixtureBudget budget = plan.ToBudget(tokens);
            Assert.Equal(tokens, budget.TotalQuotas.Values.Sum());
            Assert.Equal(budget.TotalQuotas, budget.QuotasUntil(budget.PhaseCount - 1));
            Assert.All(plan.Phases, phase => Assert.Equal(1, phase.Shares.Values.Sum(), MixturePlan.SumTolerance));
            foreach (SourceBudget source in budget.Sources)
            {
                Assert.Equal(source.Tokens, source.PhaseTokens.Sum());
                Assert.InRange(source.Tokens - source.Share * tokens, -2 - 1e-12 * tokens, 2 + 1e-12 * tokens);
            }
        }, iter: 300);

    [Fact]
    public void Load_SavedPlan_IsEqual()
    {
        string path = folder["plan.json"];
        Upsampled.Save(path);
        MixturePlan read = MixturePlan.Load(path);
        Assert.Equal(Upsampled.ToString(), read.ToString());
        Assert.Equal(File.ReadAllText(path), read.ToString());
        Assert.Equal([0.8, 1.0], read.Phases.Select(phase => phase.Until));
        // The order of dictionaries does not matter.
        MixturePlan turned = MixturePlan.FromRatios(("code", 1), ("books", 2), ("web", 7)).WithLastPhase(0.8, ("code", 2), ("books", 2), ("web", 1));
        Assert.Equal(read.ToString(), turned.ToString());
        Assert.Equal(read.ToMixture(shards).Fingerprint, turned.ToMixture(shards).Fingerprint);
    }

    [Theory]
    [InlineData("nothing", "not a mixture plan")]
    [InlineData("""{"format": 2, "phases": []}""", "format is 2")]
    [InlineData("""{"format": 1, "phases": []}""", "at least one phase")]
    [InlineData("""{"format": 1, "phases": [], "seed": 1}""", "unknown member 'seed'")]
    [InlineData("""{"format": 1}""", "lacks the member 'phases'")]
    [InlineData("""{"format": 1, "phases": [{"until": 1, "shares": {"a": 0.5, "b": 0.4}}]}""", "sum 0.9")]
    [InlineData("""{"format": 1, "phases": [{"until": 1, "shares": {"a": 1.5, "b": -0.5}}]}""", "share 1.5")]
    [InlineData("""{"format": 1, "phases": [{"until": 0.5, "shares": {"a": 1}}]}""", "ends at 0.5")]
    [InlineData("""{"format": 1, "phases": [{"until": 1, "share": {"a": 1}}]}""", "unknown member 'share'")]
    [InlineData("""{"format": 1, "phases": [{"until": 1, "shares": {"a": "1"}}]}""", "not a mixture plan")]
    [InlineData("""{"format": 1, "phases": [{"until": 1, "shares": {"a": 0.5, "a": 0.5}}]}""", "not a mixture plan")]
    [InlineData("""{"format": 1, "phases": [{"until": 1, "shares": {"": 1}}]}""", "without a name")]
    [InlineData("""[1]""", "not an object")]
    public void Load_WrongFile_IsRefused(string content, string message)
    {
        string path = folder.Write("wrong.json", content);
        string found = Assert.Throws<InvalidDataException>(() => MixturePlan.Load(path)).Message;
        Assert.Contains("wrong.json", found, StringComparison.Ordinal);
        Assert.Contains(message, found, StringComparison.Ordinal);
    }

    [Fact]
    public void FromRatios_WrongRatios_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => MixturePlan.FromRatios(("a", -1), ("b", 2)));
        Assert.Throws<ArgumentException>(() => MixturePlan.FromRatios(("a", 0)));
        Assert.Throws<ArgumentException>(() => MixturePlan.FromRatios(("a", 1), ("a", 1)));
        Assert.Throws<ArgumentException>(() => Upsampled.WithLastPhase(0.7, ("web", 1)));
        Assert.Throws<ArgumentException>(() => Upsampled.ShareOf("news"));
        Assert.Throws<ArgumentOutOfRangeException>(() => MixturePlan.FromDomainShare("a", 1.1, "b"));
        Assert.Throws<ArgumentException>(() => new MixturePlan([new() { Until = 1, Shares = new Dictionary<string, double> { ["a"] = 1 - 1e-8 } }]));
    }
}
