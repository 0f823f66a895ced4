using DataCuration.TestKit;

namespace DataCuration.Training.Tests;

public sealed class MixturePhasesTests : IDisposable
{
    private static readonly DecoderOptions Model = DecoderOptions.Tiny with { ContextLength = 16 };
    private readonly TemporaryFolder folder = new();
    private readonly TokenShards web;
    private readonly TokenShards books;
    private readonly TokenShards code;

    public MixturePhasesTests()
    {
        web = Write("web", 'a', i => 20 + i % 7);
        books = Write("books", '0', i => 4 + i % 3);
        code = Write("code", '!', i => 9 + i % 5);
    }

    public void Dispose()
    {
        web.Dispose();
        books.Dispose();
        code.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(RowPacking.Stream)]
    [InlineData(RowPacking.BestFit)]
    public void Read_DomainUpsampling_KeepsTheSharesOfEveryPhase(RowPacking packing)
    {
        var options = new TrainingOptions { Steps = 2_000, BatchRows = 4, Packing = packing };
        TokenMixture mixture = Upsampled();
        var rows = new MixedRows(mixture, Model, options);
        long total = options.TotalRows(Model);
        long change = total * 8 / 10;
        var tokens = new long[3];
        var row = new TrainingRow(16);
        var before = new long[3];
        for (long i = 0; i < total; i++)
        {
            if (i == change) tokens.CopyTo(before, 0);
            tokens[rows.Read(i, row)] += row.Length;
            // At any point that is not at the very start of a phase, the tokens of the phase have its shares.
            if (i >= 800 && i < change && i % 97 == 0) CheckShares(tokens, [0.7, 0.2, 0.1]);
            if (i >= change + 800 && i % 97 == 0) CheckShares([.. tokens.Select((count, part) => count - before[part])], [0.25, 0.75, 0]);
        }
        Assert.Equal(before[2], tokens[2]);

        static void CheckShares(long[] counts, double[] shares)
        {
            for (int part = 0; part < 3; part++) Assert.InRange((double)counts[part] / counts.Sum() - shares[part], -0.005, 0.005);
        }
    }

    [Fact]
    public void CountRows_Phases_NumberTheRowsOfEachSetWithoutGaps()
    {
        var schedule = new MixtureSchedule([(50, [3, 1, 0]), (80, [0, 1, 1]), (100, [1, 1, 1])]);
        var next = new long[3];
        for (long row = 0; row < 150; row++)
        {
            for (int part = 0; part < 3; part++) Assert.Equal(next[part], schedule.Count(part, row));
            (int chosen, long own) = schedule.Locate(row);
            Assert.Equal(next[chosen]++, own);
            if (row < 50) Assert.NotEqual(2, chosen);
            if (row is >= 50 and < 80) Assert.NotEqual(0, chosen);
        }
    }

    [Fact]
    public void LeaveOneOut_TwoSetsInTheLastPhase_GivesTwoPlans()
    {
        IReadOnlyList<TokenMixture> plans = Upsampled().LeaveOneOut();
        Assert.Equal(2, plans.Count);
        Assert.Equal([0.0, 3.0, 0.0], plans[0].Phases[1].Weights!);
        Assert.Equal([1.0, 0.0, 0.0], plans[1].Phases[1].Weights!);
        Assert.Equal(3, plans.Append(Upsampled()).Select(plan => plan.Fingerprint).Distinct(StringComparer.Ordinal).Count());
        Assert.Throws<InvalidOperationException>(() => plans[0].LeaveOneOut());
        Assert.Throws<InvalidOperationException>(() => Mixture().LeaveOneOut());
    }

    [Fact]
    public void TokensForEpochs_Upsampled_ReadsTheSetSoOften()
    {
        TokenMixture mixture = Upsampled();
        long tokens = mixture.TokensForEpochs(1, 4);
        var options = new TrainingOptions { Tokens = tokens, BatchRows = 1 };
        double epochs = new MixedRows(mixture, Model, options).CountEpochs(1, options.TotalRows(Model));
        // A row of the stream has a target for each input, but the last tokens of an epoch are in no row.
        Assert.InRange(epochs, 3.95, 4.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => mixture.TokensForEpochs(3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => mixture.TokensForEpochs(0, 0));
    }

    [Fact]
    public void WithReplay_Ratio_IsTheShareOfTheReplayedTokens()
    {
        var options = new TrainingOptions { Steps = 1_000, BatchRows = 1 };
        var rows = new MixedRows(TokenMixture.WithReplay(books, web, 0.05), Model, options);
        Assert.Equal(50, rows.CountRows(1, 1_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenMixture.WithReplay(books, web, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenMixture.WithReplay(books, web, 1));
    }

    [Fact]
    public void Phases_WrongOnes_AreRefused()
    {
        Assert.Contains("Phase 0 ends at 0.5", Refused(new MixturePhase { Until = 0.5 }), StringComparison.Ordinal);
        Assert.Contains("Phase 1 ends at 0.3", Refused(new() { Until = 0.5 }, new() { Until = 0.3 }, new() { Until = 1 }), StringComparison.Ordinal);
        Assert.Contains("2 weights", Refused(new MixturePhase { Until = 1, Weights = [1, 1] }), StringComparison.Ordinal);
        Assert.Contains("-1", Refused(new MixturePhase { Until = 1, Weights = [1, -1, 1] }), StringComparison.Ordinal);
        Assert.Contains("sum", Refused(new MixturePhase { Until = 1, Weights = [0, 0, 0] }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MixedRows(Upsampled(), 16, 0));

        string Refused(params MixturePhase[] phases) => Assert.Throws<ArgumentException>(() => new TokenMixture(Mixture().Parts) { Phases = phases }).Message;
    }

    private TokenMixture Mixture() => new(
        new WeightedTokenShards { Shards = web, Weight = 0.7 },
        new WeightedTokenShards { Shards = books, Weight = 0.2 },
        new WeightedTokenShards { Shards = code, Weight = 0.1 });

    private TokenMixture Upsampled() => new(Mixture().Parts) { Phases = [new() { Until = 0.8 }, new() { Until = 1, Weights = [1, 3, 0] }] };

    private TokenShards Write(string name, char letter, Func<int, int> length) =>
        TokenShardFolder.WriteTexts(folder.Combine(name), Enumerable.Range(0, 200).Select(i => new string(letter, length(i))));
}
