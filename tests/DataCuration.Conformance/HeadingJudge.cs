using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using DataCuration.Extraction;

namespace DataCuration.Conformance;

/// <summary>Compares the headings of a page with those of its Markdown.</summary>
internal static partial class HeadingJudge
{
    private const int ComparedWords = 8;
    private const int MinWords = 3;
    private static readonly HashSet<string> Unread = ["SCRIPT", "STYLE", "TEMPLATE", "SELECT", "NOSCRIPT"];
    private static readonly HashSet<string> Apart = ["NAV", "FOOTER"];
    private static readonly HashSet<string> Headings = ["H1", "H2", "H3", "H4"];

    /// <summary>Checks each heading of the first four levels outside menus and footers. Its text is kept if the next eight words are in the Markdown.</summary>
    public static void Judge(string id, byte[] html, JudgeReport report)
    {
        string markdown = new HtmlExtractor { Format = TextFormat.Markdown }.Extract(html).Text;
        string text = string.Join(' ', Words(markdown));
        var kept = markdown.Split('\n').Where(line => MarkdownHeading().IsMatch(line)).Select(Letters)
            .GroupBy(heading => heading, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        List<(bool IsHeading, string Text)> pieces = [];
        if (new AngleSharp.Html.Parser.HtmlParser().ParseDocument(new MemoryStream(html)).Body is { } body) Collect(body, pieces);
        for (int i = 0; i < pieces.Count; i++)
        {
            string heading = Letters(pieces[i].Text);
            if (!pieces[i].IsHeading || heading.Length == 0) continue;
            string[] below = [.. pieces.Skip(i + 1).TakeWhile(piece => !piece.IsHeading).SelectMany(piece => Words(piece.Text)).Take(ComparedWords)];
            if (below.Length < MinWords || !text.Contains(string.Join(' ', below), StringComparison.Ordinal)) continue;
            report.Case(id, string.Join(' ', pieces[i].Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), checks =>
            {
                if (kept.GetValueOrDefault(heading) > 0) kept[heading]--;
                else checks.Fail("heading", "a heading in the Markdown", "none");
            });
        }
    }

    private static void Collect(INode node, List<(bool IsHeading, string Text)> pieces)
    {
        foreach (INode child in node.ChildNodes)
        {
            if (child is IText part) pieces.Add((false, part.Data));
            else if (child is IElement element && Headings.Contains(element.TagName)) pieces.Add((true, element.TextContent));
            else if (child is IElement inner && !Unread.Contains(inner.TagName) && !Apart.Contains(inner.TagName)) Collect(inner, pieces);
        }
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(match => match.Value);

    /// <summary>The letters of a heading without its permalink.</summary>
    private static string Letters(string text) =>
        Words(text.Replace("Permalink", "", StringComparison.Ordinal)).Aggregate(new StringBuilder(), (all, word) => all.Append(word)).ToString();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex MarkdownHeading();
}
