using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class PageRendererTests
{
    [Theory]
    [InlineData("<p>One  two\n three</p><p>four</p>", "One two three\n\nfour")]
    [InlineData("<h2>Title</h2>text<div>more</div>", "Title\n\ntext\n\nmore")]
    [InlineData("a<br>b<br><br>c", "a\nb\n\nc")]
    [InlineData("<ul><li>one<li>two<ul><li>inner</ul><li>three</ul>", "- one\n- two\n  - inner\n- three")]
    [InlineData("<ol start=3><li>one<li value=7>two<li>three</ol>", "3. one\n7. two\n8. three")]
    [InlineData("<p>x<b>y</b>z &amp; &lt;q&gt;</p>", "xyz & <q>")]
    [InlineData("<a href=1>one</a><a href=2>two</a>", "one two")]
    [InlineData("<p>a\u00AD\u200Bb&nbsp;c</p>", "ab c")]
    [InlineData("<script src=mathjax.js></script><section class='tex2jax_ignore mathjax_ignore'><p>\\(a\\)</p><div class='math notranslate'><span "
        + "class=eqno>(1)</span>\\[a=b\\]</div><p>\\(c\\)</p></section><p>\\(d\\) <code>\\(e\\)</code></p>", "\\(a\\)\n\n(1)$$a=b$$\n\n\\(c\\)\n\n$d$ \\(e\\)")]
    [InlineData("<dl><dt>Term<dd>Meaning</dl>", "Term\n\nMeaning")]
    [InlineData("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢字")]
    public void Render_PlainText_FollowsThePage(string html, string expected) => Assert.Equal(expected, Render(html, TextFormat.PlainText));

    [Theory]
    [InlineData("<h2>Title</h2><p>x <b> bold</b> and <i>it</i><b></b>.</p>", "## Title\n\nx **bold** and *it*.")]
    [InlineData("<blockquote><p>a<p>b</blockquote>", "> a\n\n> b")]
    [InlineData("<p>call <code>f(x)</code> now</p>", "call `f(x)` now")]
    [InlineData("<pre><code class='language-CSharp x'>a\n  b</code></pre>", "```csharp\na\n  b\n```")]
    [InlineData("<div class='highlight-source-python'><pre>x = 1</pre></div>", "```python\nx = 1\n```")]
    [InlineData("<pre>a ``` b</pre>", "````\na ``` b\n````")]
    [InlineData("<p><b>one<br><br>two</b> three</p>", "**one**\n\n**two** three")]
    public void Render_Markdown_FollowsThePage(string html, string expected) => Assert.Equal(expected, Render(html, TextFormat.Markdown));

    [Fact]
    public void Render_Code_KeepsWhiteSpaceExactly()
    {
        const string Html = "<pre>\n  def f():\r\n\treturn&nbsp;1\n\n    # end  \n</pre>";
        Assert.Equal("  def f():\n\treturn 1\n\n    # end", Render(Html, TextFormat.PlainText));
    }

    [Fact]
    public void Render_CodeInLines_IsOneBlock() =>
        Assert.Equal("a\n  b\nc", Render("<pre><code><span class=line>a</span>\n<div>  b</div><div>c</div></code></pre>", TextFormat.PlainText));

    [Fact]
    public void Render_LineNumbers_AreRemovedOnlyByOption()
    {
        const string Html = "<pre><span class='line-number'>1</span>let a;\n<span class='line-number'>2</span>let b;</pre>";
        Assert.Equal("1let a;\n2let b;", Render(Html, TextFormat.PlainText));
        Assert.Equal("let a;\nlet b;", Render(Html, TextFormat.PlainText, dropLineNumbers: true));
    }

    [Theory]
    [InlineData("<td class=linenos><pre>1\n2\n3</pre></td>", true)]
    [InlineData("<td class=linenos><div class=linenodiv><pre><span class=normal> 9</span>\n<span class=normal>10</span></pre></div></td>", true)]
    [InlineData("<td class=gutter><pre><span class=line>1</span><br><span class=line>2</span></pre></td>", true)]
    [InlineData("<td><div><pre><span>9</span>\n<span>10</span>\n<span>11</span></pre></div></td>", false)]
    public void Render_LineNumbersBesideTheCode_AreRemovedByMarkupOrOption(string numbers, bool isNamed)
    {
        string html = $"<table><tr>{numbers}<td class=code><pre>a\n b\nc</pre></td></tr></table>";
        Assert.Equal("a\n b\nc", Render(html, TextFormat.PlainText, dropLineNumbers: true));
        Assert.Equal(isNamed, Render(html, TextFormat.PlainText) == "a\n b\nc");
        Assert.EndsWith("a\n b\nc", Render(html, TextFormat.PlainText), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<pre>1\n2\n3</pre>")] // program output
    [InlineData("<table><tr><td><pre>1\n2\n4</pre></table>")]
    [InlineData("<pre class='line-numbers language-none'><code>1\n2\n3</code></pre>")]
    [InlineData("<pre class='prettyprint linenums'>1\n2\n3</pre>")]
    [InlineData("<div class='highlight linenos'><pre>1\n2\n3</pre></div>")]
    [InlineData("<pre class=linenos>7</pre>")]
    [InlineData("<pre class=linenos>1\n2\nx</pre>")]
    [InlineData("<table><tr><td><pre>3.\n4.</pre></table>")]
    public void Render_NumbersThatDoNotCountLines_Stay(string html) => Assert.NotEqual("", Render(html, TextFormat.PlainText, dropLineNumbers: true));

    [Fact]
    public void Render_ButtonInCode_IsLeftOut() => Assert.Equal("a\nb",
        Render("<pre><button>Copy</button><code>a\nb\n<button type=button><span>Copied!</span></button></code></pre>", TextFormat.PlainText));

    [Theory]
    [InlineData("<pre><code class='hljs go'>x</code></pre>", "go")]
    [InlineData("<pre><code class='c++ hljs'>x</code></pre>", "c++")]
    [InlineData("<pre><code class='hljs undefined'>x</code></pre>", "")]
    [InlineData("<pre><code class='hljs copy-box'>x</code></pre>", "")]
    [InlineData("<pre><code class='hljs copyable'>x</code></pre>", "")]
    [InlineData("<pre class='prettyprint hljs'>x</pre>", "")]
    [InlineData("<pre lang=en_US>x</pre>", "")]
    [InlineData("<pre lang=ruby>x</pre>", "ruby")]
    [InlineData("<pre lang=en>x</pre>", "")]
    [InlineData("<div class=highlight-wrapper><pre>x</pre></div>", "")]
    [InlineData("<div class='highlight-Python3 notranslate'><div class=highlight><table class=highlighttable><tr><td><pre>1</pre><td "
        + "class=code><div><pre>x</pre></div></table></div></div>", "python3")]
    [InlineData("<div class='language-rb highlighter-rouge'><div class=highlight><pre class=highlight><code>x</code></pre></div></div>", "rb")]
    public void Render_Code_NamesTheLanguageThatMarkupNames(string html, string language) =>
        Assert.EndsWith($"```{language}\nx\n```", Render(html, TextFormat.Markdown), StringComparison.Ordinal);

    [Fact]
    public void Render_CellFromAboveBeyondAShortRow_StaysInItsColumn() =>
        Assert.Equal(
            "| A | B | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n| 4 |  |\t|\n| 5 | 6 | 7 |",
            Render("<table><tr><th>A<th>B<th>C<tr><td>1<td>2<td rowspan=2>3<tr><td>4<tr><td>5<td>6<td>7</table>", TextFormat.PlainText));

    [Fact]
    public void Render_CellOverACellFromAbove_EndsWhereItsRowsEnd() =>
        Assert.Equal(
            "| A | B | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n| wide || 4 |\n| 5 | 6 | 7 |",
            Render("<table><tr><th>A<th>B<th>C<tr><td>1<td rowspan=2>2<td>3<tr><td colspan=2>wide<td>4<tr><td>5<td>6<td>7</table>", TextFormat.PlainText));

    [Fact]
    public void Render_Table_WritesSpansOnceAndEscapes() =>
        Assert.Equal(
            "Sizes\n\n| Name | A ||\n| --- | --- | --- |\n| x | 1 | 2 |\n|\t| 3\\|4 |  |",
            Render("<table><caption>Sizes</caption><tr><th>Name<th colspan=2>A</tr><tr><td rowspan=2>x<td>1<td>2<tr><td>3|4</table>", TextFormat.PlainText));

    [Theory]
    [InlineData("<table><tr><td><p>one</p></td></tr><tr><td>two</td></tr></table>")]
    [InlineData("<table role=presentation><tr><td>one</td><td>two</td></tr><tr><td></td></tr></table>")]
    [InlineData("<table><tr><td>one<td><table><tr><td>two</table></table>")]
    public void Render_LayoutTable_PassesThrough(string html) => Assert.Equal("one\n\ntwo", Render(html, TextFormat.PlainText));

    [Fact]
    public void Render_Formula_IsTex() => Assert.Equal(
        "so $x_i^2$ holds",
        Render("<p>so <span class=katex><span class=katex-mathml><math><semantics><mrow><mi>x</mi></mrow><annotation "
            + "encoding='application/x-tex'>x_i^2</annotation></semantics></math></span>"
            + "<span class=katex-html aria-hidden=true>xi2</span></span> holds</p>", TextFormat.PlainText));

    [Theory]
    [InlineData("<p>a <img src='x y.png' alt='A [dog]'> b</p>", "a ![A [dog\\]](x%20y.png) b")]
    [InlineData("<p>a</p><figure><img src='data:image/gif;base64,R0' data-src=b.jpg alt=B><figcaption>Caption</figcaption></figure>",
        "a\n\n![B](b.jpg)\nCaption")]
    [InlineData("<p>a<img alt=none></p>", "a")]
    public void Render_Images_KeepTheirPosition(string html, string expected) =>
        Assert.Equal(expected, Render(html, TextFormat.Markdown, markup: InlineMarkup.Images));

    [Fact]
    public void Render_Links_KeepTheirAddresses() =>
        Assert.Equal("see [the **end**](/a?b=1&c=2) now",
            Render("<p>see <a href='/a?b=1&amp;c=2'>the <b>end</b></a> now</p>", TextFormat.Markdown, markup: InlineMarkup.Links | InlineMarkup.Emphasis));

    [Fact]
    public void Render_MarkupOrNot_BlocksAreTheSame()
    {
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(MadeArticle.Page + MadeArticle.Forum));
        PageBlocks plain = new PageSegmenter().Segment(tree);
        PageBlocks marked = new PageSegmenter().Segment(tree, InlineMarkup.Emphasis | InlineMarkup.Code | InlineMarkup.Links | InlineMarkup.Images);
        Assert.Equal(plain.Count, marked.Count);
        for (int i = 0; i < plain.Count; i++)
        {
            Assert.True(plain.Blocks[i].Words == marked.Blocks[i].Words,
                $"{Encoding.UTF8.GetString(plain.TextOf(i))} / {Encoding.UTF8.GetString(marked.TextOf(i))}");
            Assert.Equal(plain.Blocks[i].FirstNode, marked.Blocks[i].FirstNode);
        }
    }

    private static string Render(string html, TextFormat format, bool dropLineNumbers = false, InlineMarkup markup = InlineMarkup.Emphasis | InlineMarkup.Code)
    {
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(html));
        PageBlocks page = new PageSegmenter().Segment(tree, format == TextFormat.Markdown ? markup : InlineMarkup.None, dropLineNumbers);
        bool[] all = new bool[page.Count];
        Array.Fill(all, true);
        return Encoding.UTF8.GetString(new PageRenderer().Render(tree, page, all, format));
    }
}
