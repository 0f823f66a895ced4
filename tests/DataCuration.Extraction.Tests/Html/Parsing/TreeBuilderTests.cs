namespace DataCuration.Extraction.Tests.Html.Parsing;

public sealed class TreeBuilderTests
{
    [Theory]
    [InlineData("<p>a<p>b", "p(\"a\") p(\"b\")")]
    [InlineData("<p>a<div>b</div>c", "p(\"a\") div(\"b\") \"c\"")]
    [InlineData("<p>a<span>b<ul><li>c</ul>d", "p(\"a\" span(\"b\")) ul(li(\"c\")) \"d\"")]
    [InlineData("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "ul(li(\"a\") li(\"b\" ul(li(\"c\"))) li(\"d\"))")]
    [InlineData("<ul><li><div>a<li>b</ul>", "ul(li(div(\"a\")) li(\"b\"))")]
    [InlineData("<dl><dt>a<dd>b<dt>c<dd>d</dl>e", "dl(dt(\"a\") dd(\"b\") dt(\"c\") dd(\"d\")) \"e\"")]
    [InlineData("<select><option>a<option>b<optgroup><option>c<optgroup>d</select>e",
        "select(option(\"a\") option(\"b\") optgroup(option(\"c\")) optgroup(\"d\")) \"e\"")]
    [InlineData("<h1>a<h2>b</h1>c", "h1(\"a\") h2(\"b\") \"c\"")]
    [InlineData("<h1>a</h3>b", "h1(\"a\") \"b\"")]
    [InlineData("<ruby>a<rp>(<rt>b<rp>)</ruby>c", "ruby(\"a\" rp(\"(\") rt(\"b\") rp(\")\")) \"c\"")]
    [InlineData("<button>a<button>b</button>c", "button(\"a\") button(\"b\") \"c\"")]
    [InlineData("<p><button><p>a</button>b", "p(button(p(\"a\")) \"b\")")]
    [InlineData("a</br>b</p>c</div>d</table>e</span>", "\"a\" br \"b\" p \"c\" \"d\" \"e\"")]
    [InlineData("<p>a<div>b</div></p>c", "p(\"a\") div(\"b\") p \"c\"")]
    [InlineData("<form><div>a</form>b</div>c", "form(div(\"a\" /form \"b\")) \"c\"")]
    [InlineData("<div><form>a</form>b</div>c", "div(form(\"a\") \"b\") \"c\"")]
    [InlineData("<image src=a>b", "img[src=a] \"b\"")]
    public void Parse_ImpliedEndTags_FollowTheStandard(string html, string expected) => Assert.Equal(expected, TreeText.Of(html));

    [Theory]
    [InlineData("<table><tr><td>a<td>b<tr><th>c</table>d", "table(tr(td(\"a\") td(\"b\")) tr(th(\"c\"))) \"d\"")]
    [InlineData("<table><thead><tr><td>a<tbody><tr><td>b<tfoot><tr><td>c</table>", "table(thead(tr(td(\"a\"))) tbody(tr(td(\"b\"))) tfoot(tr(td(\"c\"))))")]
    [InlineData("<table><caption>a<colgroup><col><tr><td>b</table>", "table(caption(\"a\") colgroup(col) tr(td(\"b\")))")]
    [InlineData("<table><tr><td><table><tr><td>a</table>b</table>c", "table(tr(td(table(tr(td(\"a\"))) \"b\"))) \"c\"")]
    [InlineData("<table><tr><table><tr><td>a</table>", "table(tr) table(tr(td(\"a\")))")]
    [InlineData("<table><tr><td><p>a</td>b</table>", "table(tr(td(p(\"a\")) \"b\"))")]
    [InlineData("<div><table><tr><td>a</div>b</table>c</div>d", "div(table(tr(td(\"a\" \"b\"))) \"c\") \"d\"")]
    [InlineData("<p>a<table><tr><td>b<p>c</table>d", "p(\"a\") table(tr(td(\"b\" p(\"c\")))) \"d\"")]
    [InlineData("<div><tr><td>a</td><table><tr><td>b</table></div>", "div(\"a\" table(tr(td(\"b\"))))")]
    [InlineData("<template><tr><table><tr><td>b</table></template>c", "template(tr(table(tr(td(\"b\"))))) \"c\"")]
    [InlineData("<table><tr><td>a</tr></td><tr><td>b</table>", "table(tr(td(\"a\")) tr(td(\"b\")))")]
    public void Parse_Tables_FollowTheStandard(string html, string expected) => Assert.Equal(expected, TreeText.Of(html));

    [Theory]
    [InlineData("<a>x<a>y</a>z", "a(\"x\") a(\"y\") \"z\"")]
    [InlineData("<b><i>x</b>y</i>z", "b(i(\"x\")) \"y\" \"z\"")]
    [InlineData("<a><div>x</a>y</div>z", "a(div(\"x\" /a \"y\")) \"z\"")]
    [InlineData("<a><div>x<a>y</a>z</div>w", "a(div(\"x\" /a a(\"y\") \"z\")) \"w\"")]
    [InlineData("<a><table><tr><td><a>x</a>y</table>z</a>w", "a(table(tr(td(a(\"x\") \"y\"))) \"z\") \"w\"")]
    [InlineData("<b><p>x</b>y</p>z", "b(p(\"x\" /b \"y\")) \"z\"")]
    [InlineData("<table><tr><td><b>x</td><td>y</b>z</table>", "table(tr(td(b(\"x\")) td(\"y\" \"z\")))")]
    public void Parse_MisnestedFormatting_EndsAtItsEndTag(string html, string expected) => Assert.Equal(expected, TreeText.Of(html));

    [Theory]
    [InlineData("<svg><path d=x /><g>a</g></svg>b", "svg(path g(\"a\")) \"b\"")]
    [InlineData("<svg><g>a<p>b", "svg(g(\"a\")) p(\"b\")")]
    [InlineData("<svg/>a<math/>b", "svg \"a\" math \"b\"")]
    [InlineData("<svg><![CDATA[<p>]]></svg>a", "svg(raw\"<p>\") \"a\"")]
    [InlineData("<svg><foreignobject><p>a<p>b</foreignobject></svg>c", "svg(foreignobject(p(\"a\") p(\"b\"))) \"c\"")]
    [InlineData("<math><mi>x</mi><mo>&lt;</mo><mn/></math>a", "math(mi(\"x\") mo(\"<\") mn) \"a\"")]
    [InlineData("<p><math><mtext><b>x</b></mtext></math>y", "p(math(mtext(b(\"x\"))) \"y\")")]
    [InlineData("<math><semantics><mi>x<annotation encoding=application/x-tex>a<b></annotation></semantics></math>y",
        "math(semantics(mi(\"x\" annotation[encoding=application/x-tex](\"a\" b)))) \"y\"")]
    [InlineData("<svg><title>a</title><style>b</style></svg>c", "svg(title(\"a\") style(raw\"b\")) \"c\"")]
    public void Parse_ForeignContent_EndsAtIntegrationPoints(string html, string expected) => Assert.Equal(expected, TreeText.Of(html));

    [Theory]
    [InlineData("<html lang=de><head><title>a</title><body class=b><p>c", "html[lang=de](head(title(\"a\")) body[class=b](p(\"c\")))")]
    [InlineData("<head><meta name=a><p>b</head>c", "head(meta[name=a]) p(\"b\" \"c\")")]
    [InlineData("<html><body>a</body>b</html>c<p>d", "html(body(\"a\" \"b\" \"c\" p(\"d\")))")]
    [InlineData("<body><p>a<html><head><body>b", "body(p(\"a\" \"b\"))")]
    [InlineData("<title>a</title>b", "title(\"a\") \"b\"")]
    [InlineData("<head>  <script>a</script> text", "head(\"  \" script(raw\"a\")) \" text\"")]
    public void Parse_HeadAndBody_FollowTheStandardButAreNotImplied(string html, string expected) => Assert.Equal(expected, TreeText.Of(html));
}
