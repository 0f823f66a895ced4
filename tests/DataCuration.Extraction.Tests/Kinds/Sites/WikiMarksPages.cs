namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Edit links and note marks of wikis.</summary>
internal static class WikiMarksPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("wiki-refs-en", SiteLayout.MediaWiki, "<p>The line opened in 1898.<sup id=cite_ref-1 class=reference><a href=#cite_note-1><span "
            + "class=cite-bracket>[</span>1<span class=cite-bracket>]</span></a></sup> It closed in 1950.<sup class='noprint Inline-Template Template-Fact' "
            + "style='white-space:nowrap'>[<i><a href=/wiki/C title=x>citation needed</a></i>]</sup></p>",
            ["The line opened in 1898.", "It closed in 1950."], ["1898.1"]),
        new("wiki-edit-de", SiteLayout.MediaWiki, "<h2><span class=mw-headline id=G>Geschichte</span><span class=mw-editsection><span "
            + "class=mw-editsection-bracket>[</span><a href='/w/index.php?title=x&veaction=edit&section=1' class=mw-editsection-visualeditor>Bearbeiten</a>"
            + "<span class=mw-editsection-divider> | </span><a href='/w/index.php?title=x&action=edit&section=1'>Quelltext bearbeiten</a><span "
            + "class=mw-editsection-bracket>]</span></span></h2><p>Sie wurde 1898 eröffnet.</p>", ["Geschichte", "Sie wurde 1898 eröffnet."],
            ["Bearbeiten", "Quelltext"], Language: "de"),
        new("wiki-fandom", SiteLayout.MediaWiki, "<h2><span class=mw-headline id=H>History</span><span class=mw-editsection><a "
            + "href='/wiki/X?action=edit&section=1' title='Edit section: History'><svg></svg></a></span></h2><p>It opened in 1898.</p>",
            ["History", "It opened in 1898."], ["Edit section"]),
        new("wiki-dokuwiki", SiteLayout.Tables, "<div class=dokuwiki><h2 class=sectionedit2 id=history>History</h2><div class=level2><p>It opened in 1898. "
            + "<sup><a href=#fn__1 id=fnt__1 class=fn_top>1)</a></sup></p></div><div class='secedit editbutton_section editbutton_2'><form class='button "
            + "btn_secedit'><button type=submit title=History>Edit</button></form></div></div>", ["History", "It opened in 1898."], ["Edit\n"]),
        new("wiki-minerva", SiteLayout.MediaWiki, "<section class=mf-section-1><div class='mw-heading mw-heading2 section-heading'><h2 id=History>"
            + "History</h2><span class=mw-editsection><a role=button href='/w/index.php?action=edit&section=1' class=cdx-button><span "
            + "class=minerva-icon--edit></span><span>edit</span></a></span></div><p>It opened in 1898.</p></section>", ["History", "It opened in 1898."],
            ["edit\n", " edit"]),
        new("wiki-ja", SiteLayout.MediaWiki, "<h2>歴史<span class=mw-editsection>[<a href='/w/index.php?action=edit&section=1'>編集</a>]</span></h2><p>"
            + "1898年に開通した。<sup class=reference><a href=#cite_note-2>[2]</a></sup></p>", ["歴史", "1898年に開通した。"], ["編集"]),
        new("wiki-edit-prose", SiteLayout.MediaWiki, "<p>Visitors may [edit] the film themselves, as the guide says, and show it in the museum hall on "
            + "Sundays.</p>", ["[edit] the film"], []),
        new("wiki-moin", SiteLayout.Tables, "<p>It opened in 1898. [<a href='/wiki?action=edit&section=2'>edit</a>]</p><p>It closed in 1950 <small>[<a "
            + "href='?title=x&action=edit'>edit</a>]</small></p>", ["It opened in 1898.", "It closed in 1950"], ["[edit]", "edit]"]),
        new("wiki-note-group", SiteLayout.MediaWiki, "<p>It opened in 1898.<sup class=reference><a href=#cite_note-a>[note 1]</a></sup><sup class=reference>"
            + "<a href=#cite_note-4>[4]</a></sup> It closed<sup>[<i><a href=/w>when?</a></i>]</sup> later.</p>", ["It opened in 1898."], ["1898.note"]),
        new("wiki-edit-pt", SiteLayout.MediaWiki, "<h3><span class=mw-headline>História</span><span class=mw-editsection><span>[</span><a "
            + "href='?action=edit'>editar</a><span> | </span><a href='?action=edit'>editar código-fonte</a><span>]</span></span></h3><p>Abriu em 1898.</p>",
            ["História", "Abriu em 1898."], ["editar"], Language: "es"),
        new("wiki-edit-plain-link", SiteLayout.Bootstrap, "<h2>History <small><a href='/wiki/Line/edit' class=edit-link>edit</a></small></h2><p>It opened "
            + "in 1898.</p>", ["History"], ["edit\n", "edit It"]),
        new("wiki-backlinks", SiteLayout.MediaWiki, "<h2>Notes</h2><ol class=references><li id=cite_note-1><span class=mw-cite-backlink><b><a "
            + "href=#cite_ref-1>^</a></b></span> <span class=reference-text>Valley Archive, folder 12, letters of the builders.</span></li></ol>",
            ["Valley Archive, folder 12"], ["^ Valley"]),
        new("wiki-gitlab", SiteLayout.Article, "<h2>History</h2><p>It opened in 1898.<sup class=footnote-ref><a href=#fn-1 id=fnref-1>1</a></sup> It "
            + "sank.</p>", ["It opened in 1898."], ["1898.1 "]),
        new("wiki-confluence", SiteLayout.Article, "<h2>History</h2><p>It opened in 1898. <a class=mw-editsection-like href=e>[edit]</a> It sank in 1910. "
            + "<span class=editsection>[<a href=x>edit</a>]</span></p>", ["It sank in 1910."], ["[edit]"]),
        new("wiki-edit-fr2", SiteLayout.MediaWiki, "<p>Elle ouvrit en 1898.<span class=mw-editsection>[<a href=e>modifier</a>]</span><sup id=cite_ref-3 "
            + "class=reference><a href=#cite_note-3><span class=cite_crochet>[</span>3<span class=cite_crochet>]</span></a></sup></p>",
            ["Elle ouvrit en 1898."], ["modifier"], Language: "fr"),
        new("wiki-edit-only-brackets", SiteLayout.Tables, "<h3>History <font size=1>[<a href='index.php?title=L&amp;action=edit&amp;section=3'>edit</a>"
            + "]</font></h3><p>It opened in 1898.</p>", ["History", "It opened in 1898."], ["edit"]),
        new("wiki-edit-id", SiteLayout.MediaWiki, "<h2>Historia <span class=mw-editsection>[ <a href='?action=edit'>editar</a> ]</span></h2><p>Abrió en "
            + "1898.</p>", ["Historia", "Abrió en 1898."], ["editar"], Language: "es"),
    ];
}
