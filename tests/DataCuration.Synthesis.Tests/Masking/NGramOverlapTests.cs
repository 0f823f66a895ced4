using CsCheck;

namespace DataCuration.Synthesis.Tests;

public sealed class NGramOverlapTests
{
    [Theory]
    [InlineData("a b c", "a b d", 1, 2.0 / 3)]
    [InlineData("a b c", "a b d", 2, 0.5)]
    [InlineData("a b c", "a b d", 3, 0.0)]
    [InlineData("a a a b", "a", 1, 0.5)]
    [InlineData("a  b", "a\nb", 2, 1.0)]
    [InlineData("a", "a b", 2, 0.0)]
    [InlineData("", "a", 1, 0.0)]
    public void Measure_Examples_IsTheShareOfDistinctNGrams(string output, string input, int n, double expected) =>
        Assert.Equal(expected, NGramOverlap.Measure(output, input, n));

    [Fact]
    public void Measure_RandomTexts_EqualsSetsOfStrings() =>
        Gen.Select(Gen.Char['a', 'd'].Array[0, 20], Gen.Char['a', 'd'].Array[0, 20], Gen.Int[1, 4]).Sample((output, input, n) =>
        {
            HashSet<string> o = NGrams(output, n), i = NGrams(input, n);
            double expected = o.Count == 0 ? 0 : (double)o.Intersect(i).Count() / o.Count;
            Assert.Equal(expected, NGramOverlap.Measure(new Document("o", string.Join(' ', output)), new Document("i", string.Join(' ', input)), n));
        });

    [Fact]
    public void Measure_NoWords_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => NGramOverlap.Measure("a", "a", 0));

    private static HashSet<string> NGrams(char[] words, int n) =>
        [.. Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).Select(at => new string(words, at, n))];
}
