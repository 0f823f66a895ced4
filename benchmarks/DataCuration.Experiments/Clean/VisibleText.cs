using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace DataCuration.Experiments.Clean;

/// <summary>
/// All text of a page, as a naive extraction gives it: no scripts and styles, a new line at each block element, no empty lines. Menus, notices and footers
/// stay.
/// </summary>
internal static class VisibleText
{
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        "script", "style", "noscript", "template", "svg", "iframe", "object", "head", "select", "textarea",
    };

    private static readonly HashSet<string> Inline = new(StringComparer.Ordinal)
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span",
        "strong", "sub", "sup", "time", "u", "var", "wbr",
    };

    public static string Of(Stream html)
    {
        using IDocument document = new HtmlParser().ParseDocument(html);
        var text = new StringBuilder();
        if (document.Body is { } body) Append(body, text);
        return string.Join('\n', text.ToString().Split('\n').Select(Collapse).Where(line => line.Length > 0));
    }

    private static void Append(INode node, StringBuilder text)
    {
        foreach (INode child in node.ChildNodes)
        {
            if (child is IText words) text.Append(words.Data.Replace('\n', ' '));
            if (child is not IElement element || Skipped.Contains(element.LocalName)) continue;
            bool isBlock = !Inline.Contains(element.LocalName);
            if (isBlock) text.Append('\n');
            Append(element, text);
            if (isBlock) text.Append('\n');
        }
    }

    private static string Collapse(string line) => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
