namespace DataCuration.Extraction.Tests.Kinds;

public sealed class ConsentBannerTests
{
    [Theory]
    [InlineData("<div class='cookie-consent'><p>{0} We use cookies to improve your experience. Accept all.</p></div>")]
    [InlineData("<div id=onetrust-consent-sdk><div id=onetrust-banner-sdk role=region aria-label='Cookie banner'><h2>{0}</h2><p>We value your "
        + "privacy.</p><button>OK</button></div></div>")]
    [InlineData("<div id=CybotCookiebotDialog><h2>{0} Diese Webseite verwendet Cookies</h2><p>Wir verwenden Cookies, um Inhalte zu personalisieren.</p></div>")]
    [InlineData("<div id=qc-cmp2-container><h2>{0} We value your privacy</h2><p>We and our partners store information on a device.</p></div>")]
    [InlineData("<div id=didomi-host><p>{0} Avec votre accord, nous et nos partenaires utilisons des cookies.</p></div>")]
    [InlineData("<div id=cmplz-cookiebanner-container><div class='cmplz-cookiebanner'><p>{0} Beheer toestemming</p></div></div>")]
    [InlineData("<div class='cky-consent-container'><p>{0} We value your privacy</p></div>")]
    [InlineData("<div id=usercentrics-root><p>{0} Privatsphäre</p></div>")]
    [InlineData("<div id=iubenda-cs-banner><p>{0} Noi e terze parti selezionate utilizziamo cookie.</p></div>")]
    [InlineData("<div id=truste-consent-track><p>{0} This site uses cookies.</p></div>")]
    [InlineData("<div class='osano-cm-window'><p>{0} This website stores data.</p></div>")]
    [InlineData("<div id=tarteaucitronRoot><p>{0} En autorisant ces services tiers</p></div>")]
    [InlineData("<div id=axeptio_overlay><p>{0} Hello, c'est nous, les cookies!</p></div>")]
    [InlineData("<div id=BorlabsCookieBox><p>{0} Datenschutzeinstellungen</p></div>")]
    [InlineData("<div id=cookie-law-info-bar><p>{0} This website uses cookies</p></div>")]
    [InlineData("<div id=sliding-popup class=eu-cookie-compliance-banner><p>{0} We use cookies on this site</p></div>")]
    [InlineData("<div id=moove_gdpr_cookie_info_bar><p>{0} We are using cookies</p></div>")]
    [InlineData("<div class='cc-window cc-banner'><span>{0} This website uses cookies to ensure you get the best experience.</span><a "
        + "class=cc-btn>Got it!</a></div>")]
    [InlineData("<div class=fc-consent-root><p>{0} asks for your consent to use your personal data</p></div>")]
    [InlineData("<div class=gdpr-notice><p>{0} Wir setzen Cookies ein. Stimmen Sie zu? Datenschutz</p><button>Zustimmen</button></div>")]
    [InlineData("<section class=cookies><p>{0} Este sitio utiliza cookies. Si continúa navegando, acepta su uso.</p></section>")]
    [InlineData("<div class=cookie-bar lang=ru><p>{0} Мы используем файлы cookie. Продолжая, вы принимаете условия.</p></div>")]
    [InlineData("<div id=cookieNotice><p>{0} 当サイトではクッキーを使用しています。同意しますか。</p></div>")]
    [InlineData("<div class=bandeau-cookies><p>{0} En poursuivant votre navigation, vous acceptez l’utilisation de cookies.</p></div>")]
    [InlineData("<div class=cookie-melding><p>{0} Wij gebruiken cookies. Akkoord?</p></div>")]
    [InlineData("<div class=informacja-cookies><p>{0} Ta strona używa plików cookie. Akceptuję.</p></div>")]
    [InlineData("<div role=dialog aria-label='Cookie consent'><p>{0} We use cookies. Accept or decline.</p></div>")]
    [InlineData("<div class=x1><p>{0} We use cookies to give you the best experience.</p><button>Accept all</button><button>Reject</button></div>")]
    [InlineData("<div class=x2><p>{0} Nous utilisons des cookies pour mesurer l’audience.</p><button>Tout accepter</button></div>")]
    [InlineData("<div class=x3><p>{0} Bu site çerezleri kullanır.</p><button>Kabul et</button></div>")]
    [InlineData("<div class=x4><p>{0} Utilizamos cookies para mejorar.</p><a role=button>Aceptar</a></div>")]
    [InlineData("<aside class='site-notice--cookie'><p>{0} We use cookies and similar tools. By continuing you accept them.</p></aside>")]
    public void Extract_BannerInTheArticle_Goes(string banner) => Assert.DoesNotContain("BANNER",
        LighthousePage.Extract(banner.Replace("{0}", "BANNER", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("<div class=cookie-recipes><p>Mix the butter with the sugar, then bake the cookies for twelve minutes until they are brown.</p></div>")]
    [InlineData("<p>The keeper's wife baked cookies for the children, who accepted them gladly and came back every week.</p>")]
    [InlineData("<h2>How cookies work</h2><p>A browser sends cookies back to the site that set them; users can accept or refuse them in its settings.</p>")]
    [InlineData("<p>Under the GDPR a person must consent before data are stored, and that consent can be withdrawn at any time, said the office.</p>")]
    public void Extract_TextAboutCookies_Stays(string text)
    {
        string words = System.Text.RegularExpressions.Regex.Match(text, "<p>(.*)</p>").Groups[1].Value;
        Assert.Contains(words, LighthousePage.Extract(text), StringComparison.Ordinal);
    }
}
