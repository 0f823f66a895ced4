using System.Text;

namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>A page in the markup of a common program for sites, with a fragment in its text.</summary>
/// <param name="Name">The name.</param>
/// <param name="Layout">The program.</param>
/// <param name="Fragment">The markup between the paragraphs.</param>
/// <param name="Must">Texts that must come out, as plain text or as Markdown; <c>a|b</c> for either form.</param>
/// <param name="MustNot">Texts that must not come out, in either format.</param>
/// <param name="Language">The language of the paragraphs.</param>
/// <param name="Head">Markup for the head.</param>
internal sealed record SitePage(string Name, SiteLayout Layout, string Fragment, string[] Must, string[] MustNot, string Language = "en", string Head = "")
{
    private static readonly Dictionary<SiteLayout, (string Before, string After)> Layouts = new()
    {
        [SiteLayout.Article] =
        (
            "<nav><a href=/>Home</a><a href=/news>News</a></nav><main><article><h1>Valley railway</h1>",
            "</article></main><footer>Copyright 2026</footer>"
        ),
        [SiteLayout.WordPress] =
        (
            "<div id=page class=site><header id=masthead class=site-header><div class=site-branding><a href=/>Valley</a></div><ul id=primary-menu "
                + "class=menu><li class=menu-item><a href=/a>Trains</a><li class=menu-item><a href=/b>Shop</a></ul></header><div id=content "
                + "class=site-content><div id=primary class=content-area><main id=main class=site-main><article id=post-12 class='post-12 post type-post "
                + "status-publish hentry'><header class=entry-header><h1 class=entry-title>Valley railway</h1></header><div class=entry-content>",
            "</div></article></main></div></div><footer id=colophon class=site-footer><div class=site-info>Proudly powered by WordPress</div></footer></div>"
        ),
        [SiteLayout.MediaWiki] =
        (
            "<div id=mw-page-base></div><div id=content class=mw-body role=main><h1 id=firstHeading class=firstHeading>Valley railway</h1><div "
                + "id=bodyContent class=vector-body><div id=siteSub>From the free encyclopedia</div><div id=mw-content-text class='mw-body-content "
                + "mw-content-ltr'><div class=mw-parser-output>",
            "</div></div></div></div><div id=mw-navigation><h2>Navigation menu</h2><ul><li><a href=/m>Main page</a><li><a href=/r>Random page</a></ul></div>"
        ),
        [SiteLayout.Sphinx] =
        (
            "<div class=wy-grid-for-nav><nav class=wy-nav-side><ul><li class=toctree-l1><a href=a.html>Install</a><li class=toctree-l1><a href=b.html>"
                + "Usage</a></ul></nav><section class=wy-nav-content-wrap><div class=wy-nav-content><div class=rst-content><div role=main class=document "
                + "itemscope><div itemprop=articleBody><section id=valley><h1>Valley railway<a class=headerlink href=#valley title='Link to this heading'>"
                + "</a></h1>",
            "</section></div></div><footer><p>Built with Sphinx</p></footer></div></div></section></div>"
        ),
        [SiteLayout.Docusaurus] =
        (
            "<div id=__docusaurus><nav class='navbar navbar--fixed-top'><div class=navbar__inner><a class=navbar__brand href=/>Docs</a></div></nav><div "
                + "class='main-wrapper docsWrapper_x'><aside class=theme-doc-sidebar-container><ul class='theme-doc-sidebar-menu menu__list'><li><a "
                + "class=menu__link href=/i>Intro</a></ul></aside><main class=docMainContainer_y><div class='container padding-top--md'><div class=row><div "
                + "class=col><div class=docItemContainer_z><article><div class='theme-doc-markdown markdown'><header><h1>Valley railway</h1></header>",
            "</div><footer class=theme-doc-footer><a href=/edit>Edit this page</a></footer></article></div></div></div></div></main></div></div>"
        ),
        [SiteLayout.Discourse] =
        (
            "<header><a href=/>Forum</a></header><div id=main-outlet class=wrap role=main><div id=topic-title><h1><a href=/t/1>Valley railway</a></h1></div>"
                + "<div itemscope itemtype='http://schema.org/DiscussionForumPosting'><div id=post_1 class='topic-body crawler-post'><div "
                + "class=crawler-post-meta><span class=creator><a href=/u/ann><span>ann</span></a></span><time>May 3</time></div><div class=post "
                + "itemprop=text>",
            "</div></div></div></div>"
        ),
        [SiteLayout.Bootstrap] =
        (
            "<nav class='navbar navbar-expand-lg bg-body-tertiary'><div class=container-fluid><a class=navbar-brand href=#>Valley</a><ul class=navbar-nav>"
                + "<li class=nav-item><a class=nav-link href=/a>Home</a><li class=nav-item><a class=nav-link href=/b>Trips</a></ul></div></nav><div "
                + "class='container my-5'><div class=row><div class=col-md-8><h1 class=display-4>Valley railway</h1>",
            "</div></div></div><footer class='py-3 my-4'><p class='text-center text-body-secondary'>© 2026 Company, Inc</p></footer>"
        ),
        [SiteLayout.Tables] =
        (
            "<table width='100%'><tr><td width=150><a href=a.htm>Home</a><br><a href=b.htm>Links</a></td><td><font size=5>Valley railway</font>",
            "</td></tr></table>"
        ),
    };

    /// <summary>Makes the page.</summary>
    public byte[] ToHtml()
    {
        string[] texts = SiteTexts.ByLanguage[Language];
        (string before, string after) = Layouts[Layout];
        return Encoding.UTF8.GetBytes($"<!doctype html><html lang={Language}><head><meta charset=utf-8><title>Valley railway</title>{Head}</head><body>{before}"
            + $"<p>{texts[0]}</p><p>{texts[1]}</p>{Fragment}<p>{texts[2]}</p><p>{texts[3]}</p>{after}</body></html>");
    }

    public override string ToString() => Name;
}
