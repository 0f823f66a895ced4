using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Peers;

public sealed class PeerThresholdTests
{
    [Fact]
    public void WordRemoval_AShareBeyondTheLimit_Drops()
    {
        using var calls = new StageCalls(new DclmWordRemovalFilter());
        Document document = new Document("d", PeerCases.Words(95)).With(DclmWordCounter.PreviousWordCount, 100);
        Assert.False(calls.Apply(document).IsDrop);
        Assert.Equal("word_removal_ratio_filter", calls.Apply(document.WithText(PeerCases.Words(94))).Reason);
        Assert.Equal("word_removal_ratio_filter", calls.Apply(document.With(DclmWordCounter.PreviousWordCount, 0)).Reason);
    }

    [Theory]
    [InlineData(false, "http://www.bad.example:80/x", "url_substring_filter")]
    [InlineData(true, "http://www.bad.example:80/x", null)]
    [InlineData(true, "http://bad.example/x", "url_substring_filter")]
    [InlineData(false, "http://sub.bad.example/x", null)]
    public void UrlFilter_DomainWithPortAndWww_DependsOnFaults(bool copiesFaults, string url, string? reason)
    {
        using var calls = new StageCalls(new DclmUrlFilter
        {
            Banned = TermList.Of(["bad.example"]),
            ExactDomain = true,
            Ignored = ["www"],
            CopiesFaults = copiesFaults,
        });
        Assert.Equal(reason, calls.Apply(new Document("d", "x").With(WellKnownAnnotations.Url, url)).Reason);
    }

    [Theory]
    [InlineData(false, "Quick: see now.")]
    [InlineData(true, "Quick: see https://a.com/x now.")]
    public void UrlRemoval_TextThatBeginsWithNoDomain_DependsOnFaults(bool copiesFaults, string expected)
    {
        var stage = new DclmUrlRemoval { TopLevelDomains = TermList.Of(["com"]), CopiesFaults = copiesFaults };
        StageResult result = StageCalls.Once(stage, "Quick: see https://a.com/x now.");
        Assert.Equal(expected, result.Document?.Text ?? "Quick: see https://a.com/x now.");
    }

    [Fact]
    public void Mixer_EachLimit_DropsOneUnitBeyond()
    {
        using var calls = new StageCalls(new DolmaMixer());
        using var faulty = new StageCalls(new DolmaMixer { CopiesFaults = true });
        foreach (AttributeLimit limit in DolmaMixer.Version16)
        {
            var attribute = new AnnotationKey<double>(limit.Attribute);
            Document empty = new("d", "x");
            Assert.False(calls.Apply(empty).IsDrop);
            if (limit.Min > 0)
            {
                Assert.False(calls.Apply(empty.With(attribute, limit.Min)).IsDrop);
                Assert.Equal(limit.Attribute, calls.Apply(empty.With(attribute, Math.BitDecrement(limit.Min))).Reason);
            }
            if (!double.IsFinite(limit.Max)) continue;
            Assert.Equal(limit.ExcludesMax, calls.Apply(empty.With(attribute, limit.Max)).IsDrop);
            Assert.Equal(limit.Attribute, calls.Apply(empty.With(attribute, Math.BitIncrement(limit.Max))).Reason);
            bool hasEffect = !limit.Attribute.Contains("most_common", StringComparison.Ordinal);
            Assert.Equal(hasEffect, faulty.Apply(empty.With(attribute, Math.BitIncrement(limit.Max))).IsDrop);
        }
    }

    [Theory]
    [InlineData("rps_doc_word_count", 50, 100_000)]
    [InlineData("rps_doc_mean_word_length", 3, 10)]
    [InlineData("rps_doc_symbol_to_word_ratio", 0, 0.1)]
    [InlineData("rps_doc_frac_chars_top_2gram", 0, 0.2)]
    public void RedPajamaGopher_EachLimit_DropsOneUnitBeyond(string signal, double min, double max)
    {
        using var signals = new StageCalls(new RedPajamaSignals { WithoutLists = true });
        using var calls = new StageCalls(new RedPajamaGopherFilter());
        Document good = signals.Apply(PeerCases.Words(60)).Document!;
        Assert.False(calls.Apply(good).IsDrop);
        var key = new AnnotationKey<double>(signal);
        Assert.False(calls.Apply(good.With(key, min)).IsDrop);
        Assert.False(calls.Apply(good.With(key, max)).IsDrop);
        Assert.Equal(signal, calls.Apply(good.With(key, Math.BitIncrement(max))).Reason);
        Assert.Equal(signal, calls.Apply(good.With(key, min > 0 ? Math.BitDecrement(min) : -1)).Reason);
    }

    [Fact]
    public void RedPajamaGopher_NineOfTenBullets_AreKept()
    {
        using var signals = new StageCalls(new RedPajamaSignals { WithoutLists = true });
        using var calls = new StageCalls(new RedPajamaGopherFilter());
        string Make(int bullets) => PeerCases.Lines(10, i => (i < bullets ? "• " : "") + PeerCases.Words(8, 8 * i));
        Assert.False(calls.Apply(signals.Apply(Make(9)).Document!).IsDrop);
        Assert.Equal("rps_lines_start_with_bulletpoint", calls.Apply(signals.Apply(Make(10)).Document!).Reason);
    }

    [Fact]
    public void DolmaUrls_SubdomainOfABlockedDomain_DependsOnFaults()
    {
        TermList list = TermList.Of(["127.0.0.1 track.example", "west.example", "||blocked.example^"]);
        var own = new DolmaUrlTagger { Blocked = list, ByDomain = true };
        var faulty = new DolmaUrlTagger { Blocked = list, ByDomain = true, CopiesFaults = true };
        Assert.True(own.IsBlocked("http://a.track.example/x"));
        Assert.False(faulty.IsBlocked("http://a.track.example/x"));
        Assert.False(own.IsBlocked("http://127.0.0.1/"));
        Assert.True(faulty.IsBlocked("http://127.0.0.1/"));
        Assert.True(own.IsBlocked("https://west.example:8080"));
        Assert.False(own.IsBlocked("https://est.example"));
        Assert.True(faulty.IsBlocked("https://est.example"));
        Assert.True(own.IsBlocked("https://www.blocked.example/a?b"));
    }
}
