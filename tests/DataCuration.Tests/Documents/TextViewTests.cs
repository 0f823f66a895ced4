using System.Globalization;
using System.Text;
using CsCheck;

namespace DataCuration.Tests.Documents;

public sealed class TextViewTests
{
    /// <summary>Letters, combining marks, characters of 1 to 4 bytes, all white space, line ends, and characters that look like white space.</summary>
    private static readonly string[] Pieces =
    [
        "a", "Zebra", ".", "•", "…", "é", "e\u0301", "漢字", "😀", " ", "  ", "\n", "\r\n", "\r", "\t", "\v", "\f", "\u001C",
        "\u001F", "\u0085", "\u00A0", "\u1680",
        "\u2000", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\u200B", "\u180E", "\uFEFF", "\0", "\u001B", "\u2007",
        "\u00A1", "\u1681", "\u3001", "\u208B",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 60].Select(string.Concat);

    [Fact]
    public void Words_AnyText_AreThoseOfANaiveSplit() => Texts.Sample(text =>
    {
        TextWords words = new Document("a", text).Words;
        string[] expected = [.. SplitNaively(text)];
        Assert.Equal(expected, Enumerable.Range(0, words.Count).Select(i => Encoding.UTF8.GetString(words[i])));
        Assert.Equal(expected, Enumerate(words));
        Assert.Equal(expected.Select(CodePoints), Enumerable.Range(0, words.Count).Select(words.CountCodePoints));
        Assert.Equal(expected.Sum(CodePoints), words.CodePoints);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < words.Count; i++) Assert.True(utf8.AsSpan(words.GetStart(i)).StartsWith(words[i]));
        for (int offset = 0; offset <= utf8.Length; offset++)
            Assert.Equal(Enumerable.Range(0, words.Count).Count(i => words.GetStart(i) < offset), words.FindFirst(offset));
    });

    [Fact]
    public void Lines_AnyText_AreThoseOfANaiveSplit() => Texts.Sample(text =>
    {
        TextLines lines = new Document("a", text).Lines;
        List<string> expected = [.. text.Split('\n')];
        bool hasFinal = text.EndsWith('\n');
        if (expected[^1].Length == 0) expected.RemoveAt(expected.Count - 1);
        for (int i = 0; i < expected.Count; i++)
            if (expected[i].EndsWith('\r') && (hasFinal || i < expected.Count - 1)) expected[i] = expected[i][..^1];
        Assert.Equal(expected, Enumerable.Range(0, lines.Count).Select(i => Encoding.UTF8.GetString(lines[i])));
        Assert.Equal(expected, Enumerate(lines));
        Assert.Equal(expected.Select(CodePoints), Enumerable.Range(0, lines.Count).Select(lines.CountCodePoints));
        Assert.Equal(text.Count(c => c == '\n'), lines.LineFeeds);
        Assert.Equal(hasFinal, lines.HasFinalLineEnd);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < lines.Count; i++) Assert.True(utf8.AsSpan(lines.GetStart(i)).StartsWith(lines[i]));
    });

    [Fact]
    public void Words_OfALine_AreFoundByItsBounds() => Texts.Sample(text =>
    {
        var document = new Document("a", text);
        for (int i = 0; i < document.Lines.Count; i++)
        {
            int start = document.Lines.GetStart(i);
            int first = document.Words.FindFirst(start);
            int end = document.Words.FindFirst(start + document.Lines[i].Length);
            TextWords own = TextWords.Split(document.Lines[i].ToArray());
            Assert.Equal(Enumerate(own), Enumerable.Range(first, end - first).Select(w => Encoding.UTF8.GetString(document.Words[w])));
        }
    });

    [Fact]
    public void Words_EveryCodePoint_SplitsWhereWhiteSpaceIs()
    {
        // The Unicode property White_Space and the four separators that Python's str.split() counts as well.
        int[] spaces =
        [
            .. Enumerable.Range(0x9, 5), .. Enumerable.Range(0x1C, 5), 0x85, 0xA0, 0x1680, .. Enumerable.Range(0x2000, 11),
            0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
        ];
        var found = new List<int>();
        for (int c = 0; c <= 0x10FFFF; c++)
            if (Rune.IsValid(c) && TextWords.Split(Encoding.UTF8.GetBytes($"a{new Rune(c)}b")).Count == 2) found.Add(c);
        Assert.Equal(spaces, found);
    }

    [Fact]
    public void Views_LongText_KeepEverything()
    {
        string text = string.Join('\n', Enumerable.Range(0, 5_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i} ü")));
        var document = new Document("a", text);
        Assert.Equal((5_000, 15_000, 4_999), (document.Lines.Count, document.Words.Count, document.Lines.LineFeeds));
        Assert.Equal("line 4999 ü", Encoding.UTF8.GetString(document.Lines[4_999]));
        Assert.Equal("4999", Encoding.UTF8.GetString(document.Words[14_998]));
    }

    [Fact]
    public void Views_IndexOutOfRange_IsRefused()
    {
        var document = new Document("a", "one two");
        Assert.Throws<ArgumentOutOfRangeException>(() => document.Words[2].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => document.Words.GetStart(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => document.Lines[1].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => document.Lines.CountCodePoints(-1));
    }

    [Fact]
    public void Views_TextUnchanged_AreShared()
    {
        var document = new Document("a", "one two\nthree");
        TextLines lines = document.Lines;
        TextWords words = document.Words;
        Assert.Same(lines, document.Lines);
        Assert.Same(words, document.Words);
        Document annotated = document.With(new AnnotationKey<int>("n"), 1).Edit().SetId("b").Build();
        Assert.Same(lines, annotated.Lines);
        Assert.Same(words, annotated.Words);
    }

    [Fact]
    public void Views_TextChanged_AreThoseOfTheNewText()
    {
        var document = new Document("a", "one two\nthree");
        Assert.Equal((2, 3), (document.Lines.Count, document.Words.Count));
        Document[] edited = [document.WithText("four"), document.WithText("four"u8.ToArray()), document.Edit().SetText("four").Build()];
        foreach (Document copy in edited) Assert.Equal((1, 1), (copy.Lines.Count, copy.Words.Count));
        Assert.Equal((2, 3), (document.Lines.Count, document.Words.Count));
    }

    [Fact]
    public void Views_ManyThreads_GetOneInstance()
    {
        for (int round = 0; round < 50; round++)
        {
            var document = new Document("a", string.Concat(Enumerable.Repeat("some words\n", 200)));
            var words = new TextWords[4];
            var lines = new TextLines[4];
            Parallel.For(0, 4, i => (words[i], lines[i]) = (document.Words, document.Lines));
            Assert.Single(words.Distinct());
            Assert.Single(lines.Distinct());
        }
    }

    [Fact]
    public void CountCodePoints_AnyText_IsTheNumberOfRunes() =>
        Texts.Array[0, 4].Select(string.Concat).Sample(text => Utf8CodePoints.Count(Encoding.UTF8.GetBytes(text)) == CodePoints(text));

    private static int CodePoints(string text) => text.EnumerateRunes().Count();

    private static IEnumerable<string> SplitNaively(string text)
    {
        var word = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && rune.Value is not (>= 0x1C and <= 0x1F)) { word.Append(rune); continue; }
            if (word.Length > 0) yield return word.ToString();
            word.Clear();
        }
        if (word.Length > 0) yield return word.ToString();
    }

    private static List<string> Enumerate(TextWords words)
    {
        var found = new List<string>();
        foreach (ReadOnlySpan<byte> word in words) found.Add(Encoding.UTF8.GetString(word));
        return found;
    }

    private static List<string> Enumerate(TextLines lines)
    {
        var found = new List<string>();
        foreach (ReadOnlySpan<byte> line in lines) found.Add(Encoding.UTF8.GetString(line));
        return found;
    }
}
