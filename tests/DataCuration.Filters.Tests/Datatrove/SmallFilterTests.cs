using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Datatrove;

public sealed class SmallFilterTests
{
    [Fact]
    public void SamplerFilter_SmallerShare_IsSubset()
    {
        using StageCalls small = new(new SamplerFilter { Share = 0.2 }), large = new(new SamplerFilter { Share = 0.6 });
        using StageCalls other = new(new SamplerFilter { Share = 0.2, Seed = 1 });
        int kept = 0, differ = 0;
        for (int i = 0; i < 2000; i++)
        {
            var document = new Document($"doc-{i}", "text");
            bool inSmall = !small.Apply(document).IsDrop;
            if (inSmall) Assert.False(large.Apply(document).IsDrop);
            kept += inSmall ? 1 : 0;
            differ += inSmall != !other.Apply(document).IsDrop ? 1 : 0;
        }
        Assert.InRange(kept, 340, 460);
        Assert.True(differ > 400);
        Assert.Equal("sampler", StageCalls.Once(new SamplerFilter { Share = 0 }, "text").Reason);
        Assert.True(StageCalls.Once(new SamplerFilter { Share = 1 }, "text").IsKeep);
    }

    [Fact]
    public void InverseFilter_OfASampler_KeepsTheRest()
    {
        using StageCalls sampler = new(new SamplerFilter()), inverse = new(new InverseFilter(new SamplerFilter()));
        for (int i = 0; i < 100; i++) Assert.NotEqual(sampler.Apply(new Document($"{i}", "")).IsDrop, inverse.Apply(new Document($"{i}", "")).IsDrop);
    }

    [Theory]
    [InlineData("common common", null)]
    [InlineData("Common rare", null)]
    [InlineData("common unseen", "unigram_log_prob")]
    [InlineData("", null)]
    public void UnigramLogProbFilter_MeanOfLogs_IsComparedWithTheLimit(string text, string? reason)
    {
        var table = new UnigramTable([KeyValuePair.Create("common", 999L), KeyValuePair.Create("rare", 1L)]);
        // log(0.999) = -0.001, log(0.001) = -6.91, log(1e-9) = -20.7
        Assert.Equal(reason, StageCalls.Once(new UnigramLogProbFilter(table) { MinLogProbability = -3.5 }, text).Reason);
    }

    [Fact]
    public void UnigramTable_Load_ReadsTheFileOfDatatrove()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "unigram_freq.csv");
        File.WriteAllText(path, "word,count\nthe,3\nof,1\n");
        Assert.Equal(new UnigramTable([KeyValuePair.Create("the", 3L), KeyValuePair.Create("of", 1L)]).Fingerprint, UnigramTable.Load(path).Fingerprint);
        File.WriteAllText(path, "the\n");
        Assert.Contains("entry 1", Assert.Throws<InvalidDataException>(() => UnigramTable.Load(path)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new UnigramLogProbFilter(null!));
    }

    [Fact]
    public void RegexFilter_Match_Drops()
    {
        Assert.Equal("regex", StageCalls.Once(new RegexFilter(@"\bspam\b"), "some spam here").Reason);
        Assert.True(StageCalls.Once(new RegexFilter(@"\bspam\b"), "some Spam here").IsKeep);
        Assert.Equal("regex", StageCalls.Once(new RegexFilter(@"\bspam\b", ignoresCase: true), "some Spam here").Reason);
        Assert.Throws<ArgumentException>(() => new RegexFilter(@"(a)\1"));
        Assert.ThrowsAny<ArgumentException>(() => new RegexFilter("("));
    }

    [Theory]
    [InlineData("éé", "too_short")]
    [InlineData("ééé", null)]
    [InlineData("😀😀😀😀", null)]
    [InlineData("😀😀😀😀😀", "too_long")]
    public void CharacterCountFilter_CodePoints_AreCounted(string text, string? reason) =>
        Assert.Equal(reason, StageCalls.Once(new CharacterCountFilter { Min = 3, Max = 4 }, text).Reason);

    [Theory]
    [InlineData("one two", "too_short")]
    [InlineData("one two three", null)]
    [InlineData("one two three four", "too_long")]
    public void WordCountFilter_Words_AreCounted(string text, string? reason) =>
        Assert.Equal(reason, StageCalls.Once(new WordCountFilter { Min = 3, Max = 3 }, text).Reason);

    [Theory]
    [InlineData("ab", "too_short")]
    [InlineData("abc", null)]
    [InlineData("éé", "too_long")]
    public void TokenCountFilter_Tokens_AreCounted(string text, string? reason) =>
        Assert.Equal(reason, StageCalls.Once(new TokenCountFilter(ByteTokenEncoder.Instance) { Min = 3, Max = 3 }, text).Reason);

    [Theory]
    [InlineData("2019-12-31", "before_span")]
    [InlineData("2020-01-01", null)]
    [InlineData("2020-12-31T23:59:59Z", null)]
    [InlineData("2021-01-01T00:30:00+01:00", null)]
    [InlineData("2021-01-01", "after_span")]
    [InlineData(null, "no_date")]
    public void DateFilter_Span_IsHalfOpen(string? date, string? reason)
    {
        var filter = new DateFilter { From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), To = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        using var calls = new StageCalls(filter);
        var document = new Document("d", "text");
        if (date is not null) document = document.With(new AnnotationKey<string>("date"), date);
        Assert.Equal(reason, calls.Apply(document).Reason);
        Assert.Throws<InvalidDataException>(() => calls.Apply(document.With(new AnnotationKey<string>("date"), "soon")));
    }

    [Theory]
    [InlineData("a\n---\nb", "a\nb")]
    [InlineData("a\n- - -\n\n___\nb", "a\n\nb")]
    [InlineData("\t-\t\nx", "\t-\t\nx")]
    [InlineData("a\nb", "a\nb")]
    [InlineData("---", "")]
    public void SymbolLineRemover_Lines_AreRemoved(string text, string expected)
    {
        StageResult result = StageCalls.Once(new SymbolLineRemover(), text);
        Assert.Equal(expected, result.Document?.Text ?? text);
        Assert.Equal(expected == text, result.IsKeep);
    }

    [Fact]
    public void SymbolLineRemover_Replacement_StandsForARun() =>
        Assert.Equal("a\n\n\nb", StageCalls.Once(new SymbolLineRemover { Symbols = "|", Replacement = "\n" }, "a\n| |\n|\nb").Document!.Text);
}
