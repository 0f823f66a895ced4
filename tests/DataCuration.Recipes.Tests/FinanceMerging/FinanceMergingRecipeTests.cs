using DataCuration.Synthesis;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.FinanceMerging;

public sealed class FinanceMergingRecipeTests : IDisposable
{
    private static readonly string[] Subjects =
        ["the central bank", "a regional lender", "the insurer", "an airline", "the steel maker", "a retailer", "the exchange", "a pension fund"];

    private static readonly string[] Verbs =
        ["raised its dividend", "issued new bonds", "cut its forecast", "hired auditors", "sold a subsidiary", "opened a branch", "settled a claim"];

    private readonly Fates fates = new();

    public void Dispose() => fates.Dispose();

    [Fact]
    public async Task Build_FinanceAlone_CleansAndDeduplicates()
    {
        Document[] pool =
        [
            .. Enumerable.Range(0, 20).Select(i => new Document($"report{i:D2}", Report(i))),
            new("copy", Report(3).ToUpperInvariant()),
            new("near copy", Report(4)[..^"risk.".Length] + "loss."),
            new("short", "Shares rose."),
            new("prices", string.Join('\n', Enumerable.Range(0, 60).Select(i => $"{i * 37 % 91}.{i * 13 % 100:D2} {i * 7 % 55}.5"))),
            new("personal", Report(50) + "\n\n\n\nContact: ir@company.example"),
        ];
        (SortedDictionary<string, Document> kept, SortedDictionary<string, string> dropped) =
            await fates.JudgeAsync(await FinanceMergingRecipe.BuildAsync(Corpus.FromDocuments(pool), fates.Run()), fates.Run());
        Assert.Equal([("copy", "exact_duplicate"), ("near copy", "near_duplicate"), ("prices", "numbers_ratio"), ("short", "too_short")],
            dropped.Select(one => (one.Key, one.Value)));
        Assert.Equal(21, kept.Count);
        for (int i = 0; i < 20; i++) Assert.Equal(Report(i), kept[$"report{i:D2}"].Text);
        Assert.Equal(Report(50) + "\n\nContact: <EMAIL>", kept["personal"].Text);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    public async Task Build_WithGeneralText_MixesTheShareAndEveryReportOnce(double share)
    {
        Corpus finance = Corpus.FromDocuments(Enumerable.Range(0, 24).Select(i => new Document($"report{i:D2}", Report(i))));
        Corpus general = Corpus.FromDocuments([.. Enumerable.Range(0, 60).Select(i => new Document($"story{i:D2}", Story(i))), new("short", "No.")]);
        var options = new FinanceMergingOptions { General = general, GeneralShare = share, TokenEncoder = ByteTokenEncoder.Instance, Similarity = null };
        List<Document> mix = await RunFolder.Read(await FinanceMergingRecipe.BuildAsync(finance, fates.Run(), options), fates.Run());
        Document[] reports = [.. mix.Where(document => document.Get(ReplayMix.Role) == ReplayMix.SyntheticRole)];
        Document[] stories = [.. mix.Where(document => document.Get(ReplayMix.Role) == ReplayMix.ReplayRole)];
        Assert.Equal(Enumerable.Range(0, 24).Select(i => $"report{i:D2}"), reports.Select(report => report.Id).Order(StringComparer.Ordinal));
        Assert.All(stories, story => Assert.StartsWith("story", story.Id, StringComparison.Ordinal));
        Assert.Equal(stories.Length, stories.Select(story => story.Id).Distinct().Count());
        double all = mix.Sum(document => document.Utf8Text.Length), replay = stories.Sum(story => story.Utf8Text.Length);
        // At most half a document beside the share.
        Assert.InRange(replay, (share * all) - stories.Max(story => story.Utf8Text.Length), (share * all) + stories.Max(story => story.Utf8Text.Length));
        Assert.NotEqual(mix.Select(document => document.Id), mix.Select(document => document.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Build_GeneralDocumentsOfFinance_AreLeftOut()
    {
        Corpus finance = Corpus.FromDocuments(Enumerable.Range(0, 20).Select(i => new Document($"report{i:D2}", Report(i))));
        Corpus general = Corpus.FromDocuments(
        [
            .. Enumerable.Range(0, 6).Select(i => new Document($"story{i}", Story(i))),
            new("copy", Report(3).ToUpperInvariant()), new("near", Report(4)[..^"risk.".Length] + "loss."),
        ]);
        // The share takes all general text that there is.
        var options = new FinanceMergingOptions { General = general, GeneralShare = 0.9 };
        foreach ((double? similarity, string[] extra) in new (double?, string[])[] { (0.8, []), (null, ["near"]) })
        {
            Corpus built = await FinanceMergingRecipe.BuildAsync(finance, fates.Run(), options with { Similarity = similarity });
            List<Document> mix = await RunFolder.Read(built, fates.Run());
            Assert.Equal([.. extra, .. Enumerable.Range(0, 6).Select(i => $"story{i}")],
                mix.Where(document => document.Get(ReplayMix.Role) == ReplayMix.ReplayRole).Select(document => document.Id).Order(StringComparer.Ordinal));
            Assert.Equal(20 + 6 + extra.Length, mix.Count);
        }
    }

    [Fact]
    public async Task Build_NoShare_LeavesGeneralTextOut()
    {
        Corpus finance = Corpus.FromDocuments([new Document("report", Report(0))]);
        var options = new FinanceMergingOptions { General = Corpus.FromDocuments([new Document("story", Story(0))]), GeneralShare = 0, Similarity = null };
        Corpus mix = await FinanceMergingRecipe.BuildAsync(finance, fates.Run(), options);
        Assert.Equal("report", Assert.Single(await RunFolder.Read(mix, fates.Run())).Id);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FinanceMergingOptions { GeneralShare = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FinanceMergingOptions { GeneralShare = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FinanceMergingOptions { MaxDigitShare = -0.1 });
    }

    [Fact]
    public async Task Build_AnyWorkersAndAgain_GivesTheSameBytes()
    {
        Corpus finance = fates.Files("finance", Enumerable.Range(0, 24).Select(i => new Document($"report{i:D2}", Report(i / 2))));
        Corpus general = fates.Files("general", Enumerable.Range(0, 30).Select(i => new Document($"story{i:D2}", Story(i))));
        var options = new FinanceMergingOptions { General = general, GeneralShare = 0.3, Similarity = null };
        string[] one = await fates.LinesAsync(await FinanceMergingRecipe.BuildAsync(finance, fates.Run(1), options), fates.Run(1));
        using var other = new Fates();
        Assert.Equal(one, await other.LinesAsync(await FinanceMergingRecipe.BuildAsync(finance, other.Run(4), options), other.Run(4)));
        Assert.Equal(one, await fates.LinesAsync(await FinanceMergingRecipe.BuildAsync(finance, fates.Run(), options), fates.Run()));
        Assert.InRange(one.Length, 13, 41);
    }

    /// <summary>A report whose sentences differ for each number, so that two reports have few words in a row in common.</summary>
    private static string Report(int number) => string.Join(' ', Enumerable.Range(0, 6).Select(line =>
        $"In quarter {Name(number, line)} {Subjects[(number + line) % 8]} {Verbs[(number * 3 + line) % 7]} while {Name(line, number)} markets "
            + $"priced {Name(number, line + 9)} risk."));

    private static string Story(int number) => string.Join(' ', Enumerable.Range(0, 4 + (number % 3)).Select(line =>
        $"On the road to {Name(number, line + 30)} we met {Name(line + 40, number)} and talked about {Name(number + 7, line + 60)} until the evening."));

    private static string Name(int a, int b)
    {
        ulong key = (((ulong)a * 1_000_003) + (ulong)b + 1) * 0x9E3779B97F4A7C15;
        return new string([.. Enumerable.Range(0, 7).Select(i => (char)('a' + (int)((key >> (8 * i)) % 26)))]);
    }
}
