namespace DataCuration.Extraction.Tests.Kinds;

public sealed class TogglePanelTests
{
    private const string Shown = "Adults pay twelve euros and children pay five.";
    private const string Closed = "Open from nine to five on every day but Monday.";

    [Theory]
    [InlineData("<div role=tablist><button role=tab>A</button></div><div role=tabpanel><p>{0}</p></div><div role=tabpanel hidden><p>{1}</p></div>")]
    [InlineData("<ul class='nav nav-tabs'><li><a data-toggle=tab href=#a>A</a><li><a data-toggle=tab href=#b>B</a></ul><div class=tab-content><div "
        + "class='tab-pane active' "
        + "id=a><p>{0}</p></div><div class=tab-pane id=b style='display:none'><p>{1}</p></div></div>")] // Bootstrap
    [InlineData("<div id=tabs><ul><li><a href=#t1>A</a><li><a href=#t2>B</a></ul><div id=t1><p>{0}</p></div><div id=t2 style='display: "
        + "none;'><p>{1}</p></div></div>")] // jQuery UI
    [InlineData("<div class=elementor-accordion><div class=elementor-accordion-item><div class=elementor-tab-title>A</div><div class=elementor-tab-content "
        + "style='display:block'><p>{0}</p></div></div><div class=elementor-accordion-item><div class=elementor-tab-title>B</div><div "
            + "class='elementor-tab-content "
        + "elementor-clearfix' style='display:none' hidden=hidden><p>{1}</p></div></div></div>")]
    [InlineData("<div class=wp-block-group><p>{0}</p></div><div class='su-spoiler su-spoiler-closed'><div class=su-spoiler-title>B</div><div "
        + "class=su-spoiler-content "
        + "style='display:none'><p>{1}</p></div></div>")] // WordPress
    [InlineData("<div class=accordion><h2><button data-bs-target=#c2 aria-expanded=false>B</button></h2><div id=c2 class=collapse "
        + "style='display:none'><p>{0}</p><p>{1}</p></div></div>")]
    [InlineData("<p>{0}</p><button aria-controls=x1 aria-expanded=false>Hours</button><div id=x1 hidden><p>{1}</p></div>")]
    [InlineData("<p>{0}</p><button onclick=\"show('x2')\">Hours</button><p>x</p><div id=x2 style='display:none'><p>{1}</p></div>")]
    [InlineData("<p>{0}</p><button>Read more</button><div style='display:none'><p>{1}</p></div>")]
    [InlineData("<p>{0}</p><details><summary>Hours</summary><p>{1}</p></details>")]
    [InlineData("<p>{0}</p><div hidden=until-found><p>{1}</p></div>")]
    [InlineData("<dl><dt>Prices<dd style='display:none'>{0}<dt>Hours<dd style='display:none'>{1}</dl>")]
    [InlineData("<div class=faq><h3>What does it cost?</h3><div style='display:none'><p>{0}</p></div><h3>When is it open?</h3><div "
        + "style='display:none'><p>{1}</p></div></div>")]
    [InlineData("<h3>What does it cost?</h3><div style='display:none'><p>{0}</p></div><h3>When is it open?</h3><div style='display:none'><p>{1}</p></div>")]
    [InlineData("<style>.tabcontent{display:none}</style><div class=tab><button class=tablinks onclick=\"openTab(event,'A')\">A</button></div><div "
        + "id=A class=tabcontent><p>{0}</p></div>"
        + "<div id=B class=tabcontent><p>{1}</p></div>")] // W3Schools
    [InlineData("<p>{0}<span id=more style='display:none'> {1}</span></p>")]
    [InlineData("<style>.panel{max-height:0;overflow:hidden;transition:max-height .2s}</style><button class=accordion>A</button><div "
        + "class=panel><p>{0}</p></div><button "
        + "class=accordion>B</button><div class=panel><p>{1}</p></div>")]
    [InlineData("<style>.body{display:none} input:checked ~ .body{display:block}</style><p>{0}</p><input type=checkbox id=q><label "
        + "for=q>Hours</label><div class=body><p>{1}</p></div>")]
    [InlineData("<div class=fusion-tabs><div class='tab-pane fade in active'><p>{0}</p></div><div class='tab-pane fade' "
        + "aria-hidden=true><p>{1}</p></div></div>")]
    [InlineData("<div class=ui-tabs><div class=ui-tabs-panel aria-hidden=false><p>{0}</p></div><div class=ui-tabs-panel aria-hidden=true "
        + "style='display:none'><p>{1}</p></div></div>")]
    [InlineData("<div class=vc_tta-panels><div class=vc_tta-panel><p>{0}</p></div><div class=vc_tta-panel><div class=vc_tta-panel-body "
        + "style='display:none'><p>{1}</p></div></div></div>")]
    public void Extract_PanelsOfTabsAndAccordions_Stay(string fragment)
    {
        string text = LighthousePage.Extract(fragment.Replace("{0}", Shown, StringComparison.Ordinal).Replace("{1}", Closed, StringComparison.Ordinal));
        Assert.Contains(Shown, text, StringComparison.Ordinal);
        Assert.Contains(Closed, text, StringComparison.Ordinal);
    }
}
