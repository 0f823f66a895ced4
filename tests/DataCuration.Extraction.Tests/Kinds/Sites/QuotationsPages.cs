namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Quotations in the marks of their language.</summary>
internal static class QuotationsPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("q-german", SiteLayout.Article, "<p>Sie sagte <q>komm herein</q> und schloss die Tür, <q>schnell, <q>jetzt</q>, bitte</q>.</p>",
            ["„komm herein“", "‚jetzt‘"], [], Language: "de"),
        new("q-french", SiteLayout.WordPress, "<p>Elle dit <q>entrez donc</q> et ferma la porte.</p>",
            ["«entrez donc»|« entrez donc »|« entrez donc »|« entrez donc »"], [], Language: "fr"),
        new("q-cite", SiteLayout.MediaWiki, "<p>The guide says: <q cite=https://example.org>mind <em>the</em> gap</q>.</p>",
            ["“mind the gap”|“mind *the* gap”"], []),
        new("q-written", SiteLayout.Article, "<p>She said “<q>come along</q>” and <q>“go on”</q> and \"<q>stop</q>\".</p>", ["“come along”", "“go on”"],
            ["““", "””"]),
        new("q-lang", SiteLayout.Docusaurus, "<p lang=es>Dijo <q>adelante</q> y cerró la puerta del vagón.</p><p>And <q lang=fr>oui</q>.</p>",
            ["«adelante»", "“oui”|«oui»|« oui »"], []),
        new("q-spanish", SiteLayout.Bootstrap, "<p>Dijo <q>adelante</q> y cerró.</p>", ["«adelante»|“adelante”"], [], Language: "es"),
        new("q-nested-en", SiteLayout.Discourse, "<p><q>He cried <q>all aboard</q> and left</q>, said Ann.</p>", ["“He cried ‘all aboard’ and left”"], []),
        new("q-block", SiteLayout.Sphinx, "<blockquote><p><q>All aboard</q></p></blockquote>", ["“All aboard”"], []),
        new("q-polish", SiteLayout.Article, "<div lang=pl><p>Powiedział <q>proszę wsiadać</q> i zamknął drzwi.</p></div>", ["„proszę wsiadać”"], []),
        new("q-ja", SiteLayout.Article, "<p lang=ja>彼は<q>出発</q>と言った。</p>", ["「出発」"], []),
        new("q-quotes-none", SiteLayout.Article, "<p>He said “<q class=noquotes>come in</q>” to us.</p>", ["“come in”"], ["““"],
            Head: "<style>q{quotes:none}</style>"),
        new("q-blocky", SiteLayout.Bootstrap, "<p><q><strong>All aboard</strong></q> was heard, and <q><a href=/x>mind the gap</a></q>, too.</p>",
            ["“All aboard”|“**All aboard**”", "“mind the gap”"], []),
        new("q-li", SiteLayout.Docusaurus, "<ul><li><q>One</q></li><li>He said <q>two</q>.</li></ul>", ["“One”", "“two”"], []),
        new("q-entity", SiteLayout.MediaWiki, "<p>He said &ldquo;<q>go</q>&rdquo; and &quot;<q>halt</q>&quot;.</p>", ["“go”"], ["““", "\"“halt"]),
        new("q-sv", SiteLayout.Article, "<div lang=sv><p>Hon sade <q>kom in</q>.</p></div><div lang=ru><p>Он сказал <q>входите</q>.</p></div>",
            ["”kom in”", "«входите»"], []),
        new("q-punct", SiteLayout.Article, "<p><q>Come in</q>, she said; (<q>now</q>). <q>Go!</q></p>", ["“Come in”, she said", "(“now”)", "“Go!”"], []),
        new("q-heading", SiteLayout.WordPress, "<h2>The <q>big</q> bridge</h2><p>It is forty metres long and stands on stone.</p>", ["The “big” bridge"], []),
        new("q-td", SiteLayout.Bootstrap, "<table class=table><tr><th>Word</th><th>Use</th></tr><tr><td>hello</td><td><q>good day</q></td></tr></table>",
            ["“good day”"], []),
        new("q-br", SiteLayout.Tables, "<p>She said <q>come in<br>and sit</q> and left.</p>", ["“come in", "and sit”"], []),
    ];
}
