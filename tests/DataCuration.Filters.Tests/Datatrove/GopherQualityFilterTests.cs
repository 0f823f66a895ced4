using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Datatrove;

/// <summary>One document at each limit and one unit beyond it.</summary>
public sealed class GopherQualityFilterTests
{
    private static readonly GopherQualityFilter OnlyLength =
        new() { Splitter = WordSplitter.WhiteSpace, MinStopWords = null, MinWords = 10, MaxWords = 20, MinAlphaWordRatio = null };

    private static readonly GopherQualityFilter Other = new() { Splitter = WordSplitter.WhiteSpace, MinStopWords = null, MinWords = null, MaxWords = null };

    [Theory]
    [InlineData(9, "gopher_short_doc")]
    [InlineData(10, null)]
    [InlineData(20, null)]
    [InlineData(21, "gopher_long_doc")]
    public void Evaluate_WordsAroundLimits_DropsOutside(int words, string? reason)
    {
        Assert.Equal(reason, StageCalls.Once(OnlyLength, Texts.Words(words)).Reason);
        Assert.Equal(reason, StageCalls.Once(OnlyLength, Texts.Words(words) + " - … ?!").Reason); // punctuation is no word
    }

    [Theory]
    [InlineData(29, "gopher_below_avg_threshold")]
    [InlineData(30, null)]
    [InlineData(100, null)]
    [InlineData(101, "gopher_above_avg_threshold")]
    public void Evaluate_TenWordsOfSoManyLetters_DropsOutsideOfMeans(int letters, string? reason)
    {
        string text = string.Join(' ', Enumerable.Range(0, 10).Select(i => new string('é', (letters / 10) + (i < letters % 10 ? 1 : 0))));
        Assert.Equal(reason, StageCalls.Once(Other, text).Reason);
    }

    [Theory]
    [InlineData('#', 2, null)]
    [InlineData('#', 3, "gopher_too_many_hashes")]
    [InlineData('…', 2, null)]
    [InlineData('…', 3, "gopher_too_many_ellipsis")]
    public void Evaluate_SymbolsInTwentyWords_DropsAboveATenth(char symbol, int count, string? reason) =>
        Assert.Equal(reason, StageCalls.Once(Other, new string(symbol, count) + Texts.Words(20)).Reason);

    [Theory]
    [InlineData("- ", 9, null)]
    [InlineData("  •", 10, "gopher_too_many_bullets")]
    public void Evaluate_BulletsInTenLines_DropsAboveNineTenths(string bullet, int count, string? reason) =>
        Assert.Equal(reason, StageCalls.Once(Other, Lines(i => (i < count ? bullet : "") + Texts.Words(9))).Reason);

    [Theory]
    [InlineData("…", 3, null)]
    [InlineData("... ", 4, "gopher_too_many_end_ellipsis")]
    public void Evaluate_EllipsesAtEndsOfTenLines_DropsAboveThreeTenths(string end, int count, string? reason) =>
        Assert.Equal(reason, StageCalls.Once(Other, Lines(i => Texts.Words(9) + (i < count ? end : ""))).Reason);

    [Theory]
    [InlineData(8, null)]
    [InlineData(7, "gopher_below_alpha_threshold")]
    public void Evaluate_LettersInTenWords_DropsBelowFourFifths(int letters, string? reason) =>
        Assert.Equal(reason, StageCalls.Once(Other, string.Join(' ', Enumerable.Range(0, 10).Select(i => i < letters ? "水水水" : "12345"))).Reason);

    [Theory]
    [InlineData("the the be", null)]
    [InlineData("the the The", "gopher_enough_stop_words")]
    public void Evaluate_StopWords_AreDistinctAndCaseSensitive(string words, string? reason) =>
        Assert.Equal(reason,
            StageCalls.Once(new GopherQualityFilter { Splitter = WordSplitter.WhiteSpace, MinWords = 1 }, Texts.Words(20) + " " + words).Reason);

    [Fact]
    public void Evaluate_LimitsOfZero_TurnRulesOff()
    {
        var off = new GopherQualityFilter
        {
            MinWords = 0,
            MaxWords = 0,
            MinMeanWordLength = 0,
            MaxMeanWordLength = 0,
            MaxSymbolWordRatio = 0,
            MaxBulletLineRatio = 0,
            MaxEllipsisLineRatio = 0,
            MinAlphaWordRatio = 0,
            MinStopWords = 0,
        };
        foreach (string text in new[] { "", " ", "#", "- ...", "1 2 3" }) Assert.True(StageCalls.Once(off, text).IsKeep);
    }

    private static string Lines(Func<int, string> line) => string.Join('\n', Enumerable.Range(0, 10).Select(line));
}
