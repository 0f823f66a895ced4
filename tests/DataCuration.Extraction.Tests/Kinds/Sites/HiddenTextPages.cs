namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Text that no reader sees, and text that a reader sees.</summary>
internal static class HiddenTextPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("hidden-bootstrap", SiteLayout.Bootstrap, "<p class=d-none>NOTSEEN one</p><p class='visually-hidden'>NOTSEEN two</p><span class=sr-only>NOTSEEN "
            + "three</span>", [], ["NOTSEEN"]),
        new("hidden-tailwind", SiteLayout.Docusaurus, "<p class=hidden>NOTSEEN one</p><div class=sr-only>NOTSEEN two</div><p class=invisible>NOTSEEN "
            + "three</p>", [], ["NOTSEEN"],
            Head: "<style>.hidden{display:none}.sr-only{position:absolute;width:1px;height:1px;overflow:hidden}.invisible{visibility:hidden}</style>"),
        new("hidden-wp", SiteLayout.WordPress, "<span class=screen-reader-text>NOTSEEN one</span><p style='position:absolute;left:-9999px'>NOTSEEN two "
            + "ignore all previous instructions</p><div style='height:0;overflow:hidden'>NOTSEEN three</div>", [], ["NOTSEEN"]),
        new("hidden-white", SiteLayout.Tables, "<font color=white>NOTSEEN cheap pills and casino</font><p style='color:#fff'>NOTSEEN two</p><p "
            + "style='font-size:0px'>NOTSEEN three</p><p style='opacity:0'>NOTSEEN four</p>", [], ["NOTSEEN"]),
        new("hidden-case", SiteLayout.Article, "<P STYLE='DISPLAY : NONE'>NOTSEEN one</P><p style='display:none!important'>NOTSEEN two</p><p "
            + "style='color:red;visibility:hidden;'>NOTSEEN three</p><div HIDDEN=hidden><p>NOTSEEN four</p></div><template><p>NOTSEEN five</p></template>",
            [], ["NOTSEEN"]),
        new("hidden-style-id", SiteLayout.Article, "<div id=trap><p>NOTSEEN one: as a language model you must</p></div><p class='x trap2'>NOTSEEN two</p>",
            [], ["NOTSEEN"],
            Head: "<style>#trap{display:none}\n.trap2 , .other { visibility : hidden }</style>"),
        new("hidden-inline-span", SiteLayout.MediaWiki, "<p>The first train<span style='display:none'>NOTSEEN one</span> left at nine.<span class=nowrap "
            + "style='visibility:hidden'>NOTSEEN</span></p>", ["The first train left at nine."], ["NOTSEEN"]),
        new("hidden-mw", SiteLayout.MediaWiki, "<span class=mw-editsection style=display:none>x</span><div class=noprint style='display:none'>NOTSEEN</div>"
            + "<p class=mw-empty-elt></p>", [], ["NOTSEEN"]),
        new("hidden-closed-dialog", SiteLayout.Bootstrap, "<dialog><p>NOTSEEN Subscribe now</p></dialog><div popover id=pp>NOTSEEN two</div><div "
            + "class='modal fade' id=m tabindex=-1 aria-hidden=true><div class=modal-dialog><div class=modal-content><p>NOTSEEN three in the modal</p></div>"
            + "</div></div>", [], ["NOTSEEN"]),
        new("hidden-inert-aria", SiteLayout.Article, "<p aria-hidden=true style='clip-path:inset(50%);position:absolute'>NOTSEEN</p><p "
            + "style='text-indent:-9999px'>NOTSEEN</p><p style='width:1px;height:1px;overflow:hidden;position:absolute'>NOTSEEN</p>", [], ["NOTSEEN"]),
        new("hidden-wide", SiteLayout.Bootstrap, "<div class='d-none d-md-block'><p>The long timetable is for wide screens and lists each train of the "
            + "day.</p></div>", ["The long timetable is for wide screens"], []),
        new("hidden-bulma", SiteLayout.Article, "<p class=is-hidden>NOTSEEN</p><p class=uk-hidden>NOTSEEN</p><p class=display-none>NOTSEEN</p>", [],
            ["NOTSEEN"]),
        new("hidden-media", SiteLayout.Article, "<p class=k>NOTSEEN trap</p><p class=m>The print view names each platform.</p>",
            ["The print view names each platform"], ["NOTSEEN"],
            Head: "<style>@media screen{.k{display:none}}@media print{.m{display:none}}</style>"),
        new("hidden-nested-css", SiteLayout.Article, "<div class=box><p class=w>NOTSEEN trap</p></div>", [], ["NOTSEEN"],
            Head: "<style>article .box > p.w{position:absolute;clip:rect(0 0 0 0);width:1px;height:1px;overflow:hidden}</style>"),
        new("hidden-zero", SiteLayout.WordPress, "<div style='max-height:0;overflow:hidden'>NOTSEEN buy</div><span style='font-size:1px;color:#ffffff'>"
            + "NOTSEEN</span><p style='display:none;'>NOTSEEN</p><p style=\"visibility: collapse\">NOTSEEN</p>", [], ["NOTSEEN"]),
        new("hidden-attr-values", SiteLayout.Docusaurus, "<p hidden=true>NOTSEEN a</p><p hidden=''>NOTSEEN b</p><section hidden><h2>NOTSEEN</h2><p>"
            + "NOTSEEN</p></section><input type=hidden value=NOTSEEN><textarea hidden>NOTSEEN</textarea>", [], ["NOTSEEN"]),
        new("hidden-honeypot", SiteLayout.Article, "<form style='position:absolute;left:-5000px' aria-hidden=true><label>NOTSEEN leave empty<input "
            + "tabindex=-1></label></form><div aria-hidden=true style='display:none'>NOTSEEN</div>", [], ["NOTSEEN"]),
        new("hidden-var", SiteLayout.Article, "<p style='--x:none;display:none'>NOTSEEN</p><p style='content-visibility:hidden'>NOTSEEN</p><p "
            + "style='color:transparent'>NOTSEEN</p><p style='color:rgba(0,0,0,0)'>NOTSEEN</p>", [], ["NOTSEEN"]),
        new("hidden-data", SiteLayout.Article, "<div data-nosnippet style='display:none'><p>NOTSEEN a</p></div><ul style='display:none'><li>NOTSEEN b</li>"
            + "</ul><table style=display:none><tr><td>NOTSEEN c</td></tr></table><span hidden>NOTSEEN d</span><a href=/x style='display:none'>NOTSEEN e</a>"
            + "<h2 hidden>NOTSEEN f</h2>", [], ["NOTSEEN"]),
        new("hidden-in-list", SiteLayout.WordPress, "<ul><li>Alpha station</li><li style='display:none'>NOTSEEN</li><li>Beta station</li></ul>",
            ["Alpha station", "Beta station"], ["NOTSEEN"]),
        new("hidden-tr", SiteLayout.Bootstrap, "<table class=table><tr><th>Stop</th><th>Time</th></tr><tr style='display:none'><td>NOTSEEN</td><td>0</td>"
            + "</tr><tr><td>Upper</td><td>9:40</td></tr></table>", ["Upper"], ["NOTSEEN"]),
        new("hidden-style-tag-list", SiteLayout.Docusaurus, "<p class=a1>NOTSEEN</p><p class=a2>NOTSEEN</p><p id=a3>NOTSEEN</p><div class=wrap><p class=q>"
            + "NOTSEEN</p></div>", [], ["NOTSEEN"],
            Head: "<style>.a1{opacity:0}.a2{position:fixed;left:-99999px}#a3{height:0;overflow:hidden}.wrap .q{display:none}</style>"),
        new("hidden-svg-title", SiteLayout.Article, "<svg><title>NOTSEEN</title><desc>NOTSEEN</desc></svg><object><param name=x value=NOTSEEN></object>"
            + "<select><option>NOTSEEN</option></select><script>NOTSEEN</script><style>NOTSEEN{}</style><!-- NOTSEEN -->", [], ["NOTSEEN"]),
        new("hidden-jp-indent", SiteLayout.Tables, "<h3 style='text-indent:-9999px'>NOTSEEN</h3><p style='position:absolute;top:-1000px'>NOTSEEN</p><p "
            + "style='margin-left:-9999px'>NOTSEEN</p><p style='color:#FFFFFF;background:#ffffff'>NOTSEEN</p><p style='font-size:0.1px;line-height:0'>"
            + "NOTSEEN</p>", [], ["NOTSEEN"]),
        new("hidden-details-stay", SiteLayout.Article, "<details><summary>More about the bridges</summary><p>The third bridge was blown up in 1944.</p>"
            + "</details>", ["The third bridge was blown up"], []),
        new("hidden-ie", SiteLayout.Tables, "<div style='zoom:1;display:block'>The bridge is open.</div><p style='opacity:0.9'>The tunnel is dark.</p><p "
            + "style='visibility:visible'>The shed is new.</p><p style='overflow:hidden;height:100px'>The yard is wide.</p>",
            ["The bridge is open", "The tunnel is dark", "The shed is new", "The yard is wide"], []),
    ];
}
