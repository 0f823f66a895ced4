using System.Text;

namespace DataCuration.Extraction.Tests.Html;

public sealed class MathDelimitersTests
{
    private const string Defaults = @"[$$ $$] [\[ \]] ";

    [Theory]
    [InlineData("<p>costs $5 and $6</p>", "")]
    [InlineData("<script src=/js/app.js></script>", "")]
    [InlineData("<script src='https://cdn.example/MathJax.js?config=TeX'></script>", Defaults + @"\( \)")]
    [InlineData("<script type='text/x-mathjax-config'>MathJax.Hub.Config({tex2jax: {inlineMath: [['$','$'], [\"\\\\(\",\"\\\\)\"]], processEscapes: "
        + "true}});</script>", Defaults + @"\( \) $ $")]
    [InlineData("<script>window.MathJax = { tex: { 'inlineMath': [ ['$', '$'] ], displayMath: [['$$$','$$$']] } };</script>", "[$$$ $$$] $ $")]
    [InlineData("<script>var inlineMath = 1; config = {inlineMath : [ ['@', '@'] ]}</script>", Defaults + "@ @")]
    [InlineData("<script>config = {inlineMath: {'[+]': [['$', '$']]}}</script>", Defaults + "$ $")]
    [InlineData("<script src=/katex/contrib/auto-render.min.js></script>", Defaults + @"\( \)")]
    [InlineData("<script src=/katex/katex.min.js></script>", "")]
    [InlineData("<script>renderMathInElement(document.body, {delimiters: [{left: '$$', right: '$$', display: true}, {left: \"$\", right: \"$\", display: "
        + "false}]})</script>", "[$$ $$] $ $")]
    [InlineData("<script>renderMathInElement(document.body)</script>", Defaults + @"\( \)")]
    [InlineData("<script>x = {inlineMath: [['$</script>", "")]
    public void Read_Page_GivesConfiguredDelimiters(string html, string expected)
    {
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(html));
        Assert.Equal(expected, string.Join(' ', MathDelimiters.Read(tree)
            .Select(static delimiter => delimiter.IsDisplay ? $"[{delimiter.Open} {delimiter.Close}]" : $"{delimiter.Open} {delimiter.Close}")));
    }
}
