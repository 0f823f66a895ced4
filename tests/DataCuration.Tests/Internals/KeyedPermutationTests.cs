using CsCheck;

namespace DataCuration.Tests;

public sealed class KeyedPermutationTests
{
    [Fact]
    public void Indexer_AnyCountAndKey_IsAPermutation() => Gen.Select(Gen.Int[0, 3_000], Gen.ULong).Sample((count, key) =>
    {
        var permutation = new KeyedPermutation(count, key);
        var seen = new bool[count];
        for (int i = 0; i < count; i++) seen[permutation[i]] = true;
        Assert.DoesNotContain(false, seen);
    }, iter: 100);

    [Fact]
    public void Indexer_FourItems_DrawsAllOrdersEquallyOften()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        const int Draws = 24_000;
        for (ulong key = 0; key < Draws; key++)
        {
            var permutation = new KeyedPermutation(4, SeededRandom.Mix(key));
            string order = string.Concat(Enumerable.Range(0, 4).Select(i => permutation[i]));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        double chiSquare = counts.Values.Sum(n => (n - Draws / 24.0) * (n - Draws / 24.0) / (Draws / 24.0));
        Assert.True(chiSquare < 49.7, $"chi-square {chiSquare}, 23 degrees of freedom: beyond 49.7 with probability 0.001");
    }

    [Fact]
    public void Indexer_ManyItems_SeparatesNeighbours()
    {
        // The mean distance of two random places among n is n / 3.
        const int Count = 100_000;
        var permutation = new KeyedPermutation(Count, 17);
        double sum = 0;
        for (int i = 1; i < Count; i++) sum += Math.Abs(permutation[i] - permutation[i - 1]);
        Assert.InRange(sum / Count, Count / 3.0 * 0.98, Count / 3.0 * 1.02);
    }

    [Fact]
    public void Indexer_HugeCount_StaysInRange()
    {
        var permutation = new KeyedPermutation(long.MaxValue, 1);
        Assert.InRange(permutation[long.MaxValue - 1], 0, long.MaxValue - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[-1]);
    }
}
