using System.Text;

namespace DataCuration.Extraction.Tests.Html.Parsing;

public sealed class HtmlCharacterReferencesTests
{
    /// <summary>The number of names in the standard (section 13.5).</summary>
    private const int NamesOfTheStandard = 2231;

    public static IEnumerable<string> Names()
    {
        using Stream stream = typeof(HtmlCharacterReferences).Assembly.GetManifestResourceStream("NamedCharacterReferences.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line[..line.IndexOf(' ', StringComparison.Ordinal)];
    }

    [Fact]
    public void Decode_EveryName_GivesWhatAngleSharpGives()
    {
        string[] names = [.. Names()];
        Assert.Equal(NamesOfTheStandard, names.Distinct(StringComparer.Ordinal).Count());
        var oracle = new AngleSharp.Html.Parser.HtmlParser();
        var wrong = new List<string>();
        foreach (string name in names)
        {
            foreach (string text in new[] { $"x&{name} y", $"x&{name}y", $"x&{name}=y", $"x&{name[..^1]}", $"x&{name}{name}", $"&{name};" })
            {
                using var document = oracle.ParseDocument($"<p title=\"{text}\">{text}</p>");
                AngleSharp.Dom.IElement paragraph = document.QuerySelector("p")!;
                if (Decode(text) != paragraph.TextContent) wrong.Add($"text {text}: {Decode(text)} for {paragraph.TextContent}");
                if (Decode(text, inAttribute: true) != paragraph.GetAttribute("title"))
                    wrong.Add($"attribute {text}: {Decode(text, inAttribute: true)} for {paragraph.GetAttribute("title")}");
            }
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("&#65;&#x42;&#X43;", "ABC")]
    [InlineData("&#65 &#65x", "A Ax")]
    [InlineData("&#0;&#xD800;&#x110000;&#99999999999999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("&#128;&#x92;&#129;", "\u20AC\u2019\u0081")]
    [InlineData("&#x1F600;", "\U0001F600")]
    [InlineData("&# &#; &#x; &#xg;", "&# &#; &#x; &#xg;")]
    [InlineData("& &; && &amp", "& &; && &")]
    [InlineData("&amp;lt;", "&lt;")]
    [InlineData("&notit; &notin; &unknown;", "\u00ACit; \u2209 &unknown;")]
    [InlineData("&nGt;&nGt;&nGt;", "\u226B\u20D2\u226B\u20D2\u226B\u20D2")]
    public void Decode_Text_FollowsTheStandard(string text, string expected) => Assert.Equal(expected, Decode(text));

    [Theory]
    [InlineData("?a=1&copy=2", "?a=1&copy=2")]
    [InlineData("?a=1&copy;=2", "?a=1\u00A9=2")]
    [InlineData("&copy2 &copy", "&copy2 \u00A9")]
    public void Decode_Attribute_KeepsOldNamesBeforeLettersAndEqualsSigns(string text, string expected) =>
        Assert.Equal(expected, Decode(text, inAttribute: true));

    [Fact]
    public void Decode_AnyReferences_FitIntoTheBound()
    {
        foreach (string name in Names())
        {
            string text = string.Concat(Enumerable.Repeat("&" + name, 50));
            byte[] destination = new byte[HtmlText.MaxDecoded(text.Length)];
            Assert.InRange(HtmlText.Decode(Encoding.UTF8.GetBytes(text), destination), 1, destination.Length);
        }
    }

    private static string Decode(string text, bool inAttribute = false) => HtmlText.Decode(Encoding.UTF8.GetBytes(text), inAttribute);
}
