using System.Text;

namespace DataCuration.TestKit.Fuzzing;

/// <summary>Pages that bring parsers to their knees: each makes some parser slow beyond measure, or ends its process.</summary>
public static class HostilePages
{
    /// <summary>The names of the pages.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers().Select(static maker => maker.Name)];

    /// <summary>A page by name, as UTF-8.</summary>
    public static byte[] Make(string name) => Makers().First(maker => maker.Name == name).Make();

    private static IEnumerable<(string Name, Func<byte[]> Make)> Makers() =>
    [
        ("50,000 nested div", () => Repeat("<div>", 50_000, "x")),
        ("50,000 nested div, closed", () => [.. Repeat("<div>", 50_000, "x"), .. Repeat("</div>", 50_000)]),
        ("50,000 nested span with text", () => Repeat("<span>a", 50_000)),
        ("50,000 nested unknown elements", () => Repeat("<x-y>", 50_000, "x")),
        ("1,000,000 attributes of one element", () => Page("<p", " a=1", 1_000_000, ">x</p>")),
        ("1,000,000 different attributes", () => Encoding.UTF8.GetBytes("<p " + string.Join(' ', Enumerable.Range(0, 1_000_000).Select(static i => $"a{i}")) + ">x")),
        ("1,000,000 slashes in a tag", () => Page("<p", "/", 1_000_000, ">x</p>")),
        ("1,000,000 known attributes", () => Page("<p", " class=a id", 500_000, ">x</p>")),
        ("5,000 unclosed formatting tags", () => Repeat("<b><i><font>", 5_000, "x")),
        ("5,000 unclosed b and p", () => Repeat("<b><p>", 5_000, "x")),
        ("5,000 overlapping b and div", () => Repeat("<b><div></b>x", 5_000)),
        ("100,000 b div, closed", () => Repeat("<b><div>x</b></div>", 100_000)),
        ("20 MB of one text", () => Repeat("word ", 4_000_000)),
        ("20 MB of one attribute", () => Page("<p title=\"", "word ", 4_000_000, "\">x")),
        ("entities", () => Repeat("&amp;&nGt;&#x1F600;&#0;&unknown;", 100_000)),
        ("ampersands", () => Repeat("&", 1_000_000)),
        ("NULs", () => Repeat("\0<p\0>\0", 100_000)),
        ("table a", () => Repeat("<table><a>", 5_000)),
        ("b table", () => Repeat("<b><table>", 5_000)),
        ("table tr td", () => Repeat("<table><tr><td>", 20_000)),
        ("unclosed comments", () => Repeat("<!--", 500_000)),
        ("comments of dashes", () => Repeat("<!---", 500_000)),
        ("unclosed quotes", () => Repeat("<a href=\"'>", 300_000)),
        ("unclosed scripts", () => Repeat("<script>", 300_000)),
        ("escaped scripts", () => Repeat("<script><!--<script></script>", 100_000)),
        ("dashes in an escaped script", () => Page("<script><!--", "-", 1_000_000, "</script>")),
        ("less-than signs", () => Repeat("<", 1_000_000)),
        ("end tags without names", () => Repeat("</", 1_000_000)),
        ("end tags alone", () => Repeat("</p></div></table>", 100_000)),
        ("CDATA", () => Repeat("<svg><![CDATA[", 100_000)),
        ("declarations", () => Repeat("<!x", 500_000)),
        ("deep svg", () => Repeat("<svg>", 50_000, "<p>x")),
        ("svg broken out of", () => Repeat("<svg><g><p>", 50_000)),
        ("deep math", () => Repeat("<math><mrow>", 50_000, "x")),
        ("math and integration points", () => Repeat("<math><mi><p>", 50_000)),
        ("foreign objects", () => Repeat("<svg><foreignobject><p>", 50_000)),
        ("list items", () => Repeat("<ul><li>", 50_000)),
        ("headings", () => Repeat("<h1>", 200_000)),
        ("buttons", () => Repeat("<button>", 200_000)),
        ("anchors", () => Repeat("<a>", 200_000)),
        ("options", () => Repeat("<select><option>", 100_000)),
        ("forms", () => Repeat("<form><div></form>", 100_000)),
        ("deep rise and fall", () => Repeat(string.Concat(Enumerable.Repeat("<div>", 600)) + string.Concat(Enumerable.Repeat("</div>", 600)), 100)),
        ("one tag never closed", () => Page("<p ", "a", 5_000_000, "")),
        ("one name", () => Page("<", "a", 5_000_000, ">")),
        ("titles", () => Repeat("<title></titl", 200_000)),
        ("nested JSON", () => Page("<script type='application/ld+json'>", "[{\"@graph\":", 200_000, "</script>")),
        ("long JSON string", () => Page("<script type='application/ld+json'>{\"articleBody\":\"", "word ", 1_000_000, "\"}</script>")),
    ];

    private static byte[] Repeat(string what, int times, string end = "") => Page("", what, times, end);

    private static byte[] Page(string start, string what, int times, string end) => Encoding.UTF8.GetBytes(new StringBuilder(start).Insert(start.Length, what, times).Append(end).ToString());
}
