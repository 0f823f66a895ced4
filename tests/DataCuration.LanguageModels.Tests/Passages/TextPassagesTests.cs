using CsCheck;

namespace DataCuration.LanguageModels.Tests;

public sealed class TextPassagesTests
{
    private static string[] Split(string text, int maxWords, params int[] breaks) =>
        [.. TextPassages.Split(text, maxWords, breaks).Select(passage => text[passage])];

    [Theory]
    [InlineData("", "")]
    [InlineData(" \n\n \t", "")]
    [InlineData("a b c d", "a b c d")]
    [InlineData("a b c d e", "a b c d|e")] // a line that is too long is divided between words
    [InlineData("a b\n\nc d\n\ne", "a b\n\nc d|e")] // paragraphs are kept together
    [InlineData("a\n\nb c d e\n\nf", "a|b c d e|f")]
    [InlineData("a b\nc d\ne f\n\ng", "a b\nc d|e f\n\ng")] // a paragraph that is too long is divided between lines
    [InlineData("  a b \r\n  c  \r\n\r\n d ", "a b \r\n  c  \r\n\r\n d")]
    public void Split_FourWords_UsesTheLargestBorders(string text, string expected) =>
        Assert.Equal(expected.Length == 0 ? [] : expected.Split('|'), Split(text, 4));

    [Fact]
    public void Split_ScriptsWithoutBlanksAndLongWords_AreBounded()
    {
        Assert.All(Split(new string('水', 1_000), 100), passage => Assert.InRange(passage.Length, 1, 200));
        string[] parts = Split("start " + string.Concat(Enumerable.Repeat("😀", 500)) + " end", 10);
        Assert.All(parts, part => Assert.True(part.Length <= 200 && !char.IsLowSurrogate(part[0]) && !char.IsHighSurrogate(part[^1])));
        Assert.Equal(["start", "end"], [parts[0], parts[^1]]);
    }

    [Fact]
    public void Split_Breaks_CountAtTheStartOfLinesOnly()
    {
        const string Text = "one two\nthree\n\nfour five";
        Assert.Equal(["one two\nthree", "four five"], Split(Text, 100, 0, 15));
        Assert.Equal(["one two", "three\n\nfour five"], Split(Text, 100, 8));
        Assert.Equal([Text], Split(Text, 100, 3, 11, 900));
    }

    [Fact]
    public void Split_AnyText_KeepsEveryCharacterAndTheLimit() => Gen.Select(
        Gen.Char["ab \n\r\t水😀é"].Array[0, 120].Select(letters => new string(letters)), Gen.Int[1, 12], Gen.Int[0, 130].Array[0, 4])
        .Sample((text, maxWords, breaks) =>
    {
        List<Range> passages = TextPassages.Split(text, maxWords, [.. breaks.Order()]);
        int at = 0;
        foreach (Range passage in passages)
        {
            Assert.True(string.IsNullOrWhiteSpace(text[at..passage.Start]));
            string own = text[passage];
            Assert.Equal(own.Trim(), own);
            Assert.NotEmpty(own);
            Assert.True(TextPassages.Measure(own) <= maxWords * Utf8Words.UnitsPerWord || own.Length == 1, own);
            at = passage.End.Value;
        }
        Assert.True(string.IsNullOrWhiteSpace(text[at..]));
    }, threads: 1);
}
