using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

/// <summary>A selection depends on the documents, the rule and the seed. It does not depend on files, their order, shards, or workers.</summary>
public sealed class SelectionIndependenceTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Line(int number)
    {
        var random = new SeededRandom((ulong)number * 31);
        string words = string.Join(' ', Enumerable.Range(0, 3 + (int)random.NextInt64(30)).Select(_ => $"w{random.NextInt64(50)}"));
        return $"{{\"id\":\"d{number}\",\"text\":\"{words}\"}}\n";
    }

    private Corpus Pool(string name, int files, bool reversed)
    {
        string[] lines = [.. Enumerable.Range(0, 500).Select(Line)];
        for (int f = 0; f < files; f++)
            folder.Inputs.Write($"{name}/{(reversed ? files - f : f):D2}.jsonl", string.Concat(lines[(500 * f / files)..(500 * (f + 1) / files)]));
        return Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 5_000, CoalesceBytes = 0 } },
            folder.Inputs[$"{name}/*.jsonl"]);
    }

    private async Task<string[]> Select(Corpus pool, CorpusFit<KeepList> fit, int workers = 1)
    {
        CurationRun run = folder.Run(options => options with { MaxParallelShards = workers });
        KeepList list = await pool.FitAsync(fit, run);
        return [.. (await RunFolder.Read(pool.Keep(list), run)).Select(document => document.Id).Order(StringComparer.Ordinal)];
    }

    public static TheoryData<string> Rules => ["documents", "tokens", "bytes", "two targets", "random", "chunked"];

    private CorpusFit<KeepList> Fit(string rule)
    {
        Corpus first = Corpus.FromJsonl(folder.Inputs.Write("t1.jsonl", string.Concat(Enumerable.Range(1_000, 30).Select(Line))));
        Corpus second = Corpus.FromJsonl(folder.Inputs.Write("t2.jsonl", string.Concat(Enumerable.Range(2_000, 40).Select(Line))));
        var features = new HashedNGrams { Buckets = 200, Hash = NGramHash.XxHash3 };
        DsirModelFit model = rule == "two targets"
            ? new DsirModelFit(first, second) { Features = features, TargetSmoothing = 1, SeparateTargets = true }
            : new DsirModelFit(first) { Features = features, TargetSmoothing = 1 };
        return rule switch
        {
            "random" => new RandomSelection { Size = SelectionSize.Documents(60), MinTokens = 5, Seed = 1 },
            "tokens" => new DsirSelection(model) { Size = SelectionSize.Tokens(900), MinTokens = 5, Seed = 1 },
            "bytes" => new DsirSelection(model) { Size = SelectionSize.Utf8Bytes(3_000), MinTokens = 5, Seed = 1 },
            "chunked" => new DsirSelection(model) { Size = SelectionSize.Documents(60), MinTokens = 5, Seed = 1, Weighting = DsirWeighting.Chunked(8) },
            _ => new DsirSelection(model) { Size = SelectionSize.Documents(60), MinTokens = 5, Seed = 1 },
        };
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Select_OtherFilesOrderAndWorkers_GivesTheSameDocuments(string rule)
    {
        string[] one = await Select(Pool("one", 1, false), Fit(rule));
        Assert.InRange(one.Length, 20, 200);
        Assert.Equal(one, await Select(Pool("seven", 7, false), Fit(rule), workers: 3));
        Assert.Equal(one, await Select(Pool("back", 5, true), Fit(rule), workers: 2));
    }

    [Fact]
    public async Task Select_OtherSeed_GivesOtherDocuments()
    {
        Corpus pool = Pool("one", 1, false);
        string[] first = await Select(pool, new RandomSelection { Size = SelectionSize.Documents(60), MinTokens = 5, Seed = 1 });
        string[] second = await Select(pool, new RandomSelection { Size = SelectionSize.Documents(60), MinTokens = 5, Seed = 2 });
        Assert.Equal(60, first.Length);
        Assert.InRange(first.Intersect(second).Count(), 0, 30);
    }

    [Fact]
    public async Task Select_MoreDocuments_KeepsThoseChosenBefore()
    {
        // Keyed noise orders the documents once: a larger selection contains the smaller one.
        Corpus pool = Pool("one", 1, false);
        string[] small = await Select(pool, new RandomSelection { Size = SelectionSize.Documents(40), MinTokens = 5, Seed = 1 });
        string[] large = await Select(pool, new RandomSelection { Size = SelectionSize.Documents(90), MinTokens = 5, Seed = 1 });
        Assert.Equal(40, small.Intersect(large).Count());
    }
}
