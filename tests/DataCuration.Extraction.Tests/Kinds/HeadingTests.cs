namespace DataCuration.Extraction.Tests.Kinds;

public sealed class HeadingTests
{
    private const string Text = "<p>Adults pay twelve euros and children pay five, families pay twenty-five.</p>";

    [Theory]
    [InlineData("<h2 id=a>Prices<a class=anchor href=#a>¶</a></h2>")]
    [InlineData("<h2>Prices<a class=headerlink href='#prices' title='Permalink to this headline'>¶</a></h2>")] // Sphinx
    [InlineData("<h2>Prices<a class=headerlink href='#prices' title='Permalink to this heading'>&para;</a></h2>")]
    [InlineData("<h2>Prices<a class=headerlink href='#prices'>\uF0C1</a></h2>")]
    [InlineData("<h2>Prices<a class=headerlink href='#prices' title='Permanent link'>&para;</a></h2>")] // MkDocs
    [InlineData("<h2 class='anchor anchorWithStickyNavbar'>Prices<a href=#prices class=hash-link aria-label='Direct link to Prices'>\u200B</a></h2>")]
    [InlineData("<h2>Prices<a href=#prices class=hash-link>#</a></h2>")]
    [InlineData("<h2><a id=user-content-prices class=anchor aria-hidden=true href=#prices><span aria-hidden=true class='octicon "
        + "octicon-link'></span></a>Prices</h2>")] // GitHub
    [InlineData("<div class=markdown-heading><h2>Prices</h2><a class=anchor href=#prices aria-label='Permalink: Prices'><svg></svg></a></div>")]
    [InlineData("<h2><a class=header href=#prices>Prices</a></h2>")] // mdBook
    [InlineData("<h2 id=prices>Prices <a href=#prices class=anchor-link aria-label='Link to this section'><img src=l.svg></a></h2>")] // Javadoc
    [InlineData("<h2 id=prices><a class=header-anchor href=#prices aria-hidden=true>#</a> Prices</h2>")] // VuePress
    [InlineData("<h2 id=prices>Prices <a class=header-anchor href=#prices aria-label='Permalink to Prices'>&#8203;</a></h2>")]
    [InlineData("<h2>Prices<span><a class=mark href=#prices id=prices>#</a></span></h2>")] // Node.js
    [InlineData("<h2><a href=#prices>§</a>Prices</h2>")] // rustdoc
    [InlineData("<h2><a class=anchor href=#prices>§</a>Prices</h2>")]
    [InlineData("<h2>Prices <a class=permalink href=#prices>Permalink</a></h2>")]
    [InlineData("<h2>Prices <a href=#prices>🔗</a></h2>")]
    [InlineData("<h2>Prices <a href=#prices aria-hidden=true>⚓</a></h2>")]
    [InlineData("<h2>Prices <a class=heading-link href=#prices>Link to this heading</a></h2>")]
    [InlineData("<h2>Prices <button>Copy link</button></h2>")]
    [InlineData("<h2><span class=permalink><a href=#prices>◆&#160;</a></span>Prices</h2>")] // Doxygen
    [InlineData("<h2>Prices <span aria-hidden=true>#</span></h2>")]
    [InlineData("<h2><a href=/prices>Prices</a></h2>")]
    [InlineData("<h2><a href=https://example.com/prices><b>Prices</b></a></h2>")]
    [InlineData("<a href=/prices><h2>Prices</h2></a>")]
    [InlineData("<h2><a name=prices></a>Prices</h2>")]
    [InlineData("<h2><a name=prices>Prices</a></h2>")]
    [InlineData("<h3><a href=#b>Prices</a></h3>")]
    [InlineData("<h4>Prices</h4>")]
    [InlineData("<h5><a href=#b>Prices</a></h5>")]
    [InlineData("<header><h2>Prices</h2></header>")]
    [InlineData("<div class=section-title><h2>Prices</h2></div>")]
    [InlineData("<h2><button aria-expanded=true>Prices</button></h2>")]
    [InlineData("<button class=accordion-button><h3>Prices</h3></button>")]
    public void Extract_HeadingOfKeptText_StaysWithoutPermalink(string heading)
    {
        string text = LighthousePage.Extract(heading + Text, format: TextFormat.Markdown);
        string line = text.Split('\n').Single(line => line.Contains("Prices", StringComparison.Ordinal));
        Assert.Equal("Prices", line.TrimStart('#', ' ').Replace("**", "", StringComparison.Ordinal));
        Assert.StartsWith("#", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<h2>History<span class=mw-editsection><span class=mw-editsection-bracket>[</span><a href='/w?title=x&action=edit&section=1'>edit</a><span "
        + "class=mw-editsection-bracket>]</span></span></h2>")]
    [InlineData("<h2>History[<a href='/w?title=x&action=edit&section=1'>edit</a>]</h2>")]
    [InlineData("<h2>History [<a href='/w?action=edit'>Bearbeiten</a> | <a href='/w?veaction=editsource&action=edit'>Quelltext bearbeiten</a>]</h2>")]
    [InlineData("<h2>History <span>[<a href=e>modifier</a> | <a href=e>modifier le code</a>]</span></h2>")]
    [InlineData("<h2>History <small>[<a href=e>править</a> | <a href=e>править код</a>]</small></h2>")]
    [InlineData("<h2>History <span>[<a href=e>editar</a>]</span></h2>")]
    [InlineData("<h2>History <span>[<a href=e>modifica</a> | <a href=e>modifica wikitesto</a>]</span></h2>")]
    [InlineData("<h2>History <span>[<a href=e>編集</a>]</span></h2>")]
    [InlineData("<h2>History <span>[<a href=e>编辑</a>]</span></h2>")]
    [InlineData("<h2>History <span>[<a href=e>편집</a>]</span></h2>")]
    [InlineData("<h2>History <span>[<a href=e>edytuj</a> | <a href=e>edytuj kod</a>]</span></h2>")]
    [InlineData("<h2>History <span>[<a href=e>bewerken</a> | <a href=e>brontekst bewerken</a>]</span></h2>")]
    [InlineData("<h2>History <a href=e>[edit source]</a></h2>")]
    [InlineData("<h2>History</h2><div class='secedit editbutton_section'><form><button>Edit</button></form></div>")] // DokuWiki
    [InlineData("<h2>History<div class=mw-editsection>[<a href=e>edit</a>]</div></h2>")]
    public void Extract_EditLinksOfWikis_GoAndTheHeadingStays(string heading)
    {
        string text = LighthousePage.Extract(heading + Text, format: TextFormat.Markdown);
        Assert.Contains("## History\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_EditLinkInAParagraph_Goes()
    {
        string text = LighthousePage.Extract("<p>It sank in 1910.<span class=mw-editsection>[<a href=e>edit</a>]</span> Nobody was hurt, and the "
            + "cargo was saved.</p>");
        Assert.Contains("It sank in 1910. Nobody was hurt", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_BracketsOfTheAuthor_Stay() => Assert.Contains("the [editor] said and [see below] too",
        LighthousePage.Extract("<p>Then the [editor] said and [<a href=#below>see below</a>] too, and the text goes on for a while.</p>"),
            StringComparison.Ordinal);

    [Fact]
    public void Extract_HeadingsInALadder_AllStay()
    {
        string text = LighthousePage.Extract($"<h2>Visits</h2><h3>Prices</h3><h4>Groups</h4>{Text}", format: TextFormat.Markdown);
        Assert.Contains("## Visits\n\n### Prices\n\n#### Groups\n\nAdults", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_HeadingsOfOtherThings_Go()
    {
        string text = LighthousePage.Extract("<aside class=related><h3>Most read</h3><ul><li><a href=/a>Ten recipes for pumpkin</a><li><a "
            + "href=/b>New clerk</a></ul></aside>");
        Assert.DoesNotContain("Most read", text, StringComparison.Ordinal);
    }
}
