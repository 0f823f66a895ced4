namespace DataCuration.Synthesis.Tests.Instructions;

public sealed class NoveltyIndexTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.95)]
    [InlineData(1)]
    public void Find_RandomTexts_DecidesLikeComparingAll(double limit)
    {
        var random = new SeededRandom(11);
        var index = new NoveltyIndex(limit, 60);
        var accepted = new List<int[]>();
        int rejected = 0;
        long pairs = 0;
        for (int i = 0; i < 600; i++)
        {
            int[] tokens = Next(ref random, accepted);
            pairs += accepted.Count;
            bool isNovel = accepted.TrueForAll(other => !(2.0 * LcsPattern.PlainLength(tokens, other) > limit * (tokens.Length + other.Length)));
            (int match, double fMeasure) = index.Find(tokens);
            Assert.Equal(isNovel, match < 0);
            if (isNovel)
            {
                index.Accept(tokens);
                accepted.Add(tokens);
                continue;
            }
            rejected++;
            int common = LcsPattern.PlainLength(tokens, accepted[match]);
            Assert.Equal(2.0 * common / (tokens.Length + accepted[match].Length), fMeasure);
            Assert.True(fMeasure > limit);
        }
        if (limit < 1) Assert.InRange(rejected, 10, 599);
        else Assert.Equal((0, 0L), (rejected, index.Comparisons));
        if (limit >= 0.7) Assert.True(index.Comparisons < pairs / 2, $"{index.Comparisons} of {pairs} pairs were compared.");
    }

    [Fact]
    public void Find_VariedTexts_ComparesFewPairs()
    {
        // Ten words of a template, and ten rare ones: as instructions of a domain are.
        var random = new SeededRandom(2);
        var index = new NoveltyIndex(0.7, 100_010);
        for (int i = 0; i < 5_000; i++)
        {
            int[] tokens = new int[20];
            for (int j = 0; j < 20; j++) tokens[j] = j % 2 == 0 ? 100_000 + j / 2 : (int)random.NextInt64(100_000);
            Assert.Equal(-1, index.Find(tokens).Number);
            index.Accept(tokens);
        }
        Assert.True(index.Comparisons < 20_000, $"{index.Comparisons} comparisons of 12.5 million pairs.");
    }

    [Theory]
    [InlineData(0.7, 20, 8)] // 2 * 7 is not above 0.7 * 20
    [InlineData(0.7, 19, 7)]
    [InlineData(0, 20, 1)]
    [InlineData(1, 20, 11)]
    [InlineData(0.1, 60, 4)]
    public void Needed_Limit_IsTheFirstLengthAboveIt(double limit, int lengths, int expected) => Assert.Equal(expected, NoveltyIndex.Needed(limit, lengths));

    /// <summary>A new text, or an edited copy of an accepted one. Small numbers are rare.</summary>
    private static int[] Next(ref SeededRandom random, List<int[]> accepted)
    {
        if (accepted.Count > 0 && random.NextInt64(3) == 0)
        {
            int[] copy = [.. accepted[(int)random.NextInt64(accepted.Count)]];
            for (long edits = random.NextInt64(1 + copy.Length); edits > 0; edits--) copy[random.NextInt64(copy.Length)] = (int)random.NextInt64(60);
            return copy;
        }
        int[] tokens = new int[1 + random.NextInt64(30)];
        for (int i = 0; i < tokens.Length; i++) tokens[i] = 59 - (int)(random.NextDouble() * random.NextDouble() * 60);
        return tokens;
    }
}
