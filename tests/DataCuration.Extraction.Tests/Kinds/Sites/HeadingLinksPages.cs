namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Headings with permalinks.</summary>
internal static class HeadingLinksPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("headlink-sphinx", SiteLayout.Sphinx, "<section id=fares><h2>Fares<a class=headerlink href=#fares title='Link to this heading'>¶</a></h2><p>A "
            + "return ticket costs nine euros, children ride free.</p><section id=groups><h3><a class=toc-backref href=#id3 role=doc-backlink>Groups of "
            + "schools</a><a class=headerlink href=#groups>¶</a></h3><p>Groups book a week before.</p></section></section>",
            ["## Fares|Fares", "Groups of schools"], ["¶"]),
        new("headlink-docusaurus", SiteLayout.Docusaurus, "<h2 class='anchor anchorWithStickyNavbar_L' id=fares>Fares<a href=#fares class=hash-link "
            + "aria-label='Direct link to Fares' title='Direct link to Fares'>\u200B</a></h2><p>A return ticket costs nine euros, children ride free.</p>",
            ["Fares"], ["Direct link", "\u200B"]),
        new("headlink-discourse", SiteLayout.Discourse, "<h2><a name=p-1-fares-1 class=anchor href=#p-1-fares-1></a>Fares</h2><p>A return ticket costs nine "
            + "euros.</p>", ["Fares"], ["[Fares]("]),
        new("headlink-github", SiteLayout.Article, "<div class=markdown-heading dir=auto><h2 tabindex=-1 class=heading-element dir=auto>Fares</h2><a "
            + "id=user-content-fares class=anchor aria-label='Permalink: Fares' href=#fares><svg class='octicon octicon-link'><path d='m7'></path></svg></a>"
            + "</div><p>A return ticket costs nine euros.</p>", ["Fares"], ["Permalink"]),
        new("headlink-hash-de", SiteLayout.WordPress, "<h2 id=preise><a href=#preise aria-hidden=true class=anchor>#</a> Fahrpreise</h2><p>Eine Rückfahrt "
            + "kostet neun Euro, Kinder fahren frei.</p><h3>Gruppen <a class=permalink href=#g title='Permanenter Link'>🔗</a></h3><p>Gruppen melden sich "
            + "vorher an.</p>", ["Fahrpreise", "Gruppen"], ["#preise", "🔗"], Language: "de"),
        new("headlink-gitbook", SiteLayout.Docusaurus, "<h2 id=fares class='flex group'><div class='hash grid'><a class='opacity-0' href=#fares "
            + "aria-label='Direct link to heading'><svg><title>hashtag</title></svg></a></div><div class=flex-1>Fares</div></h2><p>A return ticket costs "
            + "nine euros.</p>", ["Fares"], ["hashtag", "Direct link"]),
        new("headlink-numbered", SiteLayout.Sphinx, "<h2><span class=section-number>2.1. </span>Fares<a class=headerlink href=#f title='Permalink to this "
            + "heading'></a></h2><p>A return ticket costs nine euros.</p>", ["2.1. Fares"], []),
        new("headlink-mkdocs", SiteLayout.Docusaurus, "<h2 id=fares>Fares<a class=headerlink href=#fares title='Permanent link'>&para;</a></h2><p>A return "
            + "ticket costs nine euros.</p><h3 id=dogs><a href=#dogs>Dogs and bicycles</a></h3><p>Both ride for two euros.</p>",
            ["Fares", "Dogs and bicycles"], ["¶"]),
        new("headlink-hugo", SiteLayout.WordPress, "<h2 id=fares>Fares <a class=anchor aria-hidden=true href=#fares>#</a></h2><p>Nine euros.</p><h3 id=x>"
            + "Groups <a href=#x class=hanchor ariaLabel=Anchor>&#8983;</a></h3><p>Nine euros each.</p>", ["Fares", "Groups"], ["Fares #", "⌗"]),
        new("headlink-asciidoc", SiteLayout.Article, "<div class=sect1><h2 id=_fares><a class=anchor href=#_fares></a><a class=link href=#_fares>Fares</a>"
            + "</h2><div class=sectionbody><div class=paragraph><p>Nine euros return.</p></div></div></div>", ["Fares"], []),
        new("headlink-sr", SiteLayout.Bootstrap, "<h2 id=fares>Fares <a class=anchor-link href=#fares><span class=visually-hidden>Link to this section: "
            + "Fares</span><i class='fa fa-link'></i></a></h2><p>Nine euros return.</p>", ["Fares"], ["Link to this section"]),
        new("headlink-notion", SiteLayout.Docusaurus, "<h3 class=notion-h><span><div id=f class=notion-header-anchor></div><a class=notion-hash-link "
            + "href=#f title=Fares><svg viewBox='0 0 16 16'><path></path></svg></a><span class=notion-h-title>Fares</span></span></h3><p>Nine euros "
            + "return.</p>", ["Fares"], []),
        new("headlink-doxygen", SiteLayout.Tables, "<h2 class=memtitle><span class=permalink><a href=#a1>&#9670;&#160;</a></span>fares()</h2><p>Returns the "
            + "price in euros.</p>", ["fares()"], ["◆"]),
        new("headlink-after", SiteLayout.Article, "<h2><span id=fares>Fares</span> <a href=#fares title='Copy link'>[link]</a> <a href=#top>↑</a></h2><p>"
            + "Nine euros return.</p>", ["Fares"], ["[link]", "↑"]),
        new("headlink-text", SiteLayout.Docusaurus, "<h2><a id=fares class=anchor href=#fares>Fares and passes</a></h2><p>Nine euros return.</p>",
            ["Fares and passes"], []),
        new("headlink-para-before", SiteLayout.Tables, "<h2><a href=#f>¶</a> Fares</h2><p>Nine euros return.</p><h3>Dogs<a href=#d> ¶</a></h3><p>They ride "
            + "for two euros.</p>", ["Fares", "Dogs"], ["¶"]),
        new("headlink-ghost-button", SiteLayout.WordPress, "<h2 id=f>Fares<button class=copy-link aria-label='Copy link'>Copy link</button></h2><p>Nine "
            + "euros return.</p>", ["Fares"], ["Copy link"]),
    ];
}
