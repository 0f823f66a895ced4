using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class ContentPathDetectorTests
{
    [Theory]
    [InlineData("<math xmlns=x>", ContentPaths.Math)]
    [InlineData("<MATH>", ContentPaths.Math)]
    [InlineData("<mat h>", ContentPaths.None)]
    [InlineData("<annotation encoding>", ContentPaths.Math)]
    [InlineData("<span class=\"math inline\">", ContentPaths.Math)]
    [InlineData("<span class='math'>", ContentPaths.None)]
    [InlineData("MathJax.js", ContentPaths.Math)]
    [InlineData("mathjx", ContentPaths.None)]
    [InlineData("id=math-container", ContentPaths.Math)]
    [InlineData("<img class=\"tex\">", ContentPaths.Math)]
    [InlineData("<img class=\"text\">", ContentPaths.None)]
    [InlineData("/cgi-bin/mimetex.cgi?x", ContentPaths.Math)]
    [InlineData("latex.php?latex=x", ContentPaths.Math)]
    [InlineData("latex.htm", ContentPaths.None)]
    [InlineData("katex.min.css", ContentPaths.Math)]
    [InlineData("katex.css", ContentPaths.None)]
    [InlineData("$\\frac{1}{2}$", ContentPaths.Math)]
    [InlineData("\\FRAC", ContentPaths.None)]
    [InlineData("\\FRAC \\frac", ContentPaths.Math)]
    [InlineData("latex.codecogs.com", ContentPaths.Math)]
    [InlineData("<code>", ContentPaths.Code)]
    [InlineData("<PRE class=x>", ContentPaths.Code)]
    [InlineData("<p>re <co de>", ContentPaths.None)]
    [InlineData("<pre><code>\\frac", ContentPaths.Code | ContentPaths.Math)]
    [InlineData("\\frac <pre>", ContentPaths.Code | ContentPaths.Math)]
    [InlineData("", ContentPaths.None)]
    public void Detect_Mark_GivesItsPath(string page, ContentPaths expected) =>
        Assert.Equal(expected, ContentPathDetector.Detect(Encoding.Latin1.GetBytes(page)));

    [Fact]
    public void Detect_MarkerAnywhereInALongPage_IsFound()
    {
        // Every offset around the boundaries of blocks.
        for (int offset = 16_330; offset < 16_420; offset++)
        {
            byte[] page = Encoding.UTF8.GetBytes(new string('é', offset / 2) + "x<code>é" + new string('y', 20_000) + "katex.min.css");
            Assert.Equal(ContentPaths.Code | ContentPaths.Math, ContentPathDetector.Detect(page));
            Assert.Equal(ContentPaths.None, ContentPathDetector.Detect(page.AsSpan(0, offset & ~1)));
        }
    }

    [Fact]
    public void Detect_Utf16_IsACandidateForBoth() => Assert.Equal(ContentPaths.Code | ContentPaths.Math, ContentPathDetector.Detect([0xFF, 0xFE, 0x20, 0]));
}
