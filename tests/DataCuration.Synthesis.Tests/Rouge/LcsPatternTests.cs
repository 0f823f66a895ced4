using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests.Rouge;

public sealed class LcsPatternTests
{
    [Fact]
    public void LengthWith_RandomSequences_IsThatOfTheDynamicProgram()
    {
        // Few different tokens make long subsequences, and lengths beyond 64 and 128 need carries between blocks.
        Gen<int[]> sequence = Gen.Select(Gen.Int[1, 40], Gen.Int[0, 300])
            .SelectMany(shape => Gen.Int[0, shape.Item1].Array[shape.Item2]);
        var pattern = new LcsPattern();
        Gen.Select(sequence, sequence).Sample(pair =>
        {
            pattern.Set(pair.Item1);
            return pattern.LengthWith(pair.Item2) == LcsPattern.PlainLength(pair.Item1, pair.Item2);
        }, iter: 2_000, threads: 1);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(63, 63)]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    [InlineData(128, 200)]
    [InlineData(1_000, 999)]
    public void LengthWith_EqualTokens_IsTheShorterLength(int first, int second)
    {
        int[] one = new int[first], other = new int[second];
        var pattern = new LcsPattern();
        pattern.Set(one);
        Assert.Equal(Math.Min(first, second), pattern.LengthWith(other));
        Assert.Equal(Math.Min(first, second), LcsPattern.PlainLength(one, other));
    }

    [Fact]
    public void LengthWith_DifferentTokensOfOnePlace_AreToldApart()
    {
        // 64 different tokens fill half of the places, so that searches meet other tokens on their way.
        int[] one = [.. Enumerable.Range(0, 64).Select(i => i * 128)], other = [.. Enumerable.Range(0, 64).Select(i => i * 128 + (i % 2))];
        var pattern = new LcsPattern();
        pattern.Set(one);
        Assert.Equal(32, pattern.LengthWith(other));
        Assert.Equal(64, pattern.LengthWith(one));
    }

    [Fact]
    public void LengthWith_AfterOtherSequences_AllocatesNothing()
    {
        int[] one = [.. Enumerable.Range(0, 100)], other = [.. Enumerable.Range(50, 100)];
        var pattern = new LcsPattern();
        pattern.Set(one);
        Assert.Equal(50, pattern.LengthWith(other));
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                pattern.Set(i % 2 == 0 ? other : one);
                pattern.LengthWith(one);
            }
        }));
    }
}
