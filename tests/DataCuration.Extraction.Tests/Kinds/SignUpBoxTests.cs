namespace DataCuration.Extraction.Tests.Kinds;

public sealed class SignUpBoxTests
{
    [Theory]
    [InlineData("<div class=newsletter><h3>NEWSLETTER Subscribe</h3><p>Sign up for our weekly SIGNLINE and never miss a story.</p><form><input></form></div>")]
    [InlineData("<div class='newsletter-signup'><h3>SIGNLINE</h3><p>Get the best stories in your inbox.</p><a href=/n>Subscribe</a></div>")]
    [InlineData("<div id=mc_embed_signup><form><h2>SIGNLINE Subscribe</h2><input type=email name=EMAIL><p>SIGNLINE indicates required</p></form></div>")]
    [InlineData("<form class=mc4wp-form><p>SIGNLINE Subscribe to our mailing list</p><input type=email></form>")]
    [InlineData("<div class=formkit-form><h2>SIGNLINE Join the newsletter</h2><p>SIGNLINE one mail a week.</p><form><input "
        + "name=email_address></form><p>SIGNLINE We won't send you spam. Unsubscribe "
        + "at any time.</p></div>")] // ConvertKit
    [InlineData("<div class=box><p>SIGNLINE Melden Sie sich zum Newsletter an</p><form><input type=email "
        + "placeholder='E-Mail'><button>Anmelden</button></form></div>")]
    [InlineData("<div><h3>SIGNLINE Restez informés</h3><p>SIGNLINE Inscrivez-vous à notre lettre d'information.</p><form><input type=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE Boletín semanal</h3><p>SIGNLINE Suscríbete y recibe las noticias.</p><form><input type=text name=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE Nieuwsbrief</h3><p>SIGNLINE Schrijf je in en blijf op de hoogte.</p><form><input type=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE Подпишитесь на рассылку</h3><p>SIGNLINE Раз в неделю, без спама.</p><form><input type=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE メールマガジン</h3><p>SIGNLINE 登録はこちら</p><form><input type=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE 订阅我们的通讯</h3><p>SIGNLINE 每周一次</p><form><input type=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE Zapisz się</h3><p>SIGNLINE Nie przegap nowości, biuletyn co tydzień.</p><form><input type=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE Nyhetsbrev</h3><p>SIGNLINE Prenumerera gratis.</p><form><input type=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE Iscriviti</h3><p>SIGNLINE Ricevi le notizie ogni settimana.</p><form><input type=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE Assine</h3><p>SIGNLINE Receba as notícias, inscreva-se já.</p><form><input type=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE اشترك</h3><p>SIGNLINE النشرة الأسبوعية</p><form><input type=email></form></div>")]
    [InlineData("<div><h3>SIGNLINE E-bülten</h3><p>SIGNLINE Haftada bir, abone olun.</p><form><input type=email></form></div>")]
    [InlineData("<h3>SIGNLINE Subscribe to our newsletter</h3><p>SIGNLINE Get the best stories in your inbox.</p><form><input "
        + "type=email><button>Go</button></form><p>SIGNLINE "
        + "Unsubscribe at any time. See our privacy policy.</p>")] // without a box around it
    [InlineData("<div class=subscribe-widget><p>SIGNLINE Thanks for reading! Subscribe for free to receive new posts.</p><form><input "
        + "type=email></form></div>")] // Substack
    [InlineData("<section class=cta><h2>SIGNLINE Stay up to date</h2><p>SIGNLINE News from the cape, to your inbox.</p><label>SIGNLINE Your "
        + "address</label><input type=email></section>")]
    public void Extract_SignUpBox_GoesWithAllItsLines(string box) => Assert.DoesNotContain("SIGNLINE", LighthousePage.Extract(box), StringComparison.Ordinal);

    [Theory]
    [InlineData("<p>The keeper started a newsletter in 1970, and soon two hundred families subscribed to it and read it every month.</p>")]
    [InlineData("<h2>Subscriptions</h2><p>The society had many members then, and each of them paid a subscription of two crowns to the treasurer "
        + "every year.</p>")]
    public void Extract_TextAboutNewsletters_Stays(string text)
    {
        string words = System.Text.RegularExpressions.Regex.Match(text, "<p>(.*)</p>").Groups[1].Value;
        Assert.Contains(words, LighthousePage.Extract(text), StringComparison.Ordinal);
    }
}
