using System.Text;

namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Pages in the forms that generators of manuals write. The heading of text that is kept is kept.</summary>
public sealed class ManualHeadingTests
{
    private const string Text = "This command changes the definition of an existing table in the current database, and takes a lock on it while it runs.";

    public static TheoryData<string, string, string[]> Pages => new()
    {
        {
            "DocBook (PostgreSQL)",
            "<div xmlns='http://www.w3.org/TR/xhtml1/transitional' class=navheader><table width='100%'><tr><th colspan=5 align=center>ALTER "
                + "TABLE</th></tr><tr><td><a accesskey=p href=a.html>Prev</a>"
                + "</td><td><a accesskey=u href=b.html>Up</a></td><th>SQL Commands</th><td><a href=c.html>Home</a></td><td><a "
                    + "href=d.html>Next</a></td></tr></table><hr></div>"
                + "<div class=refentry id=SQL-ALTERTABLE><div class=titlepage></div><a id=id-1.9 class=indexterm></a><div class=refnamediv><h2><span "
                    + "class=refentrytitle>ALTER TABLE"
                + $"</span></h2><p>ALTER TABLE — change the definition of a table</p></div><div class=refsynopsisdiv><h2>Synopsis</h2><pre "
                    + "class=synopsis>ALTER TABLE name RENAME TO new_name</pre></div>"
                + $"<div class=refsect1 "
                    + $"id=id-1.9.5><h2>Description</h2><p>{Text}</p><p>{Text.Replace("changes", "also changes", StringComparison.Ordinal)}</p></div>"
                + "<div class=refsect1><h2>Examples</h2><p>To rename an existing table:</p><pre class=programlisting>ALTER TABLE distributors RENAME "
                    + "TO suppliers;</pre></div></div>"
                + "<div class=navfooter><hr><table><tr><td><a href=a.html>Prev</a></td><td><a href=d.html>Next</a></td></tr></table></div>",
            ["ALTER TABLE", "Synopsis", "Description", "Examples"]
        },
        {
            "Javadoc",
            "<div class=flex-box><header class=flex-header><nav role=navigation><ul><li><a href=i.html>Overview</a><li>Class</ul></nav></header><div "
                + "class=flex-content><main role=main>"
                + "<div class=header><div class=sub-title><span>Package</span> <a href=p.html>java.util</a></div><h1 title='Class Table' "
                    + "class=title>Class Table</h1></div>"
                + $"<section class=class-description id=class-description><div class=block>{Text}</div></section><section class=summary><ul "
                    + "class=summary-list><li>"
                + $"<section class=method-summary id=method-summary><h2>Method "
                    + $"Summary</h2><p>{Text.Replace("command", "method", StringComparison.Ordinal)}</p></section></li></ul></section>"
                + "<section class=details><ul class=details-list><li><section class=method-details id=method-detail><h2>Method Details</h2><ul "
                    + "class=member-list><li><section class=detail id='size()'>"
                + $"<h3>size</h3><div class=member-signature><span class=return-type>int</span> size()</div><div "
                    + $"class=block>{Text.Replace("changes", "counts", StringComparison.Ordinal)}</div></section></li></ul>"
                    + "</section></li></ul></section></main></div></div>",
            ["Class Table", "Method Summary", "Method Details", "size"]
        },
        {
            "Node.js",
            "<div id=content class=clearfix><div id=column2 class=interior><ul><li><a href=fs.html>File system</a><li><a "
                + "href=http.html>HTTP</a></ul></div><div id=column1 data-id=table class=interior>"
                + $"<div id=apicontent><h2>Table<span><a class=mark href=#table id=table>#</a></span></h2><p><strong>Source Code:</strong> "
                    + $"lib/table.js</p><p>{Text}</p>"
                + $"<h3><code>table.rename(name)</code><span><a class=mark href=#rename id=rename>#</a></span></h3><ul><li>name "
                    + $"string</li></ul><p>{Text.Replace("current", "given", StringComparison.Ordinal)}</p>"
                + "<pre><code class=language-js>table.rename('suppliers');</code></pre></div></div></div>",
            ["Table", "table.rename(name)"]
        },
        {
            "Sphinx (Python)",
            "<div class=document><div class=documentwrapper><div class=bodywrapper><div class=body role=main><section id=table><h1>table — Tables of "
                + "records<a class=headerlink href=#table "
                + $"title='Permalink to this headline'>¶</a></h1><p>{Text}</p><section id=examples><h2>Examples<a class=headerlink href=#examples "
                    + "title='Permalink to this headline'>¶</a></h2>"
                + $"<div class='highlight-python3 notranslate'><div "
                    + $"class=highlight><pre>table.rename()</pre></div></div>"
                    + $"<p>{Text.Replace("existing", "empty", StringComparison.Ordinal)}</p></section></section>"
                + "</div></div></div><div class=sphinxsidebar role=navigation><h3><a href=c.html>Table of Contents</a></h3><ul><li><a "
                    + "href=#examples>Examples</a></ul></div></div>",
            ["table — Tables of records", "Examples"]
        },
        {
            "SQLite",
            "<div class=nosearch><a href=index.html><img src=logo.gif></a><div class='menu mainmenu'><ul><li><a href=index.html>Home</a><li><a "
                + "href=about.html>About</a></ul></div></div>"
                + $"<div class=fancy><div class=nosearch><div class=fancy_title>ALTER TABLE</div></div><h1 id=overview><span>1. "
                    + $"</span>Overview</h1><p>{Text}</p><h1 id=rename><span>2. </span>ALTER TABLE RENAME</h1>"
                + $"<p>{Text.Replace("definition", "name", StringComparison.Ordinal)}</p><h2 id=compat><span>2.1. </span>Compatibility "
                    + $"Note</h2><p>{Text.Replace("lock", "short lock", StringComparison.Ordinal)}</p></div>",
            ["1. Overview", "2. ALTER TABLE RENAME", "2.1. Compatibility Note"]
        },
        {
            "Texinfo (R)",
            "<div class=header><p>Next: <a href=#b>Objects</a>, Up: <a href=#top>Top</a> [<a href=#toc>Contents</a>]</p></div><hr><h1 class=top>R "
                + "tables</h1><h2 class=chapter id=tables>1 Tables</h2>"
                + $"<p>{Text}</p><h3 class=section><span id=t>1.1 Renaming</span><a class=copiable-anchor href='#t'> "
                    + $"&para;</a></h3><p>{Text.Replace("database", "session", StringComparison.Ordinal)}</p>"
                + "<div class=example><pre class=example>rename(x)</pre></div>",
            ["1 Tables", "1.1 Renaming"]
        },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void Extract_PageOfAManual_KeepsItsHeadings(string generator, string body, string[] headings)
    {
        byte[] html = Encoding.UTF8.GetBytes($"<!doctype html><html><head><meta charset=utf-8><title>Manual</title></head><body>{body}</body></html>");
        string[] lines = new HtmlExtractor { Format = TextFormat.Markdown }.Extract(html).Text.Split('\n');
        foreach (string heading in headings)
        {
            Assert.True(lines.Any(line => line.StartsWith('#') && line.TrimStart('#', ' ').Replace("`", "", StringComparison.Ordinal) == heading),
                $"{generator}: no heading '{heading}' in:\n{string.Join('\n', lines)}");
        }
    }
}
