using System.Text;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests;

public sealed class TermMatcherTests
{
    private static readonly Gen<string> Words = OneOf("a", "A", "b", "B", " ", "-", "_", "é", "É", "ß", "σ", "ς", "Σ", "Ⱥ", "ⱥ", "İ", "\u212A", "k",
        "\u0301", "語", "\U00010400", "\U00010428", "\U0001F600").Array[1, 4].Select(string.Concat);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void Find_RandomTermsAndTexts_EqualsTryingEveryTermEverywhere() =>
        Gen.Select(Words.Array[1, 8], Words.Array[0, 12].Select(string.Concat), Gen.Bool, Gen.Bool).Sample((terms, text, ignoresCase, wholeWords) =>
        {
            var dictionary = new TermMatcher(terms, ignoresCase, wholeWords);
            Assert.Equal(PlainMasker.Find(text, terms, ignoresCase, wholeWords), dictionary.Find(Encoding.UTF8.GetBytes(text)));
        }, iter: 5_000);

    [Fact]
    public void Find_FewLetters_EqualsTryingEveryTermEverywhere() =>
        Gen.Select(Gen.Char['a', 'c'].Array[1, 7].Select(letters => new string(letters)).Array[1, 12],
            Gen.Char['a', 'd'].Array[0, 40].Select(letters => new string(letters))).Sample((terms, text) =>
            Assert.Equal(PlainMasker.Find(text, terms, false, false), new TermMatcher(terms).Find(Encoding.UTF8.GetBytes(text))), iter: 5_000);

    [Fact]
    public void Find_ManyTerms_EqualsTryingEveryTermEverywhere() =>
        // Too many for the search of .NET, and with letters of two bytes.
        Gen.Select(OneOf("a", "b", "é", "-").Array[2, 5].Select(string.Concat).Array[60, 80], OneOf("a", "b", "é", "-", " ").Array[0, 60].Select(string.Concat),
            Gen.Bool, Gen.Bool).Sample((terms, text, ignoresCase, wholeWords) =>
        {
            Assert.True(terms.Distinct().Count() > 32);
            Assert.Equal(PlainMasker.Find(text, terms, ignoresCase, wholeWords),
                new TermMatcher(terms, ignoresCase, wholeWords).Find(Encoding.UTF8.GetBytes(text)));
        }, iter: 1_000);

    [Fact]
    public void Find_MoreStatesThanRows_EqualsTryingEveryTermEverywhere()
    {
        // 26 classes and 60,000 states: only the first 9,700 have rows.
        var random = new SeededRandom(3);
        string[] terms = [.. Enumerable.Range(0, 3_000).Select(_ => Letters(ref random, 12 + (int)random.NextInt64(20)))];
        var dictionary = new TermMatcher(terms);
        Assert.True(dictionary.States > 40_000, $"{dictionary.States} states");
        var text = new StringBuilder();
        for (int i = 0; i < 400; i++)
        {
            string term = terms[random.NextInt64(terms.Length)];
            text.Append(Letters(ref random, (int)random.NextInt64(6))).Append(term.AsSpan(0, (int)random.NextInt64(term.Length + 1)));
            if (random.NextInt64(2) == 0) text.Append(terms[random.NextInt64(terms.Length)]);
        }
        List<TermMatch> expected = PlainMasker.Find(text.ToString(), terms, false, false);
        Assert.True(expected.Count > 150, $"{expected.Count} matches");
        Assert.Equal(expected, dictionary.Find(Encoding.UTF8.GetBytes(text.ToString())));
        Assert.Equal(expected, new TermMatcher(terms, ignoresCase: true).Find(Encoding.UTF8.GetBytes(text.ToString().ToUpperInvariant())));
    }

    [Theory]
    [InlineData("heart attack", "[M]", "heart", "heart attack", "attack")]
    [InlineData("heart attacks", "[M]s", "heart", "heart attack")]
    [InlineData("abcd", "a[M]d", "bc", "cd")]
    [InlineData("aaaa", "[M][M]", "aa")]
    public void Mask_SeveralTerms_LeftmostThenLongestWins(string text, string expected, params string[] terms) =>
        Assert.Equal(expected, new TermMatcher(terms).Mask(text, "[M]"));

    [Theory]
    [InlineData("cat concat cat's cat_", "[M] concat [M]'s cat_", "cat")]
    [InlineData(".NET x.NET .NETs", "[M] x[M] .NETs", ".NET")]
    [InlineData("e\u0301 e", "e\u0301 [M]", "e")]
    [InlineData("東京都 東京", "[M]都 [M]", "東京")]
    [InlineData("naïve naïvely", "[M] naïvely", "naïve")]
    [InlineData("a b ab", "[M] ab", "a", "a b", "b a")]
    public void Mask_WholeWords_StopsAtWordCharacters(string text, string expected, params string[] terms) =>
        Assert.Equal(expected, new TermMatcher(terms, wholeWords: true).Mask(text, "[M]"));

