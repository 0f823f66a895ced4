using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DataCuration.Tests.Splitting;

public sealed class EnglishWordSplitterTests
{
    private static readonly string[] Pieces =
    [
        "a", "B", "word", "Word", "WORD", "é", "Ж", "水", "か", "𝒜", "1", "12", "2013", ".", ".", "..", "...", ",", ";", ":", "!", "?", "-", "--",
        "—", "–", "/", "'", "'", "’", "\"", "“", "”", "(", ")", "[", "]", "<", ">", "=", "+", "*", "^", "~", "&", "#", "%", "$", "US$", "€", "°",
        "°C", "…", "……", "🦀", "_", "@", "|", "\\", "¬", "ツ", "□", "'s", "’S", "n't", "'ll", "'ve", "km", "m/s", "kg", "mph", "²", "K", "Mr",
        "Mr.", "St.", "a.m", "a.m.", "e.g.", "Ph.D.", "cannot", "gonna", "he's", "I'm", "dont", "ol", "em", ":)", ":-)", ":'", "8", "D", "o",
        ":/", "3", "0", "O", "><(((*>", "http://", "www.", "example.com", "user", "a.b", "192.0.2", "and/or", "w/o", " ", " ", " ", "  ", "\n",
        " \n", "\t", "\u00A0", "\u3000", "\u2028", "\u0085",
    ];

    private static readonly EnglishReference Reference = new();

    [Theory]
    [InlineData("He said \"don't,\" didn't he?", "He|said|\"|do|n't|,|\"|did|n't|he|?")]
    [InlineData("(e.g., St.John) e.g.)", "(|e.g.|,|St.|John|)|e.g.|)")]
    [InlineData("ex-Mr. 5km/h 20%. US$5", "ex|-|Mr.|5|km/h|20|%|.|US$|5")]
    [InlineData("R2-D2 6,000-year 10-12", "R2|-|D2|6,000|-|year|10|-|12")]
    [InlineData("http://user:pw@host.example:80/a,b(c). x@y.example!", "http://user:pw@host.example:80/a,b(c|)|.|x@y.example|!")]
    [InlineData("8.8.8.8/x 10.0.0.1/x 192.168.1.1/x", "8.8.8.8/x|10.0.0.1|/|x|192.168.1.1|/|x")]
    [InlineData("A. B.C. McD. end. U.S. 25°C.", "A.|B.C.|McD.|end|.|U.S.|25|°|C|.")]
    [InlineData("wow:) foo;) hello:(", "wow|:)|foo|;)|hello|:(")]
    [InlineData("it's I’m ''quoted''", "it|'s|I|’m|''|quoted|''")]
    [InlineData("東京,水 日本語。", "東京|,|水|日本語|。")]
    [InlineData("", "")]
    [InlineData(" \n\t ", "")]
    public void Split_Text_GivesTheWordsOfSpacy(string text, string expected) => Assert.Equal(expected, string.Join('|', Words(text)));

    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "Test data.")]
    public void Split_RandomPieces_EqualsTheReference()
    {
        const int Seed = 20261130;
        var random = new Random(Seed);
        for (int i = 0; i < 500; i++)
        {
            var text = new StringBuilder();
            for (int left = random.Next(1, 14); left > 0; left--) text.Append(Pieces[random.Next(Pieces.Length)]);
            string value = text.ToString();
            string expected = string.Join('|', Reference.Split(value).Select(token => value.Substring(token.Start, token.Length)));
            string actual = string.Join('|', Words(value));
            Assert.True(expected == actual, $"Seed {Seed}, text {i} '{value}': expected {expected}, got {actual}");
        }
    }

    [Fact]
    public void Split_WordsCoverTheText_ButWhiteSpace()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Pieces));
        TextWords words = WordSplitter.English.Split(text);
        int at = 0, codePoints = 0;
        for (int i = 0; i < words.Count; i++)
        {
            Assert.True(Encoding.UTF8.GetString(text, at, words.GetStart(i) - at).EnumerateRunes().All(Rune.IsWhiteSpace));
            at = words.GetStart(i) + words[i].Length;
            codePoints += words.CountCodePoints(i);
        }
        Assert.Equal(words.CodePoints, codePoints);
    }

    [Theory]
    [InlineData("((((")]
    [InlineData("a.)")]
    [InlineData("a@b.c")]
    [InlineData("a-b")]
    [InlineData("....")]
    [InlineData("'")]
    [InlineData("水")]
    [InlineData("5km")]
    public void Split_LongTextWithoutWhiteSpace_TakesLinearTime(string piece)
    {
        // Quadratic time would take minutes.
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length)));
        foreach (WordSplitter splitter in All) Assert.True(splitter.Split(text).Count > 0);
        foreach (SentenceSplitter splitter in (SentenceSplitter[])[SentenceSplitter.English, SentenceSplitter.WhiteSpace, SentenceSplitter.Punkt])
            Assert.True(splitter.Split(text).Count > 0);
    }

    [Fact]
    public void Names_AreDistinct() => Assert.Equal(All.Length, All.Select(splitter => splitter.Name).Distinct().Count());

    private static WordSplitter[] All =>
        [WordSplitter.WhiteSpace, WordSplitter.English, WordSplitter.FastText, WordSplitter.Unicode, WordSplitter.WordPunct, WordSplitter.PennTreebank];

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (ReadOnlySpan<byte> word in WordSplitter.English.Split(Encoding.UTF8.GetBytes(text))) words.Add(Encoding.UTF8.GetString(word));
        return words;
    }
}
