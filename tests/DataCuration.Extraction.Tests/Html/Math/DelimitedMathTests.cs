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
    public void TryFind_Text_FindsFormulas(string text, string expected)
    {
        var found = new List<string>();
        int from = 0;
        while (DelimitedMath.TryFind(text, from, Dollars, out int start, out int end, out MathDelimiter delimiter))
        {
            found.Add(delimiter.IsDisplay ? $"[{text[start..end]}]" : text[start..end]);
            from = end;
        }
        Assert.Equal(expected, string.Join('|', found));
    }

    [Fact]
    public void TryFind_NoDelimiters_FindsNothing() => Assert.False(DelimitedMath.TryFind("$x$", 0, [], out _, out _, out _));
}
