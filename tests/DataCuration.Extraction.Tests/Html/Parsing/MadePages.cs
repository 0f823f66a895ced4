namespace DataCuration.Extraction.Tests.Html.Parsing;

/// <summary>Small pages written for tests, with many kinds of markup.</summary>
internal static class MadePages
{
    public const string Article = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>On clocks &amp; gears | The Example</title><link rel="canonical" href="/clocks">
        <meta property="og:title" content="On clocks &amp; gears"><script type="application/ld+json">{"@type":"Article","headline":"On clocks","datePublished":"2021-03-04"}</script>
        <style>p > a { color: red }</style></head><body class="post"><nav><ul><li><a href="/">Home</a><li><a href="/about">About</a></ul></nav>
        <article><h1>On clocks &amp; gears</h1><p class="byline">By <a rel="author" href="/ann">Ann Example</a> on <time datetime="2021-03-04T10:00:00Z">4 March</time>
        <p>A clock has <em>gears <b>that</em> turn</b>. See <code>gear.turn()</code>:<pre><code class="language-cs">for (int i = 0; i &lt; n; i++)
            gears[i].Turn();
        </code></pre><blockquote><p>Time is &quot;money&quot;.</blockquote><img src="a.png" alt="a gear">
        <table><caption>Gears</caption><tr><th>Name<th>Teeth<tr><td>small<td>12<tr><td colspan=2>all</table></article><footer>&copy; 2021</footer></body></html>
        """;

    public const string Mathematics = """
        <html><head><script type="text/x-mathjax-config">MathJax.Hub.Config({tex2jax: {inlineMath: [['$','$'], ['\\(','\\)']]}});</script></head><body><p>Let
        <script type="math/tex">x^2</script> and <math display="block"><semantics><mrow><mi>a</mi><mo>&lt;</mo><mn>2</mn></mrow><annotation encoding="application/x-tex">a &lt; 2</annotation></semantics></math>
        <span class="katex"><span class="katex-mathml"><math><semantics><mi>y</mi><annotation encoding="application/x-tex">y</annotation></semantics></math></span><span class="katex-html">y</span></span>
        <svg width=1 height=1><title>t</title><path d="M0 0"/><foreignObject><p>inside<p>more</foreignObject></svg></body></html>
        """;

    public const string Forum = """
        <body><form action=/s><input name=q><select><option>one<option selected>two</select><button>go<button>stop</button></form><dl><dt>Ann<dd>First <a href=/1>post</a><dt>Bob<dd>Second
        <ul><li>a<li>b<ol start=3><li>c</ol></ul></dl><table><tr><td><table><tr><td><font color=red>Old<p>layout</font></table><td>&nbsp;</table><!-- end --><noscript><img src=x></noscript></body>
        """;

    public static IReadOnlyList<string> All { get; } = [Article, Mathematics, Forum];
}
