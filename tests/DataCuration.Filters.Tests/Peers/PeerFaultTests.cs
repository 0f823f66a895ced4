using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Peers;

/// <summary>Places in which a stage decided otherwise than its peer.</summary>
public sealed class PeerFaultTests
{
    [Theory]
    [InlineData("_ a _b_ c", "_ a b c")]
    [InlineData("__ a __b__ c", "_ a __b_ c")]
    [InlineData("_ _ _x_", "_ _ x")]
    [InlineData("_a _ b", "_a _ b")]
    public void Transform_UnderscoreBeforeWhiteSpace_HidesNoLaterPair(string text, string expected)
    {
        StageResult result = StageCalls.Once(new NemoMarkdownRemover(), text);
        Assert.Equal(expected, result.Document?.Text ?? text);
    }

    [Fact]
    public void Evaluate_DclmRepetitionWithFastTextWords_SplitsAsFastText()
    {
        // A no-break space is no white space for fastText: one word, and no pair of words.
        string text = string.Join('\u00A0', Enumerable.Repeat("ab cd", 5).SelectMany(one => one.Split(' ')));
        Assert.Equal("top_2_gram", StageCalls.Once(new DclmRepetitionFilter { Words = DclmWordModel.WhiteSpace }, text).Reason);
        Assert.True(StageCalls.Once(new DclmRepetitionFilter { Words = DclmWordModel.FastText }, text).IsKeep);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void Dolma_PersonalData_IsJudgedByTheMixer(int addresses, bool isDropped)
    {
        Document document = new("d", string.Join(' ', Enumerable.Range(0, 60).Select(i => PeerCases.Word(i * 37) + (i % 9 == 0 ? " the of" : "")))
            + string.Concat(Enumerable.Range(0, addresses).Select(i => $" ann{i}@shop.example ")));
        string? reason = null;
        foreach (Stage stage in FilterProfiles.Dolma())
        {
            using var calls = new StageCalls((SynchronousStage)stage);
            StageResult result = calls.Apply(document);
            document = result.Document ?? document;
            if (result.IsDrop) reason = result.Reason;
        }
        Assert.Equal(isDropped ? "pii_regex_with_counts_fast_v2__doc_count" : null, reason);
    }

    [Theory]
    [InlineData("example.com/?to=http://other.com/x", "example.com")]
    [InlineData("http://www.example.com:80/a", "example.com")]
    [InlineData("https://a.example.com/?u=https://b.com", "a.example.com")]
    public void Of_AddressInAQuery_IsNotTheSite(string url, string site) => Assert.Equal(site, SiteNames.Of(url, null));

    [Theory]
    [InlineData("http://bad.com/")]
    [InlineData("https://bad.com")]
    [InlineData("BAD.com")]
    [InlineData("bad.com/")]
    public void Evaluate_DomainThatIsAnAddress_IsItsHost(string entry)
    {
        using var calls = new StageCalls(new UrlFilter(new UrlLists { Domains = [entry] }, PublicSuffixList.Parse("com\n")));
        Assert.Equal("domain", calls.Apply(new Document("d", "x").With(WellKnownAnnotations.Url, "http://bad.com/page")).Reason);
        Assert.True(calls.Apply(new Document("d", "x").With(WellKnownAnnotations.Url, "http://notbad.com/page")).IsKeep);
    }
}
