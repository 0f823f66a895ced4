using System.Text;

namespace DataCuration.TestKit.Fuzzing;

/// <summary>Pages that are hard on parsers: each makes some parser extremely slow, or ends its process.</summary>
public static class HostilePages
{
    /// <summary>The names of the pages.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers().Select(static maker => maker.Name)];

    /// <summary>Returns a page by name, as UTF-8.</summary>
    public static byte[] Make(string name) => Makers().First(maker => maker.Name == name).Make(1);

    /// <summary>Returns the same page with more or less of its hostile part, so that it has about a given number of bytes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">The requested size; at least 1.</param>
    public static byte[] Make(string name, int bytes) => Makers().First(maker => maker.Name == name).Make(bytes / (double)Make(name).Length);

    private static IEnumerable<(string Name, Func<double, byte[]> Make)> Makers() =>
    [
        ("50,000 nested div", scale => Repeat("<div>", Times(50_000, scale), "x")),
        ("50,000 nested div, closed", scale => [.. Repeat("<div>", Times(50_000, scale), "x"), .. Repeat("</div>", Times(50_000, scale))]),
        ("50,000 nested span with text", scale => Repeat("<span>a", Times(50_000, scale))),
        ("50,000 nested unknown elements", scale => Repeat("<x-y>", Times(50_000, scale), "x")),
        ("1,000,000 attributes of one element", scale => Page("<p", " a=1", Times(1_000_000, scale), ">x</p>")),
        ("1,000,000 different attributes", scale =>
            Encoding.UTF8.GetBytes("<p " + string.Join(' ', Enumerable.Range(0, Times(1_000_000, scale)).Select(static i => $"a{i}")) + ">x")),
        ("1,000,000 slashes in a tag", scale => Page("<p", "/", Times(1_000_000, scale), ">x</p>")),
        ("1,000,000 known attributes", scale => Page("<p", " class=a id", Times(500_000, scale), ">x</p>")),
        ("5,000 unclosed formatting tags", scale => Repeat("<b><i><font>", Times(5_000, scale), "x")),
        ("5,000 unclosed b and p", scale => Repeat("<b><p>", Times(5_000, scale), "x")),
        ("5,000 overlapping b and div", scale => Repeat("<b><div></b>x", Times(5_000, scale))),
        ("100,000 b div, closed", scale => Repeat("<b><div>x</b></div>", Times(100_000, scale))),
        ("20 MB of one text", scale => Repeat("word ", Times(4_000_000, scale))),
        ("20 MB of one attribute", scale => Page("<p title=\"", "word ", Times(4_000_000, scale), "\">x")),
        ("entities", scale => Repeat("&amp;&nGt;&#x1F600;&#0;&unknown;", Times(100_000, scale))),
        ("ampersands", scale => Repeat("&", Times(1_000_000, scale))),
        ("NULs", scale => Repeat("\0<p\0>\0", Times(100_000, scale))),
        ("table a", scale => Repeat("<table><a>", Times(5_000, scale))),
        ("b table", scale => Repeat("<b><table>", Times(5_000, scale))),
        ("table tr td", scale => Repeat("<table><tr><td>", Times(20_000, scale))),
        ("unclosed comments", scale => Repeat("<!--", Times(500_000, scale))),
        ("comments of dashes", scale => Repeat("<!---", Times(500_000, scale))),
        ("unclosed quotes", scale => Repeat("<a href=\"'>", Times(300_000, scale))),
        ("unclosed scripts", scale => Repeat("<script>", Times(300_000, scale))),
        ("escaped scripts", scale => Repeat("<script><!--<script></script>", Times(100_000, scale))),
        ("dashes in an escaped script", scale => Page("<script><!--", "-", Times(1_000_000, scale), "</script>")),
        ("less-than signs", scale => Repeat("<", Times(1_000_000, scale))),
        ("end tags without names", scale => Repeat("</", Times(1_000_000, scale))),
        ("end tags alone", scale => Repeat("</p></div></table>", Times(100_000, scale))),
        ("CDATA", scale => Repeat("<svg><![CDATA[", Times(100_000, scale))),
        ("declarations", scale => Repeat("<!x", Times(500_000, scale))),
        ("deep svg", scale => Repeat("<svg>", Times(50_000, scale), "<p>x")),
        ("svg broken out of", scale => Repeat("<svg><g><p>", Times(50_000, scale))),
        ("deep math", scale => Repeat("<math><mrow>", Times(50_000, scale), "x")),
        ("math and integration points", scale => Repeat("<math><mi><p>", Times(50_000, scale))),
        ("foreign objects", scale => Repeat("<svg><foreignobject><p>", Times(50_000, scale))),
        ("list items", scale => Repeat("<ul><li>", Times(50_000, scale))),
        ("headings", scale => Repeat("<h1>", Times(200_000, scale))),
        ("buttons", scale => Repeat("<button>", Times(200_000, scale))),
        ("anchors", scale => Repeat("<a>", Times(200_000, scale))),
        ("options", scale => Repeat("<select><option>", Times(100_000, scale))),
        ("forms", scale => Repeat("<form><div></form>", Times(100_000, scale))),
        ("deep rise and fall",
            scale => Repeat(string.Concat(Enumerable.Repeat("<div>", 600)) + string.Concat(Enumerable.Repeat("</div>", 600)), Times(100, scale))),
        ("one tag never closed", scale => Page("<p ", "a", Times(5_000_000, scale), "")),
        ("one name", scale => Page("<", "a", Times(5_000_000, scale), ">")),
        ("titles", scale => Repeat("<title></titl", Times(200_000, scale))),
        ("nested JSON", scale => Page("<script type='application/ld+json'>", "[{\"@graph\":", Times(200_000, scale), "</script>")),
        ("long JSON string", scale => Page("<script type='application/ld+json'>{\"articleBody\":\"", "word ", Times(1_000_000, scale), "\"}</script>")),
        ("lone surrogates", scale => Bytes([0xED, 0xA0, 0x80, .. "<p title='"u8, 0xED, 0xB0, 0x80, .. "'>&#xD800;&#xDC00;"u8], Times(50_000, scale))),
        // The remaining pages could make a text much longer than the page.
        ("a cell over many cells", scale => Page("<table><tr><td rowspan=200 colspan=200>" + new string('x', Times(20_000, scale)) + "</td><td>a</td></tr>",
            "<tr><td>b</td></tr>", Times(300, scale), "</table>")),
        ("a frame of spans", scale => Page("<table><tr>" + string.Concat(Enumerable.Repeat("<td>a</td>", 200)) + "</tr>", "<tr><td>b</td></tr>",
            Times(19_000, scale), "</table>")),
        ("much markup in each block", scale => Page(string.Concat(Enumerable.Repeat("<b><i><code>", 500)), "<p>some text", Times(20_000, scale), "")),
        ("a link over all blocks", scale => Page("<a href='/" + new string('y', 2_000) + "'>", "<div>some text</div>", Times(10_000, scale), "")),
        ("tables for layout in each other", scale => Repeat("<table><tr><td>text ", Times(5_000, scale))),
        ("one table for layout with many blocks", scale => Page("<table><tr><td>", "<p>some text of the page", Times(20_000, scale), "</table>")),
        ("many formulas by delimiters", scale => Page("<script src=mathjax.js></script>", "<p>$$ $ \\( ", Times(20_000, scale), "")),
        ("short links under a long address",
            scale => Page("<base href='https://example.org/" + new string('y', 1_900) + "/'>", "<p>text <a href=b>link</a>", Times(20_000, scale), "")),
        ("math in each other without ends", scale => Repeat("&nGt;42 <math>", Times(5_000, scale))),
        ("formulas whose ends are escaped", scale => Page("<script src=mathjax.js></script><p>", @"\( \\) ", Times(200_000, scale), "")),
        ("blocks of a character", scale => Page("<table><tr>", "]<p>", Times(100_000, scale), "")),
        ("lists in articles in each other", scale => Repeat("<article>é<ul>&", Times(20_000, scale))),
        // The remaining pages have something above many elements that is read for each of them.
        ("colours under a long style", scale => Page($"<div style='{new string('x', Times(100_000, scale))}'>", "<p style=color:red>a</p>", Times(5_000, scale),
            "")),
        ("hidden text under a long class", scale => Page($"<div class='{new string('x', Times(100_000, scale))}'>", "<b hidden>a</b>",
            Times(5_000, scale), "")),
        ("quotations in a long language", scale => Page($"<html lang='{new string('-', Times(100_000, scale))}'>", "<q>a</q>", Times(5_000, scale), "")),
        ("powers in a long language", scale => Page($"<html lang='{new string('x', Times(100_000, scale))}'>", "a<sup>b</sup>", Times(5_000, scale), "")),
        ("rules that name elements around", scale => Page("<style>" + string.Concat(Enumerable.Range(0, 64).Select(static i => $".x{i} .a{{display:none}}"))
            + "</style>" + string.Concat(Enumerable.Repeat("<div class='b c d e'>", 40)), "<p class=a>a", Times(20_000, scale), "")),
        ("consent boxes in each other", scale => Page("<p>" + string.Join(' ', Enumerable.Repeat("text", Times(60_000, scale)))
            + string.Concat(Enumerable.Repeat("<div class='cky-consent'>", 400)), "<p>a", Times(20_000, scale), "")),
        ("short sections", scale => Page("<div>", "<h2>a</h2><p>Some text of a section, which is long enough. <h2>b</h2><p>c", Times(10_000, scale), "")),
        ("headings in nested items", scale => Page(string.Concat(Enumerable.Repeat("<ul><li>", 200)), "<h2>a</h2><p>Some text of it.",
            Times(20_000, scale), "")),
        ("many images", scale => Repeat("<img src=a alt=b>", Times(40_000, scale), "<p>text")),
    ];

    private static int Times(int count, double scale) => (int)Math.Max(1, count * scale);

    private static byte[] Bytes(byte[] what, int times) => [.. Enumerable.Repeat(what, times).SelectMany(static bytes => bytes)];

    private static byte[] Repeat(string what, int times, string end = "") => Page("", what, times, end);

    private static byte[] Page(string start, string what, int times, string end) =>
        Encoding.UTF8.GetBytes(new StringBuilder(start).Insert(start.Length, what, times).Append(end).ToString());
}
