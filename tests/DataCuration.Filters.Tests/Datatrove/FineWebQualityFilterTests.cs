using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Datatrove;

public sealed class FineWebQualityFilterTests
{
    private static readonly FineWebQualityFilter Filter = new() { Splitter = WordSplitter.WhiteSpace };

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n\t", "empty")]
    public void Evaluate_BlankText_IsEmpty(string text, string reason) => Assert.Equal(reason, StageCalls.Once(Filter, text).Reason);

    [Theory]
    [InlineData(11, "line_punct_ratio")]
    [InlineData(12, null)]
    public void Evaluate_MarksInHundredLines_DropsBelowTwelve(int marks, string? reason) =>
        Assert.Equal(reason, StageCalls.Once(Filter, Lines(100, i => Texts.Words(8, 4 + (i % 9)) + i + (i < marks ? "。" : ""))).Reason);

    [Fact]
    public void Evaluate_BlankAfterTheMark_HidesIt() =>
        Assert.Equal("line_punct_ratio", StageCalls.Once(Filter, Lines(10, i => Texts.Words(8) + i + ". ")).Reason);

    [Fact]
    public void Evaluate_NoMarkAtAll_IsKeptOnRequest()
    {
        string text = Lines(10, i => Texts.Words(8) + i);
        Assert.Equal("line_punct_ratio", StageCalls.Once(Filter, text).Reason);
        Assert.True(StageCalls.Once(new FineWebQualityFilter { KeepsWithoutPunctuation = true }, text).IsKeep);
    }

    [Theory]
    [InlineData(67, null)]
    [InlineData(68, "short_line_ratio")]
    public void Evaluate_ShortLinesInHundred_DropsAboveSixtySeven(int count, string? reason) => Assert.Equal(reason,
        StageCalls.Once(new FineWebQualityFilter { MaxLineFeedsPerWord = null },
            Lines(100, i => new string('é', i < count ? 25 : 29) + Texts.Word(i, 4) + ".")).Reason);

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "char_dup_ratio")]
    public void Evaluate_RepeatedCharacters_DropsAboveAHundredth(int more, string? reason)
    {
        string copy = new string('c', 31 + more) + ".";
        string text = copy + "\n" + copy + "\n" + Lines(8, i => Texts.Words(6) + i + ".") + "\n";
        int fill = 3200 - text.Replace("\n", "", StringComparison.Ordinal).Length;
        Assert.Equal(reason, StageCalls.Once(new FineWebQualityFilter { MaxLineFeedsPerWord = null }, text + new string('z', fill)).Reason);
    }

    [Theory]
    [InlineData(10, null)]
    [InlineData(9, "list_ratio")]
    public void Evaluate_ThreeLineFeeds_DropsBelowTenWords(int words, string? reason)
    {
        string first = Texts.Words(words - 3, 12);
        var filter = new FineWebQualityFilter { Splitter = WordSplitter.WhiteSpace, MaxShortLines = null };
        Assert.Equal(reason, StageCalls.Once(filter, $"{first}.\nb.\nc.\nd.").Reason);
    }

    private static string Lines(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(0, count).Select(line));
}
