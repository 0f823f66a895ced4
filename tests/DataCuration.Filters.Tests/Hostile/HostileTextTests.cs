using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Hostile;

/// <summary>Texts that made stages throw or take quadratic time. Each of these took minutes to days: the run of the tests would be stopped.</summary>
public sealed class HostileTextTests
{
    [Fact]
    public void Fix_ChainOfMisreadCharacters_StopsAfterItsWork()
    {
        // Each pass of ftfy makes "Ã" of "Ãƒ", one character less.
        string repaired = new MojibakeRepair().Fix("Ã" + new string('ƒ', 100_000));
        Assert.InRange(repaired.Length, 1, 100_000);
        Assert.Equal(MojibakeEncoding.WorkFor(100), MojibakeEncoding.WorkFor(1));
    }

    [Theory]
    [InlineData(1, "Ã")]
    [InlineData(40, "Ã")]
    [InlineData(1500, "Ã")]
    public void Fix_ShortChainOfMisreadCharacters_IsRepairedToTheEnd(int length, string expected) =>
        Assert.Equal(expected, new MojibakeRepair().Fix("Ã" + new string('ƒ', length)));

    [Theory]
    [InlineData("&amp;amp;lt;x", "<x")]
    [InlineData("&amp;#38;#x26;gt;", ">")]
    [InlineData("&amp;nothing; &amp;", "&nothing; &")]
    [InlineData("&amp;&amp;amp;", "&&")]
    public void Fix_ReferenceMadeByAReference_IsReplacedToo(string text, string expected) => Assert.Equal(expected, new MojibakeRepair().Fix(text));

    [Fact]
    public void Fix_LongChainOfReferences_TakesLinearTime() =>
        Assert.Equal("&", new MojibakeRepair().Fix("&" + string.Concat(Enumerable.Repeat("amp;", 50_000))));

    [Fact]
    public void Evaluate_CommentsThatDoNotEnd_AreReadOnce()
    {
        string text = string.Concat(Enumerable.Repeat("<!--", 250_000)) + " >";
        Assert.True(StageCalls.Once(new NemoHtmlBoilerplateFilter(), text).IsKeep);
        Assert.Equal("html_boilerplate", StageCalls.Once(new NemoHtmlBoilerplateFilter(), "<!-- a --><!-- b -->" + new string(' ', 500)).Reason);
    }

    [Fact]
    public void Evaluate_LongWordsOfOneCharacter_AreSearchedInLinearTime()
    {
        string word = new('a', 400_000);
        StageResult result = StageCalls.Once(new NemoTopNGramFilter(), string.Join("  ", Enumerable.Repeat(word, 10)));
        Assert.True(result.IsKeep); // two blanks between the words: the n-gram with one blank does not occur
    }

    [Theory]
    [InlineData("aaaaaaa", "aa", 3)]
    [InlineData("abababab", "abab", 2)]
    [InlineData("aabaaabaab", "aab", 3)]
    [InlineData("xyz", "a", 0)]
    public void Count_OverlappingOccurrences_EqualsPythonsCount(string text, string part, int count)
    {
        Assert.Equal(count, LongSearch.Count(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(part)));
        Assert.Equal(count, Utf8.CountOccurrences(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(part)));
    }

