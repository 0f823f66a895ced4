namespace DataCuration.Extraction.Tests.Kinds;

public sealed class HiddenTextTests
{
    private const string Words = "SECRET words that no reader sees";

    [Theory]
    [InlineData("<p hidden>{0}</p>")]
    [InlineData("<div hidden=''><p>{0}</p></div>")]
    [InlineData("<p hidden=hidden>{0}</p>")]
    [InlineData("<p style='display:none'>{0}</p>")]
    [InlineData("<p style='DISPLAY : NONE !important'>{0}</p>")]
    [InlineData("<p>Seen <span style=\"color:red;display:none;\">{0}</span> words.</p>")]
    [InlineData("<p style='visibility:hidden'>{0}</p>")]
    [InlineData("<p style='visibility: collapse'>{0}</p>")]
    [InlineData("<div style='opacity:0'>{0}</div>")]
    [InlineData("<div style='opacity:0.0'>{0}</div>")]
    [InlineData("<div style='opacity: 0%'>{0}</div>")]
    [InlineData("<p style='position:absolute;left:-9999px'>{0}</p>")]
    [InlineData("<p style='position:absolute; top:-5000px'>{0}</p>")]
    [InlineData("<p style='position:fixed;left:-100em'>{0}</p>")]
    [InlineData("<p style='position:absolute;right:-10000px'>{0}</p>")]
    [InlineData("<p style='text-indent:-9999px'>{0}</p>")]
    [InlineData("<p style='margin-left:-10000px'>{0}</p>")]
    [InlineData("<p style='margin: -9999px 0 0 0'>{0}</p>")]
    [InlineData("<p style='position:absolute;clip:rect(0,0,0,0)'>{0}</p>")]
    [InlineData("<p style='position:absolute;clip:rect(1px 1px 1px 1px)'>{0}</p>")]
    [InlineData("<p style='clip-path:inset(50%)'>{0}</p>")]
    [InlineData("<p style='transform:translateX(-9999px)'>{0}</p>")]
    [InlineData("<div style='height:0;overflow:hidden'>{0}</div>")]
    [InlineData("<div style='width:1px;height:1px;overflow:hidden'>{0}</div>")]
    [InlineData("<div style='max-height:0px;overflow:hidden'>{0}</div>")]
    [InlineData("<span style='font-size:0'>{0}</span>")]
    [InlineData("<p style='font-size:0px'>{0}</p>")]
    [InlineData("<p style='font-size:1px;color:#fff'>{0}</p>")]
    [InlineData("<p style='color:#fff;background:#fff'>{0}</p>")]
    [InlineData("<p style='color:white;background-color:#FFFFFF'>{0}</p>")]
    [InlineData("<p style='color:rgb(255,255,255);background-color:white'>{0}</p>")]
    [InlineData("<p style='color:transparent'>{0}</p>")]
    [InlineData("<p style='color:rgba(0,0,0,0)'>{0}</p>")]
    [InlineData("<p style='color:#ffffff'>{0}</p>")] // on a page without any style sheet
    [InlineData("<p><font color=white>{0}</font></p>")]
    [InlineData("<div style='background:#000'><p style='color:black'>{0}</p></div>")]
    [InlineData("<div style='content-visibility:hidden'>{0}</div>")]
    [InlineData("<template><p>{0}</p></template>")]
    [InlineData("<noscript><p>{0}</p></noscript>")]
    [InlineData("<noscript>{0}, please enable JavaScript</noscript>")]
    [InlineData("<dialog><p>{0}</p></dialog>")]
    [InlineData("<div popover><p>{0}</p></div>")]
    [InlineData("<p class=sr-only>{0}</p>")]
    [InlineData("<p>Seen <span class='visually-hidden'>{0}</span> words.</p>")]
    [InlineData("<p>Seen <span class='screen-reader-text'>{0}</span> words.</p>")]
    [InlineData("<section style='display:none'><h2>{0}</h2><p>{0}</p><ul><li>{0}</ul></section>")]
    [InlineData("<table><tr><td>Seen<td>cell<tr style='display:none'><td>{0}<td>{0}</table>")]
    [InlineData("<ul><li>Seen item here<li style='display:none'>{0}</ul>")]
    [InlineData("<!-- {0} -->")]
    [InlineData("<input type=hidden value='{0}'>")]
    [InlineData("<textarea>{0}</textarea>")]
    public void Extract_HiddenText_IsLeftOut(string fragment)
    {
        string html = fragment.Replace("{0}", Words, StringComparison.Ordinal);
        foreach (TextFormat format in Enum.GetValues<TextFormat>())
            Assert.DoesNotContain("SECRET", LighthousePage.Extract(html, format: format), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".trap{display:none}", "<p class=trap>{0}</p>")]
    [InlineData(".trap { visibility : hidden ; }", "<p class='a trap b'>{0}</p>")]
    [InlineData("#trap{display:none!important}", "<div id=trap><p>{0}</p></div>")]
    [InlineData("p.trap,div.x{display:none}", "<p class=trap>{0}</p>")]
    [InlineData("article .trap{display:none}", "<p class=trap>{0}</p>")]
    [InlineData("main > article > p.trap{opacity:0}", "<p class=trap>{0}</p>")]
    [InlineData("body .trap{position:absolute;left:-9999px}", "<p class=trap>{0}</p>")]
    [InlineData(".trap{font-size:0}", "<p class=trap>{0}</p>")]
    [InlineData(".trap{color:#fff;background:#fff}", "<p class=trap>{0}</p>")]
    [InlineData(".trap{height:0;overflow:hidden}", "<div class=trap>{0}</div>")]
    [InlineData("/* a comment { */ .trap{display:none} /* } */", "<p class=trap>{0}</p>")]
    [InlineData("@media screen{.trap{display:none}}", "<p class=trap>{0}</p>")]
    [InlineData("@media all { p{color:red} .trap{display:none} }", "<p class=trap>{0}</p>")]
    [InlineData("@import 'a.css'; @font-face{font-family:x} .trap{display:none}", "<p class=trap>{0}</p>")]
    [InlineData("@keyframes k{from{opacity:0}to{opacity:1}} .trap{display:none}", "<p class=trap>{0}</p>")]
    [InlineData(".note{display:block} .trap{display:none}", "<p class='note trap'>{0}</p>")]
    [InlineData(".trap{display:none!important} .note{display:block}", "<p class='note trap'>{0}</p>")]
    [InlineData(".a.trap{display:none}", "<p class='trap a'>{0}</p>")]
    [InlineData("@media print{.trap{display:block}} .trap{display:none}", "<p class=trap>{0}</p>")]
    [InlineData("html body .trap{display:none}", "<p class=trap>{0}</p>")]
    public void Extract_TextHiddenByARuleOfThePage_IsLeftOut(string css, string fragment)
    {
        string html = fragment.Replace("{0}", Words, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", LighthousePage.Extract(html, head: $"<style>{css}</style>"), StringComparison.Ordinal);
        Assert.Contains("SECRET", LighthousePage.Extract(html), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".trap{display:none}.trap{display:block}")] // a later rule
    [InlineData(".trap{display:none} @media (min-width:700px){.trap{display:block}}")] // wide windows
    [InlineData("@media (max-width:700px){.trap{display:none}}")]
    [InlineData("@media print{.trap{display:none}}")]
    [InlineData(".trap{display:none}.trap.open{display:block}")] // a script adds the class
    [InlineData(".trap{display:none}.parent:hover .trap{display:block}")]
    [InlineData(".other .trap{display:none}")] // no such element around it
    [InlineData(".trap:empty{display:none}")]
    [InlineData(".trap::before{display:none}")]
    [InlineData("span.trap{display:none}")]
    [InlineData(".traps{display:none}")]
    [InlineData(".fade{opacity:0;transition:opacity 1s}")]
    public void Extract_RuleThatDoesNotHideForSure_KeepsTheText(string css) =>
        Assert.Contains("Seen after all", LighthousePage.Extract("<p class='trap fade'>Seen after all by every reader of this page.</p>",
            head: $"<style>{css}</style>"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("<p style='opacity:0;transform:translateY(20px)'>{0}</p>")]
    [InlineData("<p class='wow fadeIn' style='visibility:hidden'>{0}</p>")]
    [InlineData("<p data-aos=fade-up style='opacity:0'>{0}</p>")]
    [InlineData("<p style='display:block'>{0}</p>")]
    [InlineData("<p style='opacity:0.9'>{0}</p>")]
    [InlineData("<p style='margin-left:-10px'>{0}</p>")]
    [InlineData("<p style='overflow:hidden;height:200px'>{0}</p>")]
    [InlineData("<div style='background:#000'><p style='color:#fff'>{0}</p></div>")]
    [InlineData("<p style='color:#fff;background:#333'>{0}</p>")]
    [InlineData("<div style='font-size:0'><p style='font-size:16px'>{0}</p></div>")]
    [InlineData("<p style='background:url(a.png?display:none)'>{0}</p>")]
    public void Extract_TextThatIsSeen_Stays(string fragment) =>
        Assert.Contains("Seen after all", LighthousePage.Extract(fragment.Replace("{0}", "Seen after all by every reader of this page.",
            StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Fact]
    public void Extract_WhiteTextWithAStyleSheetElsewhere_Stays() =>
        Assert.Contains("Seen after all", LighthousePage.Extract("<p style='color:#fff'>Seen after all on a dark page.</p>",
            head: "<link rel=stylesheet href=a.css>"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("<dialog open>", "</dialog>")]
    [InlineData("<body style='opacity:0'>", "</body>")]
    [InlineData("<div id=page style='display:none'>", "</div>")]
    [InlineData("<noscript>", "</noscript>")]
    [InlineData("<style>.page{visibility:hidden}</style><div class=page>", "</div>")]
    public void Extract_PageThatAScriptShowsOrThatIsOpen_IsRead(string open, string close)
    {
        byte[] html = System.Text.Encoding.UTF8.GetBytes(
            $"<!doctype html><title>t</title>{open}<p>{LighthousePage.First}</p><p>{LighthousePage.Last}</p>{close}");
        Assert.Contains(LighthousePage.First, new HtmlExtractor().Extract(html).Text, StringComparison.Ordinal);
    }
}
