namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Tables with cells that span others, and with markup in cells.</summary>
internal static class TableMarkupPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("table-wiki", SiteLayout.MediaWiki, "<table class=wikitable><tbody><tr><th colspan=3>Stations of the line</th></tr><tr><th>Name</th><th>"
            + "Height</th><th>Opened</th></tr><tr><td rowspan=2>Upper</td><td>640 m</td><td>1898</td></tr><tr><td>655 m</td><td>1931</td></tr></tbody>"
            + "</table>", ["Stations of the line", "655 m"], ["Stations of the line | Stations", "Upper | 655"]),
        new("table-infobox", SiteLayout.MediaWiki, "<table class='infobox vcard'><caption class='infobox-title fn'>Valley line</caption><tbody><tr><td "
            + "colspan=2 class=infobox-image><a href=f><img src=t.jpg></a><div class=infobox-caption>A train in 1931</div></td></tr><tr><th scope=row "
            + "class=infobox-label>Gauge</th><td class=infobox-data>760&nbsp;mm</td></tr><tr><th scope=row class=infobox-label>Length</th><td "
            + "class=infobox-data>12&nbsp;km</td></tr></tbody></table>", ["Gauge", "760"], ["A train in 1931 | A train"]),
        new("table-bootstrap", SiteLayout.Bootstrap, "<div class=table-responsive><table class='table table-striped'><thead><tr><th>Ticket</th><th>"
            + "Adult</th><th>Child</th></tr></thead><tbody><tr><td>Single</td><td>6</td><td>3</td></tr><tr><td>Day pass</td><td colspan=2>ten for all</td>"
            + "</tr></tbody></table></div>", ["Day pass", "ten for all"], ["ten for all | ten for all"]),
        new("table-cells", SiteLayout.Sphinx, "<table class='docutils align-default'><thead><tr class=row-odd><th class=head><p>Option</p></th><th "
            + "class=head><p>Meaning</p></th></tr></thead><tbody><tr class=row-even><td><p><code>a|b</code></p></td><td><p>first or</p><p>second</p><ul "
            + "class=simple><li><p>red</p></li><li><p>blue</p></li></ul></td></tr></tbody></table>", ["Option", "first or", "red", "blue"], []),
        new("table-wbr", SiteLayout.WordPress, "<figure class=wp-block-table><table><tbody><tr><td>Eisenbahn<wbr>gesell<wbr>schaft</td><td>"
            + "gegründet&shy;</td></tr><tr><td>Länge</td><td>12 km<br>(früher 14)</td></tr></tbody></table><figcaption>Zahlen</figcaption></figure>",
            ["Eisenbahngesellschaft", "12 km", "früher 14"], [], Language: "de"),
        new("table-header-colspan", SiteLayout.Docusaurus, "<table><thead><tr><th rowspan=2>Month</th><th colspan=2>Trains</th></tr><tr><th>up</th><th>"
            + "down</th></tr></thead><tbody><tr><td>May</td><td>12</td><td>11</td></tr></tbody></table>", ["Month", "Trains", "down", "May"],
            ["Trains | Trains", "Month | up"]),
        new("table-old", SiteLayout.Tables, "<table border=1><tr bgcolor=#cccccc><td colspan=2 align=center><b>Winter timetable</b></td></tr><tr><td>"
            + "Lower</td><td>9:00</td></tr><tr><td>Upper</td><td>9:40</td></tr></table>", ["Winter timetable", "9:40"], ["Winter timetable | Winter"]),
        new("table-linear", SiteLayout.MediaWiki, "<table class=wikitable><tr><th colspan=2>Stock</th></tr><tr><td>Engines</td><td>4</td></tr><tr><td "
            + "colspan=2>as of May</td></tr></table>", ["Stock", "as of May"], ["Stock | Stock", "as of May | as of May"]),
        new("table-rowgroup", SiteLayout.Bootstrap, "<table class=table><tbody><tr><th rowspan=3>North</th><td>Ash</td></tr><tr><td>Birch</td></tr><tr><td>"
            + "Cedar</td></tr></tbody></table>", ["North", "Ash", "Birch", "Cedar"], ["North | Birch", "North | Cedar"]),
        new("table-nested", SiteLayout.Tables, "<table border=1><tr><td>Lower</td><td><table><tr><td>9:00</td><td>daily</td></tr></table></td></tr><tr><td>"
            + "Upper</td><td>9:40</td></tr></table>", ["Lower", "9:00", "9:40"], []),
        new("table-caption-fr", SiteLayout.MediaWiki, "<table class=wikitable><caption>Horaires d'hiver</caption><tr><th>Gare</th><th>Départ</th></tr><tr>"
            + "<td>Basse</td><td>9&nbsp;h</td></tr></table>", ["Horaires d'hiver", "Basse", "Départ"], [], Language: "fr"),
        new("table-pipe-code", SiteLayout.Docusaurus, "<table><thead><tr><th>Command</th><th>Use</th></tr></thead><tbody><tr><td><code>ls | wc</code></td>"
            + "<td>counts<br>files</td></tr></tbody></table>", ["Command", "counts"], ["counts<br>"]),
        new("table-tags-left", SiteLayout.WordPress, "<table><tbody><tr><td>A&lt;br&gt;B</td><td style='text-align:center'><span><b>bold</b></span></td>"
            + "</tr><tr><td>C</td><td>D</td></tr></tbody></table>", ["bold"], ["<span", "text-align", "colspan"]),
        new("table-mc", SiteLayout.WordPress, "<table><thead><tr><th colspan=2>Plants of the line</th><th>Trees</th></tr></thead><tbody><tr><td>Moss</td>"
            + "<td>Fern</td><td>Ash</td></tr></tbody></table>", ["Plants of the line", "Trees"], ["Plants of the line | Plants"]),
        new("table-tfoot", SiteLayout.Docusaurus, "<table><tfoot><tr><td colspan=2>Total 12</td></tr></tfoot><tbody><tr><td>a</td><td>5</td></tr><tr><td>"
            + "b</td><td>7</td></tr></tbody></table>", ["Total 12"], ["Total 12 | Total 12"]),
        new("table-entities", SiteLayout.MediaWiki, "<table class=infobox><tr><th colspan=2>Valley<br><small>1898&ndash;present</small></th></tr><tr><th>"
            + "Kingdom:</th><td>Plan<wbr>tae</td></tr><tr><th>Kinds</th><td><div class=plainlist><ul><li>a one</li><li>b two</li></ul></div></td></tr>"
            + "</table>", ["Valley", "1898–present", "Plantae", "a one", "b two"], ["present | Valley", "Plan tae"]),
        new("table-rtl", SiteLayout.Bootstrap, "<table dir=rtl><tr><th colspan='2'>عنوان</th></tr><tr><td>ا</td><td>ب</td></tr></table>", ["عنوان"],
            ["عنوان | عنوان"]),
    ];
}
