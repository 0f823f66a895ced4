namespace DataCuration.Extraction.Tests.Kinds;

public sealed class ShortBlockTests
{
    [Theory]
    [InlineData("<div><span>Alpha</span><div>Beta</div>Gamma</div>")]
    [InlineData("<div>Alpha</div><div>Beta</div><div>Gamma</div>")]
    [InlineData("<p>Alpha</p><p>Beta</p><p>Gamma</p>")]
    [InlineData("<div>Alpha<br><br>Beta<br><br>Gamma</div>")]
    [InlineData("<section><span>Alpha</span><p>Beta</p><span>Gamma</span></section>")]
    [InlineData("<ul><li>Alpha<li>Beta<li>Gamma</ul>")]
    [InlineData("<ol><li><p>Alpha</p><li>Beta<div>Gamma</div></ol>")]
    [InlineData("<dl><dt>Alpha<dd>Beta<dt>Gamma<dd>Delta</dl>")]
    [InlineData("<blockquote>Alpha</blockquote><center>Beta</center><div><b>Gamma</b></div>")]
    [InlineData("<div><div><div>Alpha</div>Beta</div>Gamma</div>")]
    [InlineData("<address>Alpha<div>Beta</div>Gamma</address>")]
    [InlineData("<table><tr><td>Alpha<td>Beta<tr><td>Gamma<td>Delta</table>")]
    [InlineData("<p>Alpha</p>Beta<p>Gamma</p>")]
    [InlineData("Alpha<div>Beta</div>Gamma")]
    [InlineData("<div class=row><div class=col>Alpha</div><div class=col>Beta</div><div class=col>Gamma</div></div>")]
    [InlineData("<p><em>Alpha</em></p><pre>Beta</pre><p><code>Gamma</code></p>")]
    public void Extract_ShortBlocksBetweenOthers_Stay(string fragment)
    {
        string text = LighthousePage.Extract(fragment);
        foreach (string word in (string[])["Alpha", "Beta", "Gamma"]) Assert.Contains(word, text, StringComparison.Ordinal);
    }
}
