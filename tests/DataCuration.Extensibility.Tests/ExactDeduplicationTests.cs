using System.IO.Hashing;
using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class ExactDeduplicationTests : IDisposable
{
    private static readonly int[] Counts = [1_024, 1_024, 952, 700];
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Few texts, written in many ways, and a filter before the fit, so that record numbers have gaps.</summary>
    private static string Text(int number)
    {
        string text = $"Text number {number * number % 911} of  the\tpool";
        return (number % 3) switch { 0 => text, 1 => " " + text.ToUpperInvariant() + "\n", _ => text.Replace(" ", "  ", StringComparison.Ordinal) };
    }

    private static bool IsDropped(Document document) => document.IdHash % 6 == 0;

    private static Corpus Pool() => Corpus.Concat(
        Corpus.FromDocuments(Enumerable.Range(0, 3_000).Select(i => new Document($"a{i}", Text(i)))),
        Corpus.FromDocuments(Enumerable.Range(0, 700).Select(i => new Document($"b{i}", Text(i + 2_500)))))
        .Pipe(new FakeFilter(document => IsDropped(document) ? StageResult.Drop("sixth") : StageResult.Keep));

    /// <summary>The same in memory: the cluster of every record that reaches the fit.</summary>
    private static Dictionary<(int Shard, long Record), long> Naive()
    {
        var first = new Dictionary<string, long>(StringComparer.Ordinal);
        var clusters = new Dictionary<(int, long), long>();
        for (int shard = 0, number = 0; shard < Counts.Length; shard++)
        {
            for (int record = 0; record < Counts[shard]; record++, number++)
            {
                Document document = number < 3_000 ? new Document($"a{number}", Text(number)) : new Document($"b{number - 3_000}", Text(number - 500));
                if (IsDropped(document)) continue;
                string key = ExactDeduplication.Normalize(document.Text);
                if (!first.TryGetValue(key, out long cluster)) first.Add(key, cluster = ExactDeduplication.IdOf(shard, record));
                clusters.Add((shard, record), cluster);
            }
        }
        return clusters;
    }

    private Task<KeepList> Fit(string work, int workers, int rank = 0, int world = 1, int groups = 1_024) =>
        Pool().FitAsync(new ExactDeduplication { MaxGroups = groups },
            folder.Run(options => options with { WorkDirectory = folder.Inputs[work], MaxParallelShards = workers, Rank = rank, WorldSize = world }));

    /// <summary>The list with all that lies beside it.</summary>
    private static string Bytes(KeepList list)
    {
        var hash = new XxHash128();
        foreach (string path in Directory.GetFiles(list.Folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains(".curation", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            hash.Append(File.ReadAllBytes(path));
        return Convert.ToHexString(hash.GetCurrentHash());
    }

    [Fact]
    public async Task Fit_Pool_EqualsADeduplicationInMemory()
    {
        KeepList list = await Fit("one", 2);
        Dictionary<(int Shard, long Record), long> clusters = Naive();
        using RecordTable<long> table = list.OpenProvenance<long>(ExactDeduplication.Cluster);
        for (int shard = 0; shard < Counts.Length; shard++)
        {
            Assert.Equal(Counts[shard], list.GetRecordCount(shard));
            for (int record = 0; record < Counts[shard]; record++)
            {
                Assert.Equal(clusters.TryGetValue((shard, record), out long expected), table.TryGet(shard, record, out long found));
                Assert.Equal(expected, found);
            }
        }
        KeepListRecord[] kept = [.. clusters.Where(pair => pair.Value == ExactDeduplication.IdOf(pair.Key.Shard, pair.Key.Record))
            .Select(pair => new KeepListRecord(pair.Key.Shard, pair.Key.Record))];
        Assert.Equal(kept, list.ReadRecords());
        Assert.InRange(kept.Length, 200, 911);
        Assert.Equal(kept.Length, (await RunFolder.Read(Pool().Keep(list), folder.Run())).Count);
    }

    [Fact]
    public async Task Fit_AnyWorkersAndRanks_GivesTheSameBytes()
    {
        KeepList one = await Fit("workers1", 1);
        string expected = Bytes(one);
        foreach (int workers in new[] { 2, 5 }) Assert.Equal(expected, Bytes(await Fit($"workers{workers}", workers)));
        KeepList[] ranks = await Task.WhenAll(Enumerable.Range(0, 3).Select(rank => Task.Run(() => Fit("ranks", 1, rank, 3))));
        Assert.All(ranks, list => Assert.Equal((expected, one.Fingerprint), (Bytes(list), list.Fingerprint)));
    }

    [Fact]
    public async Task Fit_FewerGroupsThanShards_GivesTheSameBytes() => Assert.Equal(Bytes(await Fit("many", 2)), Bytes(await Fit("three", 2, groups: 3)));

    [Fact]
    public async Task Catalog_AfterTheFit_ShowsItWithItsPhases()
    {
        KeepList list = await Fit("work", 2);
        ArtifactEntry entry = Assert.Single(ArtifactCatalog.Open(folder.Inputs["work"]).Entries);
        Assert.Equal((nameof(ExactDeduplication), ArtifactKind.Fit, true), (entry.Name, entry.Kind, entry.IsComplete));
        Assert.Equal(["clusters", "hashes", "list", "parts"], entry.Phases.Select(phase => Path.GetFileName(phase.Folder)));
        Assert.StartsWith(entry.Folder, list.Folder, StringComparison.Ordinal);
    }
}
