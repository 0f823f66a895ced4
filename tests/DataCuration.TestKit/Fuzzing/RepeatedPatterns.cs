using System.Text;

namespace DataCuration.TestKit.Fuzzing;

/// <summary>
/// Pages of a few random pieces of markup, repeated up to a given size. Code that is slow for each piece, or slower the more pieces there are, shows in
/// the time.
/// </summary>
public static class RepeatedPatterns
{
    private static readonly string[] Beginnings =
    [
        "", "<p>", "<pre>", "<table>", "<table><tr>", "<ul>", "<dl>",
        "<div class=content><p>Some sentences of a page. They are long enough to be read, and have commas.</p>", "<script src=mathjax.js></script><p>",
        "<script>MathJax = {tex: {inlineMath: [['$', '$'], ['\\\\(', '\\\\)']]}};</script>", "<script src=katex/auto-render.js></script>",
        "<base href='https://example.org/a/b/c/'>", "<script type='application/ld+json'>[",
        "<head>", "<svg>", "<math>", "<select>", "<div class=comments>", "<article>", "<a href=x>",
        "<!doctype html><html lang=en><head><title>Title of a page</title></head><body>", "<p ", "<p title=\"", "<title>", "<textarea>",
        "<noscript>", "<template>", "<table><caption>", "<blockquote>", "<b><i><u>", "<h1>Title</h1>",
    ];

    private static readonly string[] Pieces =
    [
        "<p>", "</p>", "<div>", "</div>", "<div class=\"comment reply\">", "<span>", "</span>", "<b>", "</b>", "<i>", "</i>", "<a href=b>", "</a>", "<a>",
        "<ul>", "</ul>", "<ol start=3>", "</ol>", "<li>", "</li>", "<table>", "</table>",
        "<tr>", "</tr>", "<td>", "</td>", "<td colspan=1000 rowspan=1000>", "<td colspan=2>", "<th>", "<caption>", "<tbody>", "<colgroup><col>", "<pre>",
        "</pre>", "<code class=language-c>", "</code>", "<br>", "<hr>", "<img src=a alt=b>",
        "<img src=a alt='\\alpha \\frac{a}{b}' class=latex>", "<h1>", "</h1>", "<h2>", "</h2>", "<blockquote>", "</blockquote>", "<dl><dt>", "<dd>", "<form>",
        "</form>", "<button>", "</button>", "<select>", "<option>", "</select>", "<svg>",
        "</svg>", "<foreignobject>", "<math>", "</math>", "<mi>x</mi>", "<mrow>", "</mrow>", "<mfrac>", "<msup>", "<mtable><mtr><mtd>",
        "<annotation encoding='application/x-tex'>x^2</annotation>", "<semantics>", "<script>", "</script>",
        "<script type='math/tex'>x^2</script>", "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"a\"}</script>", "<style>", "</style>",
        "<template>", "</template>", "<noscript>", "</noscript>", "<iframe>", "<object>",
        "<applet>", "<marquee>", "<frameset>", "<body class=a>", "<html lang=en>", "<head>", "<meta property=og:title content=a>",
        "<meta name=author content='A B'>", "<link rel=canonical href=a>", "<title>t</title>", "<time datetime=2020-01-01>",
        "<span class=katex>", "<span class=MathJax>", "<span class='highlight line-number'>1</span>", "<article>", "</article>", "<section id=comments>",
        "</section>", "<nav>", "<aside>", "<footer>", "<header>", "<main>", "<details><summary>",
        "<figure>", "<figcaption>", "<ruby><rt>", "<nobr>", "<font color=red>", "</font>", "<x-y>", "</x-y>", "<!--", "-->", "<!-->", "<![CDATA[", "]]>",
        "<?a?>", "<", "</", ">", "&", "&amp;", "&lt;", "&#x41;", "&notin", "&nGt;", "&#0;", "\0", " ",
        "\n", "\n\n", "\t", "\r\n", "\u00A0", "\u200B", "a", "x ", "word ", "Two words, ", "A sentence of a text. ", "1", "42 ", "- ", "* ", "# ", "|", "`",
        "```", "_", "[", "](", "]", "$", "$ ", " $", "$$", "\\(", "\\)", "\\[", "\\]", "\\\\", "\\", "\\) ", "{", "}", "\"", "'",
        "=", "/", ",", ":", "\\\"", "\\u0041", "{\"a\":", "[{", "true,", "\"text\":\"a\",", "漢", "漢字。", "é", "😀", "http://a.b/c ", "2020-01-01 ",
        "By A. Author ", " class=a", " id=b", " a=b", " href='x y'", " style='display:none'", " hidden",
        "<p style='display:none'>", "<div hidden>", "<div class='sidebar related share nav'>", "<p class=line-numbers>", "<a href='javascript:x'>",
        "<a href='https://example.org/long/address?with=parameters&and=more#fragment'>", "<input>", "<label>", "<plaintext>", "<xmp>", "<listing>",
    ];

    /// <summary>Returns the page of a seed.</summary>
    /// <param name="seed">Selects the page; the same seed and size give the same page.</param>
    /// <param name="bytes">The approximate size.</param>
    /// <param name="pattern">The start of the page and the repeated pieces.</param>
    public static byte[] Make(int seed, int bytes, out string pattern)
    {
        var random = new Random(seed);
        string beginning = Beginnings[random.Next(Beginnings.Length)];
        var piece = new StringBuilder();
        for (int i = random.Next(1, 7); i > 0; i--) piece.Append(Pieces[random.Next(Pieces.Length)]);
        // A single piece in the middle or at the end can be what makes all others slow.
        string once = random.Next(2) == 0 ? "" : Pieces[random.Next(Pieces.Length)];
        pattern = $"{beginning} ({piece})* {once}";
        byte[] repeated = Encoding.UTF8.GetBytes(piece.ToString());
        int times = Math.Max(1, bytes / repeated.Length);
        var page = new MemoryStream(bytes + 256);
        page.Write(Encoding.UTF8.GetBytes(beginning));
        for (int i = 0; i < times; i++)
        {
            if (i == times - 1 || i == times / 2) page.Write(Encoding.UTF8.GetBytes(once));
            page.Write(repeated);
        }
        return page.ToArray();
    }
}
