namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Sign-up boxes with all their lines.</summary>
internal static class SignUpBoxesPages
{
    public static IReadOnlyList<SitePage> All { get; } =
    [
        new("news-bootstrap", SiteLayout.Bootstrap, "<div class='card bg-light my-4'><div class=card-body><h5>Stay in the loop</h5><p>Get our stories by "
            + "email every Friday.</p><form class=row><input type=email class=form-control placeholder='Email address'><button class='btn btn-primary'>"
            + "Subscribe</button></form><small>We never share your address. Unsubscribe at any time.</small></div></div>", [],
            ["Stay in the loop", "every Friday", "never share"]),
        new("news-german", SiteLayout.WordPress, "<div class=wp-block-group><h3>Newsletter bestellen</h3><p>Jeden Monat Neues von der Bahn in Ihr "
            + "Postfach.</p><form><input type=email name=EMAIL placeholder='Ihre E-Mail-Adresse'><input type=submit value=Anmelden></form><p>Mit der "
            + "Anmeldung akzeptieren Sie die Datenschutzerklärung.</p></div>", ["Die Züge fahren"],
            ["Newsletter bestellen", "in Ihr Postfach", "Datenschutzerklärung"], Language: "de"),
        new("news-french", SiteLayout.Article, "<aside class=infolettre><p><strong>Inscrivez-vous à notre lettre d'information</strong></p><p>Chaque "
            + "semaine, les nouvelles de la vallée.</p><form><label>Courriel <input type=email></label></form></aside>", ["Les trains partent"],
            ["lettre d'information", "Chaque semaine"], Language: "fr"),
        new("news-mailchimp", SiteLayout.Tables, "<div id=mc_embed_signup><form action=https://x.list-manage.com/subscribe/post><h2>Subscribe</h2><div "
            + "class=indicates-required>* indicates required</div><label for=mce-EMAIL>Email Address *</label><input type=email name=EMAIL id=mce-EMAIL>"
            + "</form></div>", ["Trains leave every hour"], ["indicates required", "Email Address"]),
        new("news-spanish", SiteLayout.Bootstrap, "<section class=suscripcion><h4>Suscríbete a nuestro boletín</h4><p>Las mejores historias del valle, cada "
            + "domingo.</p><form><input type=text name=email><button>Enviar</button></form></section>", ["Los trenes salen"], ["boletín", "cada domingo"],
            Language: "es"),
        new("news-substack", SiteLayout.Article, "<div class=subscription-widget-wrap><div class=subscription-widget><div class=preamble><p "
            + "class=cta-caption>Thanks for reading Valley Notes! Subscribe for free to receive new posts and support my work.</p></div><form "
            + "class=subscription-widget-subscribe><input type=email placeholder='Type your email…'><input type=submit value=Subscribe></form></div></div>",
            [], ["Thanks for reading", "support my work"]),
        new("news-noform", SiteLayout.WordPress, "<div class='newsletter-cta'><p>Sign up for our newsletter</p><p>A letter from the line each Sunday.</p><a "
            + "class=button href=/newsletter>Sign me up</a></div>", ["Trains leave every hour"], ["Sign up for our newsletter", "each Sunday", "Sign me up"]),
        new("news-story", SiteLayout.Article, "<p>In 1921 the association founded a newsletter for its members, and it has told the story of the line in "
            + "every season since then.</p>", ["founded a newsletter for its members"], []),
        new("news-unquoted-input", SiteLayout.Docusaurus, "<div class=footer-cta><h3>Join our mailing list</h3><p>Hear about new releases first.</p><div>"
            + "<input placeholder='you@example.com'><button>Join</button></div></div>", [], ["mailing list", "new releases first"]),
        new("news-dutch", SiteLayout.WordPress, "<div class=wp-block-group><p><strong>Schrijf je in voor de nieuwsbrief</strong></p><p>Elke vrijdag nieuws "
            + "van de lijn.</p><form><input type=email><button>Inschrijven</button></form></div>", ["Trains leave"], ["nieuwsbrief", "Elke vrijdag"]),
        new("news-iframe", SiteLayout.Article, "<div class=embed-signup><h4>Get the Valley Letter</h4><p>Sign up for our weekly newsletter and never miss a "
            + "train.</p><iframe src=x></iframe></div>", ["Trains leave"], ["Valley Letter", "weekly newsletter"]),
        new("news-portuguese", SiteLayout.Bootstrap, "<div class=newsletter-box><h4>Assine nossa newsletter</h4><p>Receba as notícias da linha.</p><form>"
            + "<input type=email></form></div>", ["Trains leave"], ["Assine nossa", "Receba as"]),
        new("news-hubspot", SiteLayout.Docusaurus, "<div class=hs-form-frame><h3>Want more like this?</h3><p>Subscribe to get our best stories in your "
            + "inbox.</p><form class=hs-form><input name=email type=email><input type=submit value=Submit></form></div>", [],
            ["Want more like this", "best stories in your inbox"]),
        new("news-separate-divs", SiteLayout.Article, "<div class=box-top>Newsletter</div><div class=box-text>Never miss a story from the valley.</div><div "
            + "class=box-form><form><input type=email placeholder=E-mail><button>Go</button></form></div>", ["Trains leave"], ["Never miss a story"]),
        new("news-second-line", SiteLayout.WordPress, "<div class=subscribe-form><h3>Subscribe</h3><p>Join 4,000 readers.</p><p>No spam, ever.</p><form>"
            + "<input type=text placeholder='Your email'></form></div>", ["Trains leave"], ["Join 4,000 readers", "No spam"]),
        new("news-russian", SiteLayout.Article, "<div class=podpiska><h3>Подпишитесь на рассылку</h3><p>Новости долины каждую неделю.</p><form><input "
            + "type=email></form></div>", ["Trains leave"], ["Подпишитесь", "каждую неделю"]),
        new("news-details", SiteLayout.Article, "<div class=signup><h3>The Valley Letter</h3><p>Sign up for our weekly newsletter and never miss a "
            + "story.</p><label>Email<input></label><button>Sign up</button><p>By signing up you agree to our terms.</p></div>", ["Trains leave"],
            ["Valley Letter", "weekly newsletter", "you agree"]),
        new("news-aside", SiteLayout.Bootstrap, "<aside><h4>Newsletter</h4><p>Sign up for our weekly newsletter.</p><input type=email></aside>",
            ["Trains leave"], ["Sign up for our weekly"]),
        new("news-link", SiteLayout.WordPress, "<p class=newsletter-signup><em>Sign up for our weekly newsletter <a href=/nl>here</a>.</em></p>",
            ["Trains leave"], ["Sign up for our weekly newsletter"]),
        new("news-nofields", SiteLayout.Article, "<div class=promo-newsletter><h3>NEWSLETTER Subscribe</h3><p>All the news from the valley, on Fridays.</p>"
            + "</div>", ["Trains leave"], ["NEWSLETTER", "on Fridays"]),
        new("news-italian", SiteLayout.Docusaurus, "<div class=box-iscrizione><h3>Iscriviti alla newsletter</h3><p>Ogni venerdì le storie della valle.</p>"
            + "<form><input type=email><button>Iscriviti</button></form></div>", ["Trains leave"], ["Iscriviti", "Ogni venerdì"]),
        new("news-table", SiteLayout.Tables, "<table class=newsletter><tr><td>Sign up for our weekly newsletter<br>and never miss a story.</td><td><form>"
            + "<input name=email></form></td></tr></table>", ["Trains leave"], ["weekly newsletter", "never miss a story"]),
        new("news-section-ja", SiteLayout.Article, "<section class=mailmag><h3>メールマガジン登録</h3><p>毎週金曜日にお届けします。</p><form><input type=email></form></section>",
            ["Trains leave"], ["メールマガジン", "毎週金曜日"]),
    ];
}
