using System.Runtime.InteropServices;
using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class UnionFindTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Random graphs of many shapes: sparse, dense, chains, stars, with loops and repeated edges.</summary>
    private static (int Nodes, (int A, int B)[] Edges) Graph(int number)
    {
        var random = new SeededRandom(SeededRandom.Mix((ulong)number + 1));
        int nodes = 2 + (int)random.NextInt64(60);
        var edges = new List<(int, int)>();
        int shape = number % 4;
        int count = shape == 0 ? (int)random.NextInt64(nodes) : (int)random.NextInt64(3 * nodes);
        for (int i = 0; i < count; i++) edges.Add(((int)random.NextInt64(nodes), (int)random.NextInt64(nodes)));
        if (shape == 1) for (int i = nodes - 1; i > 0; i -= 1 + (int)random.NextInt64(2)) edges.Add((i, i - 1));
        if (shape == 2) for (int i = 0; i < nodes; i += 2) edges.Add((nodes - 1, i));
        if (edges.Count > 0) edges.Add(edges[0]);
        return (nodes, [.. edges]);
    }

    /// <summary>Spreads the smallest number until nothing changes.</summary>
    private static int[] Naive(int nodes, (int A, int B)[] edges)
    {
        int[] cluster = [.. Enumerable.Range(0, nodes)];
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach ((int a, int b) in edges)
            {
                int smallest = Math.Min(cluster[a], cluster[b]);
                changed |= cluster[a] != smallest || cluster[b] != smallest;
                cluster[a] = cluster[b] = smallest;
            }
        }
        return cluster;
    }

    [Fact]
    public void Find_ThousandRandomGraphs_EqualsANaiveSearch()
    {
        for (int number = 0; number < 1_000; number++)
        {
            (int nodes, (int A, int B)[] edges) = Graph(number);
            int[] expected = Naive(nodes, edges);
            using var sets = new UnionFind(nodes, isWide: number % 2 == 1);
            foreach ((int a, int b) in edges) sets.Union(a, b);
            for (int i = 0; i < nodes; i++) Assert.Equal(expected[i], sets.Find(i));
            Assert.Equal(expected.Distinct().Count(), sets.SetCount);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void Components_ThousandRandomGraphs_EqualANaiveSearch(long tableBytes)
    {
        int rounds = 0, inMemory = 0;
        for (int number = 0; number < 1_000; number++)
        {
            (int nodes, (int A, int B)[] edges) = Graph(number);
            int[] expected = Naive(nodes, edges);
            // Ids that are far apart, negative ones among them, in the order of the numbers.
            static long Id(int node) => ((node - 20L) * 1_000_000_007) + 3;
            List<byte[]> records = [.. edges.Select(edge => MemoryMarshal.AsBytes<IdPair>([new IdPair(Id(edge.A), Id(edge.B))]).ToArray())];
            var search = new ConnectedComponents(folder["rounds"]) { MemoryBytes = 1 << 20, TableBytes = tableBytes };
            var found = new List<IdPair>();
            using (RecordReader reader = search.Find(() => new ListReader(records), TestContext.Current.CancellationToken))
                while (reader.Read()) found.Add(reader.Get<IdPair>());
            IdPair[] wanted = [.. edges.Where(edge => edge.A != edge.B).SelectMany(edge => new[] { edge.A, edge.B }).Distinct().Order()
                .Select(node => new IdPair(Id(node), Id(expected[node])))];
            Assert.Equal(wanted, found);
            rounds = Math.Max(rounds, search.Rounds);
            if (search.Rounds == 0) inMemory++;
        }
        if (tableBytes == 0) Assert.InRange(rounds, 2, 12);
        else Assert.Equal((0, 1_000), (rounds, inMemory));
        Assert.True(!Directory.Exists(folder["rounds"]) || !Directory.EnumerateFiles(folder["rounds"], "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public void Find_WideIds_AreDistances()
    {
        // More than 4,294,967,295 ids take 8 bytes each, which is more than a test can have.
        using var sets = new UnionFind(3_000, isWide: true);
        Assert.True(sets.Union(2_999, 2_147));
        Assert.True(sets.Union(2_999, 7));
        Assert.False(sets.Union(2_147, 7));
        Assert.Equal((7, 2_998, 8), (sets.Find(2_147), sets.SetCount, sets.Find(8)));
        Assert.Throws<ArgumentOutOfRangeException>(() => sets.Find(3_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => sets.Find(3_000_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => sets.Find(-1));
    }

    [Fact]
    public async Task Components_TwoSearchesInOneFolder_DoNotShareFiles()
    {
        // Both searches sort their first round at the same time.
        using var barrier = new Barrier(2);
        IdPair[] Search(long first)
        {
            int opened = 0;
            List<byte[]> records = [.. Enumerable.Range(0, 2_000)
                .Select(i => MemoryMarshal.AsBytes<IdPair>([new IdPair(first + i, first + i + 1)]).ToArray())];
            var search = new ConnectedComponents(folder["shared"]) { MemoryBytes = 1 << 20, TableBytes = 0 };
            using RecordReader reader = search.Find(() =>
            {
                if (++opened == 2) Assert.True(barrier.SignalAndWait(TimeSpan.FromMinutes(1)));
                return new ListReader(records);
            }, TestContext.Current.CancellationToken);
            var found = new List<IdPair>();
            while (reader.Read()) found.Add(reader.Get<IdPair>());
            return [.. found];
        }
        IdPair[][] both = await Task.WhenAll(Task.Run(() => Search(0)), Task.Run(() => Search(1_000_000)));
        Assert.Equal(Enumerable.Range(0, 2_001).Select(i => new IdPair(i, 0)), both[0]);
        Assert.Equal(Enumerable.Range(0, 2_001).Select(i => new IdPair(1_000_000 + i, 1_000_000)), both[1]);
        Assert.Empty(Directory.EnumerateFiles(folder["shared"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Union_LongChainInBadOrder_IsFast()
    {
        using var sets = new UnionFind(2_000_000);
        for (int i = 1_999_999; i > 0; i--) sets.Union(i, i - 1);
        Assert.Equal((0, 1), (sets.Find(1_999_999), sets.SetCount));
    }
}
