namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Banners inside the text, and a text about cookies that stays.</summary>
internal static class ConsentBannersPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("cookie-bootstrap", SiteLayout.Bootstrap, "<div class='alert alert-dismissible cookiealert show' role=alert><b>Do you like cookies?</b> We use "
            + "cookies to ensure you get the best experience on our website. <a href=https://cookiesandyou.com>Learn more</a><button class='btn btn-primary "
            + "acceptcookies'>I agree</button></div>", [], ["Do you like cookies", "I agree"]),
        new("cookie-german", SiteLayout.WordPress, "<div id=cookie-law-info-bar><span>Diese Website verwendet Cookies, um Ihr Erlebnis zu verbessern. <a "
            + "role=button class=cli_settings_button>Einstellungen</a><a role=button id=cookie_action_close_header>Akzeptieren</a></span></div>",
            ["Die Züge fahren"], ["verwendet Cookies", "Akzeptieren"], Language: "de"),
        new("cookie-french", SiteLayout.Article, "<section aria-label='Gestion des cookies' class=rgpd><h2>Nous respectons votre vie privée</h2><p>Nous "
            + "utilisons des cookies pour mesurer l'audience.</p><button>Tout accepter</button><button>Continuer sans accepter</button></section>",
            ["Les trains partent"], ["vie privée", "cookies", "Tout accepter"], Language: "fr"),
        new("cookie-spanish", SiteLayout.Tables, "<div id=aviso-cookies>Utilizamos cookies propias y de terceros. Si continúa navegando acepta su uso. <a "
            + "href=/p>Más información</a></div>", ["Los trenes salen"], ["Utilizamos cookies", "Más información"], Language: "es"),
        new("cookie-dialog", SiteLayout.Docusaurus, "<div role=dialog aria-modal=true aria-describedby=d class=sc-1x2><p id=d>This site uses cookies for "
            + "analytics. Choose what you allow.</p><label><input type=checkbox> Statistics</label><button>Save choice</button></div>", [],
            ["uses cookies", "Statistics", "Save choice"]),
        new("cookie-plain-class", SiteLayout.Article, "<div class=css-1ab2><div class=css-9x><p>Your privacy matters to us. We and our partners store "
            + "cookies on your device.</p></div><div class=css-7y><button>Accept all</button><button>Manage options</button></div></div>", [],
            ["privacy matters", "Accept all", "Manage options"]),
        new("cookie-recipe", SiteLayout.WordPress, "<h2>Oat cookies</h2><p>The café bakes oat cookies each morning; use butter, sugar and oats, and bake "
            + "the cookies for ten minutes. Accept no other recipe.</p>", ["Oat cookies", "bake the cookies for ten minutes"], []),
        new("cookie-script-vendor", SiteLayout.MediaWiki, "<div class='mw-cookiewarning-container'><div class=mw-cookiewarning-text><span>Cookies help us "
            + "deliver our services. By using our services, you agree to our use of cookies.</span></div><form><button>OK</button></form></div>",
            ["Trains leave every hour"], ["Cookies help us"]),
        new("cookie-italian", SiteLayout.WordPress, "<div class='cc-window cc-banner cc-type-info'><span id=cookieconsent:desc class=cc-message>Questo sito "
            + "usa i cookie. <a class=cc-link>Maggiori informazioni</a></span><div class=cc-compliance><a class='cc-btn cc-dismiss'>Ho capito!</a></div>"
            + "</div>", [], ["Questo sito usa", "Ho capito"]),
        new("cookie-dutch", SiteLayout.Article, "<div class=melding><p>Wij gebruiken cookies om onze website te verbeteren.</p><button>Akkoord</button>"
            + "<button>Weigeren</button></div>", [], ["Wij gebruiken cookies", "Akkoord", "Weigeren"]),
        new("cookie-polish", SiteLayout.Bootstrap, "<div class=privacy-popup><p>Ta strona używa plików cookie. Korzystając z niej, zgadzasz się na to.</p>"
            + "<a href=# class=btn>OK</a></div>", [], ["używa plików cookie"]),
        new("cookie-aside", SiteLayout.Docusaurus, "<aside class='banner banner--consent'><strong>Cookies</strong><p>We use cookies and similar "
            + "technologies. By clicking Accept you agree.</p><div><button>Accept</button></div></aside>", [], ["similar technologies", "Accept"]),
        new("cookie-ja", SiteLayout.Article, "<div class=cookie-policy><p>当サイトではクッキーを使用しています。</p><button>同意する</button></div>", [], ["クッキー", "同意する"]),
        new("cookie-consent-form", SiteLayout.MediaWiki, "<form class=ccform><fieldset><legend>Cookie settings</legend><label><input type=checkbox checked> "
            + "Necessary cookies</label><label><input type=checkbox> Marketing cookies</label><button type=submit>Accept selected</button></fieldset></form>",
            [], ["Necessary cookies", "Accept selected"]),
        new("cookie-link-only", SiteLayout.Article, "<div class='notice notice--cookies'>By continuing to browse you agree to our <a href=/cookies>cookie "
            + "policy</a>. <a href=# class=close>×</a></div>", [], ["By continuing to browse"]),
        new("cookie-span-text", SiteLayout.Tables, "<div id=cookieNotice style='position:fixed;bottom:0'>This site uses cookies. <input type=button "
            + "value=OK></div>", [], ["This site uses cookies"]),
        new("cookie-h3", SiteLayout.Article, "<div class=gdpr-box><h3>Cookies</h3><p>COOKIEBANNER This site stores small files.</p><button>OK</button></div>",
            [], ["COOKIEBANNER"]),
        new("cookie-consent2", SiteLayout.WordPress, "<section class=consent><p>COOKIEBANNER Allow tracking?</p><button>Yes</button><button>No</button>"
            + "</section>", [], ["COOKIEBANNER"]),
        new("cookie-id", SiteLayout.Bootstrap, "<div id=CookieBar><p>COOKIEBANNER By using this site you accept cookies.</p></div>", [], ["COOKIEBANNER"]),
        new("cookie-swedish", SiteLayout.Docusaurus, "<div class=cookie-meddelande><p>COOKIEBANNER Vi använder kakor för att förbättra webbplatsen.</p>"
            + "<button>Jag förstår</button></div>", [], ["COOKIEBANNER"]),
        new("cookie-iab", SiteLayout.Tables, "<div class=cmp-container><p>COOKIEBANNER We value your privacy. We and our 812 partners store and access "
            + "information on a device.</p><button>MORE OPTIONS</button><button>AGREE</button></div>", [], ["COOKIEBANNER", "MORE OPTIONS"]),
        new("cookie-tracking-no-cookie", SiteLayout.Article, "<div class=privacy-banner role=region aria-label='Privacy banner'><p>COOKIEBANNER We use "
            + "tracking technologies to improve your experience.</p><button>Accept all</button><button>Reject all</button></div>", [],
            ["COOKIEBANNER", "Reject all"]),
    ];
}
