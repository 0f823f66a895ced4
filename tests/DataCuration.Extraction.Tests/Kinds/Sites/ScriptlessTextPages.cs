namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Text for browsers without scripts.</summary>
internal static class ScriptlessTextPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("noscript-head", SiteLayout.Article, "", ["Trains leave"], ["display:none"],
            Head: "<noscript><style>.x{display:none}</style></noscript>"),
        new("noscript-img", SiteLayout.WordPress, "<figure><img src='data:image/gif;base64,R0' data-src=a.jpg alt=Train><noscript><img src=a.jpg alt=Train>"
            + "<p>NOJS picture text</p></noscript></figure>", ["Trains leave"], ["NOJS"]),
        new("noscript-german", SiteLayout.Bootstrap, "<noscript><div class='alert alert-danger'>NOJS Bitte aktivieren Sie JavaScript in Ihrem Browser, um "
            + "diese Seite zu sehen.</div></noscript>", ["Die Züge fahren"], ["NOJS"], Language: "de"),
        new("noscript-docusaurus", SiteLayout.Docusaurus, "<noscript><h2>NOJS</h2><ul><li>NOJS enable scripts</li></ul></noscript>", ["Trains leave"],
            ["NOJS"]),
        new("noscript-inline", SiteLayout.Discourse, "<p>See the map<noscript> (NOJS needs scripts)</noscript> of the line, which shows all stations and "
            + "the walks between them.</p>", ["See the map of the line"], ["NOJS"]),
        new("noscript-disqus", SiteLayout.WordPress, "<div id=disqus_thread></div><noscript>NOJS Please enable JavaScript to view the <a "
            + "href=https://disqus.com/?ref_noscript>comments powered by Disqus.</a></noscript>", ["Trains leave"], ["NOJS", "powered by Disqus"]),
        new("noscript-table", SiteLayout.Tables, "<noscript><table><tr><td>NOJS</td></tr></table></noscript><noframes>NOFRAMES text</noframes>",
            ["Trains leave"], ["NOJS", "NOFRAMES"]),
        new("noscript-iframe", SiteLayout.WordPress, "<noscript><iframe src=https://www.googletagmanager.com/ns.html></iframe><p>NOJS</p></noscript>",
            ["Trains leave"], ["NOJS", "iframe"]),
        new("noscript-fr", SiteLayout.MediaWiki, "<noscript><div class=boite>NOJS Veuillez activer JavaScript.</div></noscript>", ["Les trains partent"],
            ["NOJS"], Language: "fr"),
        new("noscript-escaped", SiteLayout.Article, "<noscript>&lt;p&gt;NOJS&lt;/p&gt;</noscript>", ["Trains leave"], ["NOJS"]),
        new("noscript-class", SiteLayout.Bootstrap, "<div class=no-js-message><noscript><strong>NOJS:</strong> scripts off</noscript></div>",
            ["Trains leave"], ["NOJS", "scripts off"]),
        new("noscript-shown-by-class", SiteLayout.WordPress, "<p class=no-js>NOJS Please enable JavaScript to view this page correctly.</p>",
            ["Trains leave"], [],
            Head: "<style>.js .no-js{display:none}</style>"),
        new("noscript-p", SiteLayout.Article, "<p>First part of it.<noscript>NOJS <b>enable</b></noscript></p><ul><li>Alpha<noscript>NOJS</noscript></li>"
            + "</ul>", ["Alpha"], ["NOJS"]),
        new("noscript-upper", SiteLayout.Tables, "<NOSCRIPT><P>NOJS</P></NOSCRIPT>", ["Trains leave"], ["NOJS"]),
        new("noscript-unclosed", SiteLayout.Bootstrap, "<div><noscript><p>NOJS text</div></noscript>", ["Trains leave"], ["NOJS"]),
        new("noscript-picture", SiteLayout.WordPress, "<div class=img><noscript><img src=b.jpg alt='The station'></noscript></div>", ["Trains leave"],
            ["noscript"]),
    ];
}
