namespace DataCuration.Extraction.Tests.Html.Parsing;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a < b <3 <", "\"a < b <3 <\"")]
    [InlineData("a</", "\"a</\"")]
    [InlineData("a<!doctype html>b", "\"a\" \"b\"")]
    [InlineData("a<!-- x > <p> -->b", "\"a\" \"b\"")]
    [InlineData("a<!-->b<!--->c<!----!>d<!--x--!>e", "\"a\" \"b\" \"c\" \"d\" \"e\"")]
    [InlineData("a<!--x--y-- >z-->b", "\"a\" \"b\"")]
    [InlineData("a<!--------->b", "\"a\" \"b\"")]
    [InlineData("a<!-- never closed <p>b</p>", "\"a\"")]
    [InlineData("a<!bogus <b>c", "\"a\" \"c\"")]
    [InlineData("a<?php echo 1 ?>b", "\"a\" \"b\"")]
    [InlineData("a</>b</ x>c</3>d", "\"a\" \"b\" \"c\" \"d\"")]
    [InlineData("<![CDATA[x]]>y", "\"y\"")]
    public void Parse_TextCommentsAndDeclarations_FollowsTheStandard(string html, string expected) => Assert.Equal(expected, TreeText.Of(html));

    [Theory]
    [InlineData("<P ID=A>x</P>", "p[id=A](\"x\")")]
    [InlineData("<p id=a/b class='c d' title=\"e'f\">x", "p[id=a/b][class=c d][title=e'f](\"x\")")]
    [InlineData("<p id='a' id='b' ID=c>", "p[id=a]")]
    [InlineData("<p title='a>b<c'>x", "p[title=a>b<c](\"x\")")]
    [InlineData("<p hidden>x", "p[hidden=](\"x\")")]
    [InlineData("<p id = a\n=b>x", "p[id=a](\"x\")")]
    [InlineData("<p id=>x", "p[id=](\"x\")")]
    [InlineData("<p id=\"a\"class=\"b\">x", "p[id=a][class=b](\"x\")")]
    [InlineData("<p =id=a>x", "p(\"x\")")]
    [InlineData("<p/id=a/>x", "p[id=a/](\"x\")")]
    [InlineData("<p onfocus='x' id=a data-x=y>x", "p[id=a](\"x\")")]
    [InlineData("<p title='a&amp;b&lt'>x", "p[title=a&b<](\"x\")")]
    [InlineData("<p\tid=a\r\nclass=b\f>x", "p[id=a][class=b](\"x\")")]
    [InlineData("</b title='>'>x", "\"x\"")]
    [InlineData("x<p id=a", "\"x\"")]
    [InlineData("x<p id='a>y", "\"x\"")]
    [InlineData("x<p", "\"x\"")]
    [InlineData("x</p", "\"x\"")]
    [InlineData("<div/>x", "div(\"x\")")]
    [InlineData("<x-y>a</x-y>b", "?(\"a\") \"b\"")]
    public void Parse_TagsAndAttributes_FollowsTheStandard(string html, string expected) => Assert.Equal(expected, TreeText.Of(html));

    [Theory]
    [InlineData("<script>a<b>&amp;</script>c", "script(raw\"a<b>&amp;\") \"c\"")]
    [InlineData("<script>a</SCRIPT >b", "script(raw\"a\") \"b\"")]
    [InlineData("<script>a</scripts>b</script>c", "script(raw\"a</scripts>b\") \"c\"")]
    [InlineData("<script><!--<script>a</script>b--></script>c", "script(raw\"<!--<script>a</script>b-->\") \"c\"")]
    [InlineData("<script><!--a</script>b", "script(raw\"<!--a\") \"b\"")]
    [InlineData("<script><!--<script>--></script>c", "script(raw\"<!--<script>-->\") \"c\"")]
    [InlineData("<script><!--><script></script>c", "script(raw\"<!--><script>\") \"c\"")]
    [InlineData("<script><!--<scripty></script>c", "script(raw\"<!--<scripty>\") \"c\"")]
    [InlineData("<script>never closed <p>x", "script(raw\"never closed <p>x\")")]
    [InlineData("<style>a>b{}</style>c", "style(raw\"a>b{}\") \"c\"")]
    [InlineData("<title>a<b>&amp;c</title>d", "title(\"a<b>&c\") \"d\"")]
    [InlineData("<textarea><p>a</p></textarea>b", "textarea(\"<p>a</p>\") \"b\"")]
    [InlineData("<title>never closed <p>x", "title(\"never closed <p>x\")")]
    [InlineData("<xmp><p>&amp;</xmp>a", "xmp(raw\"<p>&amp;\") \"a\"")]
    [InlineData("<iframe><p></iframe>a<noembed><p></noembed><noframes><p></noframes>", "iframe(raw\"<p>\") \"a\" noembed(raw\"<p>\") noframes(raw\"<p>\")")]
    [InlineData("<plaintext>a</plaintext><p>", "plaintext(raw\"a</plaintext><p>\")")]
    [InlineData("<script></script><style></style>a", "script style \"a\"")]
    public void Parse_RawText_EndsWhereTheStandardSays(string html, string expected) => Assert.Equal(expected, TreeText.Of(html));

    [Theory]
    [InlineData("a\0b<p\0>c<p id='\0'>d", "\"a\0b\" ?(\"c\" p[id=\0](\"d\"))")]
    [InlineData("a\r\nb\rc", "\"a\r\nb\rc\"")]
    [InlineData("<pre>\n a</pre>", "pre(\"\n a\")")]
    public void Parse_ControlCharacters_AreKeptForTheReader(string html, string expected) => Assert.Equal(expected, TreeText.Of(html));

    [Fact]
    public void Parse_MoreNodesThanAllowed_CutsThePageOff()
    {
        HtmlTree tree = new HtmlParser().Parse("<p>a<p>b<p>c"u8.ToArray(), maxNodes: 6);
        Assert.True(tree.IsCutOff);
        Assert.Equal("p(\"a\") p", TreeText.Of(tree));
        Assert.False(new HtmlParser().Parse("<p>a<p>b<p>c"u8.ToArray(), maxNodes: 12).IsCutOff);
    }
}