    [Fact]
    public void Transform_TextThatRepeatsOnce_IsComparedOnce()
    {
        var random = new SeededRandom(5);
        string Letters(int count) => string.Create(count, 0, (span, _) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = (char)('a' + i % 2 * 13 + random.NextInt64(13)); // no letter twice in a row
        });
        string part = Letters(20_000);
        using var calls = new StageCalls(new DolmaRepetitionTagger());
        Document once = calls.Apply(part + part + Letters(100_000)).Document!, four = calls.Apply(part + part + ' ' + part + part + Letters(100)).Document!;
        var share = new AnnotationKey<double>("repetitions_v1__doc_frac_repetition");
        Assert.Equal(0, once.Get(share));
        Assert.Equal(80_001 / 80_101.0, four.Get(share), 12);
    }

    [Fact]
    public void Transform_RepeatedParts_HaveTheSpansOfTheExpression()
    {
        var expression = new Regex(@"(.+?)(\s?\1){3,}", RegexOptions.CultureInvariant);
        var random = new SeededRandom(11);
        using var calls = new StageCalls(new DolmaRepetitionTagger());
        int found = 0;
        for (int i = 0; i < 150; i++)
        {
            var text = new StringBuilder();
            while (text.Length < 160)
            {
                string part = string.Concat(Enumerable.Range(0, 1 + (int)random.NextInt64(14)).Select(_ => "abcd \n"[(int)random.NextInt64(6)]));
                for (int times = 1 + (int)random.NextInt64(5); times > 0; times--) text.Append(part).Append(random.NextInt64(3) == 0 ? " " : "");
            }
            string expected = string.Join(' ', expression.Matches(text.ToString()).Select(match => $"{match.Index}-{match.Index + match.Length}"));
            Document document = calls.Apply(text.ToString()).Document!;
            string actual = "";
            if (document.TryGetValue("repetitions_v1__repetition", out AnnotationValue spans))
            {
                using JsonDocument json = JsonDocument.Parse(spans.AsJson());
                actual = string.Join(' ', json.RootElement.EnumerateArray().Select(span => $"{span[0].GetInt32()}-{span[1].GetInt32()}"));
            }
            Assert.True(expected == actual, $"'{text}': {expected}, not {actual}");
            found += actual.Length > 0 ? 1 : 0;
        }
        Assert.True(found > 50, $"Only {found} texts have repetitions.");
    }

    [Fact]
    public void Evaluate_MoreBytesInWordsThanInTheText_IsMeasured()
    {
        // The Penn Treebank's rules write two characters for each quotation mark, and the buffers are those of a text as long.
        using var calls = new StageCalls(new GopherRepetitionFilter { Splitter = WordSplitter.PennTreebank, Annotates = true });
        Assert.NotNull(calls.Apply(Texts.Words(1500, 10)).Document);
        StageResult result = calls.Apply(new string('"', 20_000));
        Assert.True(result.IsDrop);
    }

    [Fact]
    public void Evaluate_ConvertedWords_AreCompared()
    {
        var fit = new ContaminationIndexFit { Simplifies = false, WordSplitter = WordSplitter.PennTreebank, Words = 3 };
        ContaminationIndexBuilder builder = fit.CreateBuilder();
        builder.Add("b", "i", builder.Hash(null, ["she said \"yes\""]));
        ContaminationIndex index = builder.Build();
        Assert.Equal(3, index.UnitCount); // she said `` yes ''
        StageResult found = StageCalls.Once(new ContaminationFilter(index) { Annotates = true }, "Then he said \"yes\"");
        Assert.Equal("contaminated", found.Reason);
        Assert.Equal("said `` yes", found.DroppedDocument!.Get(new AnnotationKey<string>("contamination.ngram")));
        Assert.True(StageCalls.Once(new ContaminationFilter(index), "he said 'yes'\"").IsKeep);
    }

    [Fact]
    public void IsBlocked_LongHost_TakesLinearTime()
    {
        var tagger = new DolmaUrlTagger { Blocked = TermList.Of(["bad.com", "ads.example.org"]), ByDomain = true };
        string labels = string.Concat(Enumerable.Repeat("a.", 500_000));
        Assert.False(tagger.IsBlocked("http://" + labels + "good.com/"));
        Assert.True(tagger.IsBlocked("http://" + labels + "bad.com/"));
        Assert.True(tagger.IsBlocked("https://x.ads.example.org"));
        Assert.False(tagger.IsBlocked("https://xbad.com"));
    }

    [Theory]
    [InlineData("http://www.a.com/x?ref=1", "a.com/x")]
    [InlineData("https://a.com/?id=1&ref=2", "a.com/?id=1&ref=2")]
    [InlineData("http://a.com/?utm_a\n?feed\nx?y/", "a.com/\n\nx?y")]
    public void Normalize_Queries_AreRemovedUpToTheLineEnd(string url, string expected) => Assert.Equal(expected, DclmUrl.Normalize(url));

    [Fact]
    public void Normalize_ManyQueries_TakeLinearTime() =>
        Assert.Equal("a" + new string('\n', 200_000), DclmUrl.Normalize("http://a" + string.Concat(Enumerable.Repeat("?ref\n", 200_000))));
}