    [Theory]
    [InlineData("ASPIRIN aspirin", "[M] [M]", "Aspirin")]
    [InlineData("ΟΔΟΣ οδός οδος", "[M] οδός [M]", "οδοσ")]
    [InlineData("xȺyⱥz", "x[M]y[M]z", "ⱥ")]
    [InlineData("10\u212A", "10[M]", "k")]
    [InlineData("\U00010400", "[M]", "\U00010428")]
    [InlineData("İ i I", "İ [M] [M]", "i")]
    public void Mask_IgnoresCase_WhateverTheLengthInBytes(string text, string expected, params string[] terms) =>
        Assert.Equal(expected, new TermMatcher(terms, ignoresCase: true).Mask(text, "[M]"));

    [Fact]
    public void Mask_Twice_ChangesNothing() =>
        Gen.Select(Words.Array[1, 6], Words.Array[0, 12].Select(string.Concat), OneOf("[MASK]", "ab", "k ", "-a"), Gen.Bool, Gen.Bool)
            .Sample((terms, text, mask, ignoresCase, wholeWords) =>
            {
                var dictionary = new TermMatcher([.. terms, "MASK", "a"], ignoresCase, wholeWords);
                string once = dictionary.Mask(text, mask);
                Assert.Equal(once, dictionary.Mask(once, mask));
            }, iter: 5_000);

    [Fact]
    public void Find_HostileTermsAndText_FeedsEachByteOnce()
    {
        // Quadratic work would be 2e11 steps: the test would not end. All of a, aa, aaa, … are terms, and the text is a million times a.
        string[] terms = [.. Enumerable.Range(1, 1_500).Select(length => new string('a', length)), new string('a', 1_500) + "b"];
        byte[] text = [.. Enumerable.Repeat((byte)'a', 1_000_000)];
        foreach (bool ignoresCase in new[] { false, true })
        {
            IReadOnlyList<TermMatch> found = new TermMatcher(terms, ignoresCase).Find(text);
            Assert.Equal(667, found.Count);
            Assert.Equal(new TermMatch(0, 1_500), found[0]);
        }
        // No term ends at the end of a word, though very many start at each word.
        string[] inner = [.. Enumerable.Range(1, 1_000).Select(count => "a" + string.Concat(Enumerable.Repeat("a.a", count)))];
        Assert.Empty(new TermMatcher(inner, wholeWords: true).Find(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aa.", 300_000)) + "aa")));
        // The longest term fails at its end only.
        string almost = new string('a', 50_000) + "b";
        Assert.Equal(1_000_000, new TermMatcher([almost, "a"]).Find(text).Count);
    }

    [Fact]
    public void Find_Twice_AllocatesNothing()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("The heart and the naïve attack. ", 200)));
        var scratch = new TermScratch();
        foreach (bool options in new[] { false, true })
        {
            var dictionary = new TermMatcher(["heart", "naïve", "attack", "the"], options, options);
            Assert.Equal(0, Allocations.Least(() => dictionary.Find(text, scratch)));
            Assert.Equal(options ? 1_000 : 800, scratch.Chosen.Count);
        }
    }

    [Fact]
    public void Constructor_BadTerms_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new TermMatcher([]));
        Assert.Throws<ArgumentException>(() => new TermMatcher(["a", ""]));
        Assert.Contains("index 1", Assert.Throws<ArgumentException>(() => new TermMatcher(["a\uD800"])).Message);
        var dictionary = new TermMatcher(["a"]);
        Assert.Throws<ArgumentException>(() => dictionary.Mask("a", ""));
        Assert.Contains("'xyx'", Assert.Throws<ArgumentException>(() => dictionary.Mask("a", "xyx")).Message);
    }

    [Fact]
    public void Fingerprint_SameTermsInAnyOrder_IsTheSame()
    {
        string one = new TermMatcher(["a", "b", "a"]).Fingerprint;
        Assert.Equal(one, new TermMatcher(["b", "a"]).Fingerprint);
        Assert.NotEqual(one, new TermMatcher(["a", "b"], ignoresCase: true).Fingerprint);
        Assert.NotEqual(one, new TermMatcher(["a", "b"], wholeWords: true).Fingerprint);
        Assert.NotEqual(one, new TermMatcher(["ab"]).Fingerprint);
    }

    [Fact]
    public void Load_File_ReadsTrimmedLines()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["terms.txt"], " heart attack \n\n#hash\r\n");
        TermMatcher terms = TermMatcher.Load(folder["terms.txt"]);
        Assert.Equal(2, terms.Count);
        Assert.Equal("[M] [M]", terms.Mask("heart attack #hash", "[M]"));
        File.WriteAllText(folder["empty.txt"], "\n \n");
        Assert.Contains("empty.txt", Assert.Throws<InvalidDataException>(() => TermMatcher.Load(folder["empty.txt"])).Message);
        File.WriteAllBytes(folder["bad.txt"], [(byte)'a', (byte)'\n', 0xFF, (byte)'\n']);
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => TermMatcher.Load(folder["bad.txt"])).Message);
    }

    private static string Letters(ref SeededRandom random, int length)
    {
        var letters = new StringBuilder();
        for (int i = 0; i < length; i++) letters.Append((char)('a' + random.NextInt64(26)));
        return letters.ToString();
    }
}
