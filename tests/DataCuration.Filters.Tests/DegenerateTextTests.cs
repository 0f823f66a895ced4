using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests;

/// <summary>Texts that break peers: empty, blank, one character, all planes, and a huge line.</summary>
public sealed class DegenerateTextTests
{
    public static TheoryData<string> Names => [.. Filters.Keys];

    private static readonly SortedDictionary<string, Func<bool, DocumentFilter>> Filters = new(StringComparer.Ordinal)
    {
        ["gopher_quality"] = annotates => new GopherQualityFilter { Annotates = annotates },
        ["gopher_quality_off"] = annotates => new GopherQualityFilter { Annotates = annotates, MinWords = null, MinStopWords = null },
        ["gopher_repetition"] = annotates => new GopherRepetitionFilter { Annotates = annotates },
        ["c4_quality"] = annotates => new C4QualityFilter { Annotates = annotates },
        ["c4_sentences"] = annotates => new C4QualityFilter { Annotates = annotates, SplitsLines = false, MinSentences = null, RequiresTerminalMark = false },
        ["c4_paragraph"] = annotates => new C4ParagraphFilter { Annotates = annotates },
        ["c4_badwords"] = annotates => new C4BadWordsFilter(new(new Dictionary<string, IReadOnlyList<string>> { ["en"] = ["bad"] })) { Annotates = annotates },
        ["fineweb"] = annotates => new FineWebQualityFilter { Annotates = annotates },
        ["unigram"] = annotates => new UnigramLogProbFilter(new([KeyValuePair.Create("the", 1L)])) { Annotates = annotates },
        ["regex"] = annotates => new RegexFilter("a+b") { Annotates = annotates },
        ["characters"] = annotates => new CharacterCountFilter { Min = 1, Annotates = annotates },
        ["words"] = annotates => new WordCountFilter { Min = 1, Annotates = annotates },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluate_DegenerateTexts_NeverThrows(string name)
    {
        using StageCalls plain = new(Filters[name](false)), annotating = new(Filters[name](true));
        foreach (string text in new[]
        {
            "", " ", "\n", "\r\n\r\n", "\u0085", "\u2028\u2029", "a", ".", "#", "…", "•", "水", "😀", "\0", "\uFEFF", "\u200B", "İΣ", "[", "[1]", "{",
            "😀😀😀 😀😀😀\n😀", "\u0301\u0301", "a\u2028", "-\n-\n-", new('x', 5000), string.Concat(Enumerable.Repeat("😀\n", 3000)),
        })
        {
            StageResult first = plain.Apply(text), second = annotating.Apply(text);
            Assert.Equal(first.Reason, second.Reason);
            Assert.False(second.IsKeep);
        }
    }

    [Theory]
    [InlineData("gopher_quality")]
    [InlineData("gopher_repetition")]
    [InlineData("c4_quality")]
    [InlineData("fineweb")]
    [InlineData("c4_badwords")]
    public void Evaluate_TenMegabytesInOneLine_TakesLinearTime(string name)
    {
        using var calls = new StageCalls(Filters[name](false));
        foreach (string piece in new[] { "x", "alpha beta the of " })
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 10_000_000 / piece.Length)));
            // Quadratic time would be hours: the run of the tests would be stopped.
            Assert.False(calls.Apply(new Document("d"u8.ToArray(), text, DocumentOrigin.None)).IsReplace);
        }
    }
}
