using System.Text;

namespace DataCuration.Extraction;

/// <summary>Reads the text of small elements.</summary>
internal static class ShortTexts
{
    /// <summary>The maximum number of nodes read.</summary>
    public const int MaxNodes = 64;

    /// <summary>Gets the text of an element with single spaces; null if it is empty or too long.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The element.</param>
    /// <param name="longest">The maximum number of characters.</param>
    public static string? Of(HtmlTree tree, int node, int longest)
    {
        Rows<HtmlNode> nodes = tree.Nodes;
        ReadOnlySpan<byte> html = tree.Html.Span;
        int end = nodes[node].SubtreeEnd;
        if (end - node > MaxNodes) return null;
        var text = new StringBuilder();
        for (int i = node + 1; i < end; i++)
        {
            HtmlNode child = nodes[i];
            if (child.Kind == HtmlNodeKind.Element)
            {
                if (child.Tag is HtmlTag.Script or HtmlTag.Style or HtmlTag.Svg or HtmlTag.Template) i = child.SubtreeEnd - 1;
                else if (child.Tag is HtmlTag.LineBreak or HtmlTag.Paragraph or HtmlTag.Div or HtmlTag.ListItem) text.Append(' ');
                continue;
            }
            // Four bytes are at least one character, so a much longer text is not a name or a title.
            if (child.End - child.Start > 8 * longest) return null;
            text.Append(HtmlText.Decode(html[child.Start..child.End]));
        }
        return Tidy(text.ToString(), longest);
    }

    /// <summary>Trims a text and collapses its white space; null if the result is empty or too long.</summary>
    public static string? Tidy(string text, int longest)
    {
        string tidy = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return tidy.Length == 0 || tidy.Length > longest ? null : tidy;
    }
}
