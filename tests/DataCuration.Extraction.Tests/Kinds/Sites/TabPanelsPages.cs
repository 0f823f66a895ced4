namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Panels that a reader opens.</summary>
internal static class TabPanelsPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("tabs-bootstrap", SiteLayout.Bootstrap, "<ul class='nav nav-tabs' role=tablist><li class=nav-item><button class='nav-link active' "
            + "data-bs-toggle=tab data-bs-target=#one>Fares</button></li><li class=nav-item><button class=nav-link data-bs-toggle=tab data-bs-target=#two>"
            + "Times</button></li></ul><div class=tab-content><div class='tab-pane fade show active' id=one role=tabpanel>Adults pay nine euros for a "
            + "return.</div><div class='tab-pane fade' id=two role=tabpanel>Trains run from nine to five.</div></div>",
            ["Adults pay nine euros", "Trains run from nine to five"], []),
        new("tabs-docusaurus", SiteLayout.Docusaurus, "<div class='theme-tabs-container tabs-container tabList_x'><ul role=tablist "
            + "aria-orientation=horizontal class=tabs><li role=tab tabindex=0 aria-selected=true class='tabs__item tabs__item--active'>Summer</li><li "
            + "role=tab tabindex=-1 aria-selected=false class=tabs__item>Winter</li></ul><div class=margin-top--md><div role=tabpanel class=tabItem_y>In "
            + "summer the trains run every hour.</div><div role=tabpanel class=tabItem_y hidden>In winter the trains run on Sundays.</div></div></div>",
            ["In summer the trains run", "In winter the trains run"], []),
        new("tabs-jqueryui", SiteLayout.Tables, "<div id=tabs class='ui-tabs ui-widget'><ul class=ui-tabs-nav><li><a href=#t-1>Fares</a></li><li><a "
            + "href=#t-2>Times</a></li></ul><div id=t-1 class='ui-tabs-panel'><p>Adults pay nine euros for a return.</p></div><div id=t-2 "
            + "class='ui-tabs-panel' style='display: none;'><p>Trains run from nine to five.</p></div></div>",
            ["Adults pay nine euros", "Trains run from nine to five"], []),
        new("tabs-w3", SiteLayout.Article, "<div class=tab><button class=tablinks onclick=\"openTab(event,'Fares')\">Fares</button><button class=tablinks "
            + "onclick=\"openTab(event,'Times')\">Times</button></div><div id=Fares class=tabcontent><p>Adults pay nine euros for a return.</p></div><div "
            + "id=Times class=tabcontent><p>Trains run from nine to five.</p></div>", ["Adults pay nine euros", "Trains run from nine to five"], [],
            Head: "<style>.tabcontent{display:none}</style>"),
        new("tabs-accordion", SiteLayout.Bootstrap, "<div class=accordion><div class=accordion-item><h2 class=accordion-header><button "
            + "class='accordion-button collapsed' aria-expanded=false aria-controls=c2>Dogs</button></h2><div id=c2 class='accordion-collapse collapse'>"
            + "<div class=accordion-body>Dogs ride in the last carriage.</div></div></div></div>", ["Dogs ride in the last carriage"], []),
        new("tabs-details", SiteLayout.WordPress, "<details class=wp-block-details><summary>Can I bring a bicycle?</summary><p>Bicycles ride for two "
            + "euros.</p></details>", ["Can I bring a bicycle?", "Bicycles ride for two euros"], []),
        new("tabs-sphinx", SiteLayout.Sphinx, "<div class='sphinx-tabs docutils container'><div aria-label='Tabbed content' class=closeable role=tablist>"
            + "<button aria-controls=panel-0 aria-selected=true id=tab-0 role=tab>Linux</button><button aria-controls=panel-1 role=tab>Windows</button>"
            + "</div><div aria-labelledby=tab-0 id=panel-0 role=tabpanel><p>Run the ticket program in a shell.</p></div><div aria-labelledby=tab-1 "
            + "id=panel-1 role=tabpanel hidden=true><p>Start the ticket program from the menu.</p></div></div>",
            ["Run the ticket program in a shell", "Start the ticket program from the menu"], []),
        new("tabs-sphinx-design", SiteLayout.Sphinx, "<div class='sd-tab-set docutils'><input checked id=sd-tab-item-0 name=s type=radio><label "
            + "class=sd-tab-label for=sd-tab-item-0>Summer</label><div class='sd-tab-content docutils'><p>Trains run each hour in summer.</p></div><input "
            + "id=sd-tab-item-1 name=s type=radio><label class=sd-tab-label for=sd-tab-item-1>Winter</label><div class='sd-tab-content docutils'><p>Trains "
            + "run on Sundays in winter.</p></div></div>", ["Trains run each hour in summer", "Trains run on Sundays in winter"], [],
            Head: "<style>.sd-tab-content{display:none}</style>"),
        new("tabs-elementor", SiteLayout.WordPress, "<div class=elementor-tabs><div class=elementor-tabs-wrapper role=tablist><div id=et-1 "
            + "class='elementor-tab-title elementor-tab-desktop-title' aria-selected=true data-tab=1 role=tab aria-controls=ec-1>Fares</div></div><div "
            + "class=elementor-tabs-content-wrapper><div id=ec-1 class='elementor-tab-content elementor-clearfix' data-tab=1 role=tabpanel "
            + "aria-labelledby=et-1><p>Adults pay nine euros for a return.</p></div><div id=ec-2 class='elementor-tab-content elementor-clearfix' "
            + "data-tab=2 role=tabpanel hidden=hidden><p>Trains run from nine to five.</p></div></div></div>",
            ["Adults pay nine euros", "Trains run from nine to five"], []),
        new("tabs-german-more", SiteLayout.Article, "<p>Kurz gesagt.</p><button onclick='toggle()'>Mehr anzeigen</button><div style='display:none'><p>Im "
            + "Winter fahren die Züge nur sonntags.</p></div>", ["Im Winter fahren die Züge"], [], Language: "de"),
        new("tabs-material", SiteLayout.Docusaurus, "<div class='tabbed-set tabbed-alternate' data-tabs=1:2><input checked id=__tabbed_1_1 type=radio>"
            + "<input id=__tabbed_1_2 type=radio><div class=tabbed-labels><label for=__tabbed_1_1>Summer</label><label for=__tabbed_1_2>Winter</label></div>"
            + "<div class=tabbed-content><div class=tabbed-block><p>Trains run each hour in summer.</p></div><div class=tabbed-block><p>Trains run on "
            + "Sundays in winter.</p></div></div></div>", ["Trains run each hour", "Trains run on Sundays"], []),
        new("tabs-aria-css", SiteLayout.Article, "<div role=tablist><a role=tab href=#p1>Fares</a><a role=tab href=#p2>Times</a></div><section "
            + "role=tabpanel id=p1 aria-hidden=false>Adults pay nine euros for a return.</section><section role=tabpanel id=p2 aria-hidden=true class=off>"
            + "Trains run from nine to five.</section>", ["Adults pay nine euros", "Trains run from nine"], [],
            Head: "<style>.off{display:none}</style>"),
        new("tabs-radix", SiteLayout.Bootstrap, "<div data-orientation=horizontal><div role=tablist><button role=tab aria-controls=radix-1 "
            + "data-state=active>Fares</button><button role=tab aria-controls=radix-2 data-state=inactive>Times</button></div><div data-state=active "
            + "role=tabpanel id=radix-1><p>Adults pay nine euros.</p></div><div data-state=inactive role=tabpanel id=radix-2 hidden "
            + "style='animation-duration:0s'><p>Trains run from nine to five.</p></div></div>", ["Adults pay nine euros", "Trains run from nine"], []),
        new("tabs-spoiler", SiteLayout.Discourse, "<div class=spoiler style='display:none'>The train never left the shed.</div><details><summary>"
            + "Answer</summary>The upper station.</details>", ["The train never left", "The upper station."], []),
        new("tabs-faq", SiteLayout.WordPress, "<div class=schema-faq><div class=schema-faq-section><strong class=schema-faq-question>Can I bring a "
            + "dog?</strong><p class=schema-faq-answer style='display:none'>Dogs ride for two euros.</p></div></div>", ["Dogs ride for two euros"], []),
        new("tabs-mw-collapsible", SiteLayout.MediaWiki, "<table class='mw-collapsible mw-collapsed wikitable'><tr><th>Stations</th></tr><tr "
            + "style='display:none'><td>Upper station</td></tr></table>", ["Upper station"], []),
        new("tabs-es", SiteLayout.Article, "<ul class=pestanas><li><a href=#tarifas>Tarifas</a></li><li><a href=#horarios>Horarios</a></li></ul><div "
            + "id=tarifas>Los adultos pagan nueve euros.</div><div id=horarios style='display:none'>Los trenes salen de nueve a cinco.</div>",
            ["Los adultos pagan nueve", "de nueve a cinco"], [], Language: "es"),
        new("tabs-foundation", SiteLayout.Bootstrap, "<ul class=tabs data-tabs id=ex><li class='tabs-title is-active'><a href=#panel1>Fares</a></li><li "
            + "class=tabs-title><a href=#panel2>Times</a></li></ul><div class=tabs-content data-tabs-content=ex><div class='tabs-panel is-active' id=panel1>"
            + "<p>Adults pay nine euros.</p></div><div class=tabs-panel id=panel2><p>Trains run from nine to five.</p></div></div>",
            ["Adults pay nine euros", "Trains run from nine"], []),
        new("tabs-hidden-class", SiteLayout.Docusaurus, "<div role=tablist><button role=tab>A</button></div><div role=tabpanel class=hidden><p>Trains run "
            + "from nine to five.</p></div><div class='tab-pane d-none'><p>Adults pay nine euros for a return.</p></div>",
            ["Trains run from nine", "Adults pay nine euros"], []),
        new("tabs-accordion-jq", SiteLayout.Tables, "<h3>Dogs</h3><div style='display:none'><p>Dogs ride in the last carriage.</p></div><h3>Bicycles</h3>"
            + "<div style='display:none'><p>Bicycles ride for two euros.</p></div>", ["Dogs ride in the last", "Bicycles ride for two"], []),
        new("tabs-german-aria", SiteLayout.Article, "<div role=tablist><a role=tab aria-controls=preise>Preise</a><a role=tab aria-controls=zeiten>"
            + "Zeiten</a></div><div id=preise>Erwachsene zahlen neun Euro.</div><div id=zeiten hidden>Die Züge fahren von neun bis fünf.</div>",
            ["Erwachsene zahlen neun", "von neun bis fünf"], [], Language: "de"),
    ];
}
