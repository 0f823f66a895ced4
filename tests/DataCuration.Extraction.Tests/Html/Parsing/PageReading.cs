using System.Text;
using AngleSharp.Dom;

namespace DataCuration.Extraction.Tests.Html.Parsing;

/// <summary>The visible content of a page, from our tree and from AngleSharp's, in a comparable form.</summary>
internal sealed class PageReading
{
    // Their text is not page text.
    private static readonly HashSet<string> Hidden = ["script", "style", "template", "noscript"];

    // Elements that do not separate words. One parser splits formatting that overlaps with blocks; the other does not.
    private static readonly HashSet<string> Inline = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

    // Elements created without markup, or repeated for markup written once.
    private static readonly HashSet<string> Implied = ["html", "head", "body", "tbody", "tr", "colgroup", .. Inline];

    private readonly StringBuilder text = new();

    public SortedDictionary<string, int> Elements { get; } = new(StringComparer.Ordinal);

    public string[] Words => text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public static PageReading OfOurs(HtmlTree tree)
    {
        var reading = new PageReading();
        var open = new Stack<int>();
        Rows<HtmlNode> nodes = tree.Nodes;
        for (int i = 1; i < nodes.Length;)
        {
            while (open.Count > 0 && nodes[open.Peek()].SubtreeEnd <= i) reading.Part(NameOf(nodes[open.Pop()].Tag));
            HtmlNode node = nodes[i];
            if (node.Kind != HtmlNodeKind.Element)
            {
                ReadOnlySpan<byte> bytes = tree.Html.Span[node.Start..node.End];
                reading.text.Append(node.Kind == HtmlNodeKind.Text ? HtmlText.Decode(bytes) : Encoding.UTF8.GetString(bytes));
                i++;
                continue;
            }
            string name = NameOf(node.Tag);
            if (Hidden.Contains(name))
            {
                reading.Part(name);
                i = node.SubtreeEnd;
                continue;
            }
            reading.Count(name);
            reading.Part(name);
            open.Push(i);
            i++;
        }
        return reading;
    }

    public static PageReading OfTheOracle(INode document)
    {
        var reading = new PageReading();
        reading.Walk(document);
        return reading;
    }

    private static string NameOf(HtmlTag tag) => tag == HtmlTag.Unknown ? "?" : HtmlTagNames.NameOf(tag);

    private void Walk(INode parent)
    {
        // The oracle's trees may be deep, so no recursion.
        INode? node = parent.FirstChild;
        while (node is not null)
        {
            if (node is IText words) text.Append(words.Data);
            if (node is IElement element)
            {
                string name = Known(element.LocalName);
                Part(name);
                if (!Hidden.Contains(name))
                {
                    Count(name);
                    if (node.FirstChild is { } child)
                    {
                        node = child;
                        continue;
                    }
                }
                Part(name);
            }
            while (node is not null && node.NextSibling is null)
            {
                node = node.Parent == parent ? null : node.Parent;
                if (node is IElement ended) Part(Known(ended.LocalName));
            }
            node = node?.NextSibling;
        }
    }

    private static string Known(string name) =>
        HtmlTagNames.Find(Encoding.UTF8.GetBytes(name)) is var tag && tag == HtmlTag.Unknown ? "?" : HtmlTagNames.NameOf(tag);

    private void Count(string name)
    {
        if (!Implied.Contains(name)) Elements[name] = Elements.GetValueOrDefault(name) + 1;
    }

    private void Part(string name)
    {
        if (!Inline.Contains(name)) text.Append(' ');
    }
}
