using System.Text;

namespace DataCuration.Tokenization.Tests;

public sealed class SplitPatternTests
{
    [Theory]
    [InlineData(@"\p{Han}+|\p{Hiragana}+|\p{Katakana}", "\u6F22\u5B57\u304B\u306A\u30AB\U00020000", "\u6F22\u5B57|\u304B\u306A|\u30AB|\U00020000")]
    [InlineData("(?i:'s|ss)", "'S'\u017FsS\u1E9E", "'S|'\u017F|sS")]
    [InlineData("x*", "axxb", "|xx|")]
    [InlineData("a++b|a+", "aab aaa", "aab|aaa")]
    [InlineData("(?:ab|a[bc]*)+?c", "abcabac", "abc|abac")]
    [InlineData(@"[^\r\n]{1,3}", "abcd\nef", "abc|d|ef")]
    [InlineData(@"(?<!e)\s|(?<=e)x", "a e ex", " |x")]
    [InlineData(@"\x{1F600}|\u0041|\x42", "AB\U0001F600", "A|B|\U0001F600")]
    [InlineData("(?x) a b # comment", "ab ab", "ab|ab")]
    [InlineData(@"(?i)k\b", "k K \u212A kx", "k|K|\u212A")]
    [InlineData("[a&&[^b]]|[b-c&&c]|[]x]", "abc]x", "a|c|]|x")]
    [InlineData("^.|.$", "ab\ncd", "a|b|c|d")]
    [InlineData(@"(?<name>a)(?#note)b{2,}|a{,2}", "abb a", "abb|a")]
    [InlineData("a{x}", "a{x}", "a{x}")]
    [InlineData(@"\P{^Lu}[[:digit:]]", "A1b2", "A1")]
    [InlineData("(a+)?b", "aab b", "aab|b")]
    [InlineData("a+?b|a+?", "aab a", "aab|a")]
    [InlineData("(?:ab)??c|a{2}?", "abc aa", "abc|aa")]
    [InlineData("[a-f&&b-e&&[^c]]+", "abcde", "b|de")]
    public void FindAll_OnigurumaSyntax_Matches(string pattern, string text, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var matches = new List<int>();
        SplitPattern.Expression(pattern).FindAll(bytes, matches);
        Assert.Equal(expected, string.Join('|', matches.Chunk(2).Select(range => Encoding.UTF8.GetString(bytes[range[0]..range[1]]))));
    }

    [Theory]
    [InlineData(@"(a)\1", @"\1")]
    [InlineData("(?<=ab)c", "look-behind")]
    [InlineData(@"\p{Nothing}", "Nothing")]
    [InlineData("(?:a*)*", "can be empty")]
    [InlineData("(a", "without a ')'")]
    [InlineData("a)", "without a '('")]
    [InlineData("[a", "without a ']'")]
    [InlineData("*a", "repetition of nothing")]
    [InlineData("(?~a)", "unknown kind")]
    [InlineData("[[:nothing:]]", "nothing")]
    [InlineData(@"\q", @"\q")]
    [InlineData(@"\x{110000}", "too large")]
    [InlineData("(?:(?:ab){900}){900}", "too many parts")]
    public void Expression_UnknownPart_IsRefusedByName(string pattern, string expected)
    {
        string message = Assert.Throws<NotSupportedException>(() => SplitPattern.Expression(pattern)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(pattern, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "+", 400_000, "", "the limit of 100")]
    [InlineData("a", "??", 20_000, "", "the limit of 100")]
    [InlineData("(?:ab)", "??", 101, "", "the limit of 100")]
    [InlineData("a", "{1,2}", 20_000, "", "the limit of 100")]
    [InlineData("", "(", 400_000, "", "the limit of 100")]
    [InlineData("", "(?:a|", 50_000, "", "the limit of 100")]
    [InlineData("", "(?=", 50_000, "", "the limit of 100")]
    [InlineData("", "(?i:", 50_000, "", "the limit of 100")]
    [InlineData("", "[", 400_000, "", "too many nested classes")]
    [InlineData("", "a", 400_000, "", "too many parts")]
    [InlineData("", "a|", 400_000, "", "too many parts")]
    public void Expression_DeepOrLongPattern_IsRefused(string start, string repeated, int times, string end, string expected)
    {
        string pattern = start + string.Concat(Enumerable.Repeat(repeated, times)) + end;
        string message = Assert.Throws<NotSupportedException>(() => SplitPattern.Expression(pattern)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 500);
    }

    [Theory]
    [InlineData("", "(?:", "a+", ")?", 99)]
    [InlineData("", "(?:b|", "a", ")", 99)]
    [InlineData("(?:a|bb)", "", "", "??", 100)]
    public void Expression_PatternAtTheLimit_Matches(string start, string open, string middle, string close, int times)
    {
        string pattern = start + string.Concat(Enumerable.Repeat(open, times)) + middle + string.Concat(Enumerable.Repeat(close, times));
        SplitPattern found = SplitPattern.Expression(pattern + "c");
        var matches = new List<int>();
        found.FindAll("ac"u8, matches);
        Assert.Equal([0, 2], matches);
    }

    [Fact]
    public void FindAll_DeepClassOrLongPattern_DoesNotOverflowASmallStack()
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() =>
        {
            SplitPattern.Expression("[a" + string.Concat(Enumerable.Repeat("&&a", 100_000)) + "]").FindAll("a"u8, []);
            string letters = new('a', 19_000);
            Assert.Throws<InvalidDataException>(() => SplitPattern.Expression(letters).FindAll(Encoding.UTF8.GetBytes(letters), []));
        }), 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(thrown);
    }

    [Fact]
    public void FindAll_HostilePattern_StopsAfterItsSteps()
    {
        SplitPattern pattern = SplitPattern.Expression("(?:(?:a|aa)+)+b");
        Assert.Throws<InvalidDataException>(() => pattern.FindAll(Encoding.UTF8.GetBytes(new string('a', 60)), []));
    }
}
