using CsCheck;

namespace DataCuration.Extraction.Tests.Html;

public sealed class DelimitedMathTests
{
    private static readonly MathDelimiter[] Dollars = [.. MathDelimiters.MathJaxDefaults, new("$", "$", false)];

    [Theory]
    [InlineData(@"Let \(x\) be, and \[y\] so.", @"\(x\)|[\[y\]]")]
    [InlineData("Let $x$ be, and $$y$$ so.", "$x$|[$$y$$]")]
    [InlineData("It costs $5 and $6.", "")]
    [InlineData("From $5 to $x$ and \\$3 or $y$", "$x$|$y$")]
    [InlineData("a $ b $ c", "")]
    [InlineData("$a\\$b$", "$a\\$b$")]
    [InlineData("$$a\n\nb$$", "")]
    [InlineData("$$$$ \\(\\) \\(x", "")]
    [InlineData(@"\begin{x} \\(a\) \(b\)", @"\(b\)")]
    public void TryNext_Text_FindsFormulas(string text, string expected)
    {
        var found = new List<string>();
        var math = new DelimitedMath(Dollars);
        math.Begin(text);
        while (math.TryNext(out int start, out int end, out MathDelimiter? delimiter))
            found.Add(delimiter.IsDisplay ? $"[{text[start..end]}]" : text[start..end]);
        Assert.Equal(expected, string.Join('|', found));
    }

    [Fact]
    public void TryNext_NoDelimiters_FindsNothing()
    {
        var math = new DelimitedMath([]);
        math.Begin("$x$");
        Assert.False(math.TryNext(out _, out _, out _));
    }

    [Fact]
    public void Begin_AnotherText_ResetsTheState()
    {
        var math = new DelimitedMath(Dollars);
        math.Begin("a long text without any end of $ what begins");
        Assert.False(math.TryNext(out _, out _, out _));
        math.Begin("$x$");
        Assert.True(math.TryNext(out int start, out int end, out _));
        Assert.Equal((0, 3), (start, end));
    }

    [Fact]
    public void TryNext_RandomTexts_MatchesTheOracle() => Gen.Char["$\\()[] \nx5"].Array[0, 60].Sample(static characters =>
    {
        string text = new(characters);
        var expected = new List<(int, int)>();
        for (int from = 0; TryFindPlainly(text, from, out int start, out int end); from = end) expected.Add((start, end));
        var found = new List<(int, int)>();
        var math = new DelimitedMath(Dollars);
        math.Begin(text);
        while (math.TryNext(out int start, out int end, out _)) found.Add((start, end));
        Assert.Equal(expected, found);
    }, iter: 20_000);

    /// <summary>The oracle: tries each delimiter at each position.</summary>
    private static bool TryFindPlainly(string text, int from, out int start, out int end)
    {
        for (start = from; start < text.Length; start++)
        {
            foreach (MathDelimiter delimiter in Dollars)
            {
                int first = start + delimiter.Open.Length;
                if (!text.AsSpan(start).StartsWith(delimiter.Open) || IsEscaped(text, start)) continue;
                int close = first;
                while (close < text.Length && !(text.AsSpan(close).StartsWith(delimiter.Close) && !IsEscaped(text, close))) close++;
                if (close == text.Length) continue;
                string formula = text[first..close];
                end = close + delimiter.Close.Length;
                bool isMoney = delimiter.Open == "$" && formula.Length > 0
                    && (char.IsWhiteSpace(formula[0]) || char.IsWhiteSpace(formula[^1]) || (end < text.Length && char.IsAsciiDigit(text[end])));
                if (!string.IsNullOrWhiteSpace(formula) && !formula.Contains("\n\n", StringComparison.Ordinal) && !isMoney) return true;
            }
        }
        end = start;
        return false;
    }

    private static bool IsEscaped(string text, int at) => at > 0 && text[at - 1] == '\\' && !(at > 1 && text[at - 2] == '\\');
}
