using DataCuration.Selection;
using DataCuration.TestKit;

namespace DataCuration.Mixing.Tests.Planning;

/// <summary>A plan that is carried out on documents: by <see cref="QuotaSelection"/>, phase by phase, into token shards.</summary>
public sealed class PlanDocumentsTests : IDisposable
{
    private const int Longest = 80;
    private static readonly MixturePlan Plan = MixturePlan.FromDomainShare("law", 0.3, "general").WithLastPhase(0.8, ("law", 1), ("general", 1));
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    /// <summary>Half of the documents are short posts, whose ends weigh much.</summary>
    private static Document[] Pool(int law, int general) => [.. Enumerable.Range(0, law + general).Select(i =>
        new Document($"d{i}", new string((char)('a' + i % 26), i % 2 == 0 ? 1 + i % 5 : 40 + i * 7 % (Longest - 40))).Edit()
            .Set(WellKnownAnnotations.Source, i < law ? "law" : "general").Build())];

    private static QuotaSelection Selection(MixtureBudget budget, int phase) => new()
    {
        Quotas = budget.QuotasUntil(phase),
        Measure = DocumentMeasure.Tokens(ByteTokenEncoder.Instance, endOfDocument: true),
        MaxEpochs = 4,
        Seed = 7,
    };

    [Theory]
    [InlineData(300)]
    [InlineData(50)] // read about twice: the second phase has repeats
    public async Task QuotasUntil_TwoPhases_GiveShardsOfThePlanWithoutOverlap(int law)
    {
        CurationRun run = folder.Run();
        Corpus pool = Corpus.FromDocuments(Pool(law, 700));
        MixtureBudget budget = Plan.ToBudget(10_000);
        KeepList? earlier = null;
        List<string> ids = [];
        for (int phase = 0; phase < budget.PhaseCount; phase++)
        {
            KeepList list = await pool.FitAsync(Selection(budget, phase), run);
            Corpus added = SelectionEpochs.Apply(pool, list, earlier);
            List<Document> documents = await RunFolder.Read(added, run);
            ids.AddRange(documents.Select(document => document.Id));
            long planned = 0;
            foreach (SourceBudget source in budget.Sources)
            {
                // Each end of a phase is within one document.
                long tokens = documents.Where(document => document.Get(WellKnownAnnotations.Source) == source.Source).Sum(document => document.Text.Length + 1);
                Assert.InRange(tokens - source.PhaseTokens[phase], -Longest, Longest);
                planned += source.PhaseTokens[phase];
            }
            using TokenShards shards = await added.WriteTokenShardsAsync($"tokens-{phase}", ByteTokenEncoder.Instance, run);
            Assert.Equal(documents.Sum(document => document.Text.Length + 1), shards.TokenCount);
            Assert.InRange(shards.TokenCount - planned, -2 * Longest, 2 * Longest);
            earlier = list;
        }
        Assert.Equal(ids.Count, ids.Distinct().Count());
        // Together they are one draw of all tokens.
        List<Document> whole = await RunFolder.Read(SelectionEpochs.Apply(pool, earlier!), run);
        Assert.Equal(whole.Select(document => document.Id).Order(), ids.Order());
        Assert.Equal(law == 50, ids.Any(id => id.Contains("#epoch", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WriteTokenShards_MeasureWithTheEndOfDocuments_HasThePlannedSize()
    {
        CurationRun run = folder.Run();
        Corpus pool = Corpus.FromDocuments(Pool(700, 700));
        MixtureBudget budget = MixturePlan.FromDomainShare("law", 0.5, "general").ToBudget(20_000);
        Assert.InRange(await SizeAsync(true), 20_000, 20_000 + 2 * Longest);
        // Without it, the ends of the documents come on top.
        Assert.InRange(await SizeAsync(false), 20_600, 22_000);

        async Task<long> SizeAsync(bool endOfDocument)
        {
            KeepList list = await pool.FitAsync(new QuotaSelection
            {
                Quotas = budget.Quotas,
                Measure = DocumentMeasure.Tokens(ByteTokenEncoder.Instance, endOfDocument),
            }, run);
            using TokenShards shards = await pool.Keep(list).WriteTokenShardsAsync($"tokens-{endOfDocument}", ByteTokenEncoder.Instance, run);
            return shards.TokenCount;
        }
    }
}
