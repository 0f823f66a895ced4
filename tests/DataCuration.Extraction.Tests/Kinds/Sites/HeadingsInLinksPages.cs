namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Headings whose text is a link, or inside one.</summary>
internal static class HeadingsInLinksPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("headin-block", SiteLayout.Article, "<a href=/fares class=card-link><h2>Fares and passes</h2></a><p>Nine euros return.</p>",
            ["Fares and passes"], []),
        new("headin-bootstrap", SiteLayout.Bootstrap, "<div class=card-body><h5 class=card-title><a href=/f class='text-decoration-none stretched-link'>"
            + "Fares and passes</a></h5><p class=card-text>Nine euros return.</p></div>", ["Fares and passes"], []),
        new("headin-wp", SiteLayout.WordPress, "<h3 class=wp-block-heading><strong><a href=https://example.com/f target=_blank rel='noreferrer noopener'>"
            + "Fares and passes</a></strong></h3><p>Nine euros return.</p>", ["Fares and passes"], []),
        new("headin-fr", SiteLayout.MediaWiki, "<div class='mw-heading mw-heading2'><h2 id=T><a href=/wiki/T title=T>Tarifs et horaires</a></h2><span "
            + "class=mw-editsection><span class=mw-editsection-bracket>[</span><a href='/w/index.php?title=T&action=edit&section=1'><span>modifier</span>"
            + "</a><span class=mw-editsection-bracket>]</span></span></div><p>Neuf euros l'aller-retour.</p>", ["Tarifs et horaires"], ["modifier"],
            Language: "fr"),
        new("headin-h6", SiteLayout.Tables, "<h4><a href=f.htm><font color=navy>Fares and passes</font></a></h4>Nine euros return.", ["Fares and passes"],
            []),
        new("headin-button", SiteLayout.Bootstrap, "<div class=accordion id=acc><div class=accordion-item><h2 class=accordion-header><button "
            + "class=accordion-button type=button data-bs-toggle=collapse data-bs-target=#c1>Fares and passes</button></h2><div id=c1 "
            + "class='accordion-collapse collapse show'><div class=accordion-body>Nine euros return, children ride free.</div></div></div></div>",
            ["Fares and passes", "Nine euros return"], []),
        new("headin-section", SiteLayout.Docusaurus, "<section><header><h2><a href=../fares>Fares and passes</a></h2></header><p>Nine euros return, and "
            + "children ride free on the first Sunday of a month.</p></section><section><header><h2><a href=../dogs>Dogs and bicycles</a></h2></header><p>"
            + "Both ride for two euros in the last carriage of the train.</p></section>", ["Fares and passes", "Dogs and bicycles"], []),
        new("headin-es", SiteLayout.Bootstrap, "<h3><a href=/horarios title='Horarios de invierno'>Horarios de invierno</a></h3><p>De nueve a cinco.</p><h3>"
            + "<a href=/perros>Perros</a></h3><p>Viajan gratis.</p>", ["Horarios de invierno", "Perros", "Viajan gratis"], [], Language: "es"),
        new("headin-div-link", SiteLayout.Docusaurus, "<article class=card><a href=/f><div class=card__header><h3>Fares and passes</h3></div><div "
            + "class=card__body><p>Nine euros return.</p></div></a></article>", ["Fares and passes"], []),
        new("headin-two", SiteLayout.Article, "<h2><a href=/a>Winter</a> and <a href=/b>summer</a></h2><p>Trains run on Sundays and each hour.</p>",
            ["Winter and summer"], []),
        new("headin-dt", SiteLayout.Sphinx, "<dl class='py function'><dt class='sig sig-object py' id=rail.run><span class=sig-name>run</span>(<em>"
            + "train</em>)<a class=reference href=s.html><span class=viewcode-link>[source]</span></a><a class=headerlink href=#rail.run>¶</a></dt><dd><p>"
            + "Runs a train to the upper station and waits there.</p></dd></dl>", ["run", "Runs a train to the upper"], ["¶"]),
        new("headin-old-b", SiteLayout.Tables, "<p><b><a href=f.htm>Fares and passes</a></b></p><p>Nine euros return.</p>",
            ["Fares and passes", "Nine euros return"], []),
        new("headin-icon", SiteLayout.WordPress, "<h3><a href=/f><i class=icon-ticket></i> Fares and passes <span class=screen-reader-text>opens in new "
            + "tab</span></a></h3><p>Nine euros return.</p>", ["Fares and passes"], ["opens in new tab"]),
        new("headin-nested-span", SiteLayout.Article, "<h2><a href=/f><span><span>Fares and passes</span></span></a></h2><div><p>Nine euros.</p></div>",
            ["Fares and passes"], []),
        new("headin-list", SiteLayout.WordPress, "<ul><li><h3><a href=/f>Fares and passes</a></h3><p>Nine euros return.</p></li><li><h3><a href=/g>Groups "
            + "and schools</a></h3><p>Five euros each.</p></li></ul>", ["Fares and passes", "Groups and schools", "Five euros each"], []),
    ];
}
