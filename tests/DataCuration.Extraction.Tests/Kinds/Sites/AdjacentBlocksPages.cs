namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Short blocks between others of one division.</summary>
internal static class AdjacentBlocksPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("adjacent-spans", SiteLayout.Article, "<div><span>Delta</span><span> and </span><div>Epsilon</div><b>Zeta</b></div>",
            ["Delta", "Epsilon", "Zeta"], []),
        new("adjacent-facts", SiteLayout.WordPress, "<div class=wp-block-columns><div class=wp-block-column>Length: 12 km</div><div class=wp-block-column>"
            + "Height: 640 m</div><div class=wp-block-column>Gauge: 760 mm</div></div>", ["Length: 12 km", "Height: 640 m", "Gauge: 760 mm"], []),
        new("adjacent-dl", SiteLayout.Sphinx, "<dl><dt>Gauge</dt><dd>760 mm</dd><dt>Length</dt><dd>12 km</dd></dl>", ["Gauge", "760 mm", "12 km"], []),
        new("adjacent-br", SiteLayout.Tables, "Open daily<br><br>Closed in winter<br><br>Dogs welcome", ["Open daily", "Closed in winter", "Dogs welcome"],
            []),
        new("adjacent-sections", SiteLayout.Bootstrap, "<section><div>Ostern</div>Mai<section>Oktober</section></section>", ["Ostern", "Mai", "Oktober"], [],
            Language: "de"),
        new("adjacent-list", SiteLayout.Docusaurus, "<ul><li>Bread</li><li><p>Water</p></li><li>A map</li></ul>", ["Bread", "Water", "A map"], []),
        new("adjacent-quote", SiteLayout.Discourse, "<blockquote>Not in winter</blockquote><p>Yes.</p><p>True!</p>", ["Not in winter", "Yes.", "True!"], []),
        new("adjacent-admonition", SiteLayout.Sphinx, "<div class='admonition note'><p class=admonition-title>Note</p><p>Bring warm clothes.</p></div>",
            ["Bring warm clothes."], []),
        new("adjacent-infima", SiteLayout.Docusaurus, "<div class='theme-admonition theme-admonition-tip admonition_x alert alert--success'><div "
            + "class=admonitionHeading_x><span class=admonitionIcon_y><svg></svg></span>tip</div><div class=admonitionContent_z><p>Bring warm clothes.</p>"
            + "</div></div>", ["Bring warm clothes."], []),
        new("adjacent-mw-hatnote", SiteLayout.MediaWiki, "<div class='hatnote navigation-not-searchable'>For the other line, see Hill railway.</div>",
            ["For the other line"], []),
        new("adjacent-hours-table-divs", SiteLayout.WordPress, "<div class=row><div class=day>Monday</div><div class=time>9-17</div></div><div class=row>"
            + "<div class=day>Sunday</div><div class=time>closed</div></div>", ["Monday", "9-17", "Sunday", "closed"], []),
        new("adjacent-fr", SiteLayout.Tables, "<div><b>Alpha</b><div>Bêta</div>Gamma</div>", ["Alpha", "Bêta", "Gamma"], [], Language: "fr"),
        new("adjacent-address", SiteLayout.Bootstrap, "<address>Station Road 4<br>Lower Valley</address>", ["Station Road 4"], []),
        new("adjacent-inline-styles", SiteLayout.Article, "<div style='margin:0'><i>Alpha</i><section>Beta</section><em>Gamma</em></div>",
            ["Alpha", "Beta", "Gamma"], []),
        new("adjacent-mixed3", SiteLayout.Discourse, "<div>Alpha <b>one</b><ul><li>Beta</li></ul>Gamma<pre>Delta</pre>Epsilon</div>",
            ["Alpha one|Alpha **one**", "Beta", "Gamma", "Delta", "Epsilon"], []),
        new("adjacent-link", SiteLayout.Article, "<p><a href=/map>Map of the line</a></p>", ["Map of the line"], []),
        new("adjacent-strong", SiteLayout.WordPress, "<p><strong>Lower station</strong></p><p>In town.</p><p><strong>Upper station</strong></p><p>On the "
            + "hill.</p>", ["Lower station", "In town.", "Upper station", "On the hill."], []),
        new("adjacent-dash", SiteLayout.Tables, "<center>* * *</center><div>Part two</div>", ["Part two"], []),
        new("adjacent-table1", SiteLayout.Bootstrap, "<table><tr><td>Alpha</td></tr></table><div>Beta</div>", ["Alpha", "Beta"], []),
        new("adjacent-de-span", SiteLayout.Docusaurus, "<div><span>Erstens</span><p>Zweitens</p>Drittens</div>", ["Erstens", "Zweitens", "Drittens"], [],
            Language: "de"),
        new("adjacent-custom", SiteLayout.Article, "<x-box>Alpha<x-part>Beta</x-part></x-box><my-note><div>Gamma</div></my-note>",
            ["Alpha", "Beta", "Gamma"], []),
        new("adjacent-figurecap", SiteLayout.WordPress, "<figure class=wp-block-image><img src=a.jpg alt=x><figcaption>The upper station in "
            + "1931.</figcaption></figure><p>Built of stone.</p>", ["Built of stone."], []),
    ];
}
