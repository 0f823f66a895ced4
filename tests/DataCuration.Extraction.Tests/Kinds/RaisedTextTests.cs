namespace DataCuration.Extraction.Tests.Kinds;

public sealed class RaisedTextTests
{
    [Theory]
    [InlineData("10<sup>6</sup> cells", "10⁶ cells")]
    [InlineData("6.02 × 10<sup>23</sup> per mole", "6.02 × 10²³ per mole")]
    [InlineData("10<sup>-9</sup> m", "10⁻⁹ m")]
    [InlineData("10<sup>−9</sup> m", "10⁻⁹ m")]
    [InlineData("10<sup>&minus;9</sup> m", "10⁻⁹ m")]
    [InlineData("2<sup>n+1</sup> states", "2ⁿ⁺¹ states")]
    [InlineData("2<sup>n + 1</sup> states", "2ⁿ⁺¹ states")]
    [InlineData("2<sup><i>n</i>+1</sup> states", "2ⁿ⁺¹ states")]
    [InlineData("x<sup>2</sup> + y<sup>2</sup>", "x² + y²")]
    [InlineData("(a+b)<sup>2</sup>", "(a+b)²")]
    [InlineData("x<sub>i</sub>", "xᵢ")]
    [InlineData("x<sub>i,j</sub>", "x_{i,j}")]
    [InlineData("H<sub>2</sub>SO<sub>4</sub>", "H₂SO₄")]
    [InlineData("CO<sub>2</sub>", "CO₂")]
    [InlineData("Ca<sup>2+</sup>", "Ca²⁺")]
    [InlineData("SO<sub>4</sub><sup>2-</sup>", "SO₄²⁻")]
    [InlineData("<sup>14</sup>C", "¹⁴C")]
    [InlineData("<sup>235</sup><sub>92</sub>U", "²³⁵₉₂U")]
    [InlineData("50 m<sup>2</sup>", "50 m²")]
    [InlineData("km s<sup>-1</sup>", "km s⁻¹")]
    [InlineData("log<sub>10</sub> x", "log₁₀ x")]
    [InlineData("V<sub>CC</sub>", "V_{CC}")]
    [InlineData("e<sup>x</sup>", "eˣ")]
    [InlineData("e<sup>x<sup>2</sup></sup>", "e^{x²}")]
    [InlineData("e<sup>-x/2</sup>", "e^{-x/2}")]
    [InlineData("x<sub>max</sub>", "xₘₐₓ")]
    [InlineData("a<sup>Q</sup>", "a^{Q}")]
    [InlineData("T<sub>Q</sub>", "T_{Q}")]
    [InlineData("10<span style='vertical-align:super'>6</span>", "10⁶")]
    [InlineData("CO<span style='vertical-align: sub; font-size:80%'>2</span>", "CO₂")]
    [InlineData("10<span class=sup>6</span>", "10⁶")]
    [InlineData("<b>10<sup>6</sup></b>", "10⁶")]
    [InlineData("1<sup>st</sup>, 2<sup>nd</sup>, 3<sup>rd</sup>, 4<sup>th</sup>", "1st, 2nd, 3rd, 4th")]
    [InlineData("11<sup>TH</sup>", "11TH")]
    [InlineData("1<sup>er</sup> et 2<sup>ème</sup>", "1er et 2ème")]
    [InlineData("XIX<sup>e</sup> siècle", "XIXe siècle")]
    [InlineData("M<sup>me</sup> et M<sup>lle</sup>", "Mme et Mlle")]
    [InlineData("n<sup>o</sup> 5", "no 5")]
    [InlineData("1-<sup>й</sup>", "1-й")]
    [InlineData("Brand<sup>TM</sup>", "Brand™")]
    [InlineData("Brand<sup>®</sup>", "Brand®")]
    [InlineData("word<sup>*</sup>", "word*")]
    [InlineData("word<sup>†</sup>", "word†")]
    [InlineData("a<sup></sup>b", "ab")]
    [InlineData("Office<sup>beta</sup>", "Office beta")]
    public void Extract_RaisedAndLowered_StayReadable(string html, string expected)
    {
        string fragment = $"<p>In between stands {html} for the reader, and the text goes on after it.</p>";
        Assert.Contains($"stands {expected}", LighthousePage.Extract(fragment), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fr", "2<sup>e</sup> étage", "2e étage")]
    [InlineData("en", "2<sup>e</sup>", "2ᵉ")]
    [InlineData("es", "1<sup>a</sup> parte", "1a parte")]
    [InlineData("en", "1<sup>a</sup>", "1ᵃ")]
    public void Extract_SingleLetters_FollowTheLanguage(string language, string html, string expected) =>
        Assert.Contains($"stands {expected}", LighthousePage.Extract($"<p>In between stands {html} for the reader, and the text goes on.</p>", language),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("1901.<sup class=reference><a href=#c1>[12]</a></sup> It", "1901.[12] It", "1901. It")]
    [InlineData("word<sup><a href=#fn1>1</a></sup> and", "word¹ and", "word and")]
    [InlineData("word<sup id=fnref:1><a class=footnote-ref href=#fn:1>12</a></sup> and", "word¹² and", "word and")]
    [InlineData("word<a href=#fn2><sup>2</sup></a> and", "word² and", "word and")]
    [InlineData("word<sup>[citation needed]</sup> and", "word[citation needed] and", "word and")]
    [InlineData("word<sup><a href=#a>*</a></sup> and", "word* and", "word and")]
    [InlineData("10<sup>6</sup> and", "10⁶ and", "10⁶ and")]
    public void Extract_NoteMarks_StayOrGoByOption(string html, string kept, string dropped)
    {
        string fragment = $"<p>The ship was launched with a {html} more, as the chronicle of the town tells its readers.</p>";
        Assert.Contains($"with a {kept} more", LighthousePage.Extract(fragment), StringComparison.Ordinal);
        Assert.Contains($"with a {dropped} more", LighthousePage.Extract(fragment, dropNoteMarks: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_LongRaisedText_StaysText() => Assert.Contains("and more small print of the makers", LighthousePage.Extract(
        "<p>The text stands here <sup>and more small print of the makers</sup> and goes on until the end of the line.</p>"), StringComparison.Ordinal);

    [Fact]
    public void Extract_RaisedInPreformatted_IsConverted() =>
        Assert.Contains("y = 10⁶\n  z", LighthousePage.Extract("<pre>y = 10<sup>6</sup>\n  z = 1</pre>"), StringComparison.Ordinal);

    [Fact]
    public void Extract_UnclosedRaisedText_LosesNothing() =>
        Assert.Contains("all of the rest", LighthousePage.Extract("<p>One <sup>two<p>three and all of the rest of the text in the article.</p>"),
            StringComparison.Ordinal);
}
