namespace DataCuration.Synthesis.Tests.EntiGraph;

public sealed class EntityTuplesTests
{
    [Fact]
    public void Pairs_FourEntities_AreSixInOrder() =>
        Assert.Equal([new(0, 1), new(0, 2), new(0, 3), new(1, 2), new(1, 3), new(2, 3)], EntityTuples.Pairs(4));

    [Fact]
    public void Triples_FourEntities_AreFourInAnOrderOfTheKey()
    {
        EntityTuple[] all = [new(0, 1, 2), new(0, 1, 3), new(0, 2, 3), new(1, 2, 3)];
        EntityTuple[] order = [.. EntityTuples.Triples(4, 42)];
        Assert.Equal(order, EntityTuples.Triples(4, 42));
        Assert.Equal(all, order.OrderBy(tuple => tuple.First).ThenBy(tuple => tuple.Second).ThenBy(tuple => tuple.Third));
        Assert.Contains(Enumerable.Range(0, 20), key => !EntityTuples.Triples(4, (ulong)key).SequenceEqual(order));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(13)]
    public void TripleAt_EveryIndex_IsEveryTripleOnceInOrder(int n)
    {
        var expected = new List<EntityTuple>();
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++)
                for (int k = j + 1; k < n; k++) expected.Add(new(i, j, k));
        Assert.Equal(expected.Count, EntityTuples.TripleCount(n));
        Assert.Equal(expected, Enumerable.Range(0, expected.Count).Select(i => EntityTuples.TripleAt(n, i)));
        Assert.Equal(EntityTuples.PairCount(n), EntityTuples.Pairs(n).Count());
    }

    [Fact]
    public void Triples_ManyEntities_AreNotListed()
    {
        const int Entities = 1_000;
        Assert.Equal(166_167_000, EntityTuples.TripleCount(Entities));
        EntityTuple[] first = [.. EntityTuples.Triples(Entities, 7).Take(1_000)];
        Assert.Equal(1_000, first.Distinct().Count());
        Assert.All(first, tuple => Assert.True(tuple.First < tuple.Second && tuple.Second < tuple.Third && tuple.Third < Entities));
        // A shuffle reaches the whole list: the mean of the first index is a quarter of the entities, with a standard error of 6.
        Assert.InRange(first.Average(tuple => tuple.First), 225, 275);
    }
}
