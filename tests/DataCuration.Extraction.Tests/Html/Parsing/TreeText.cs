using System.Text;

namespace DataCuration.Extraction.Tests.Html.Parsing;

/// <summary>
/// Prints a tree on one line: <c>div(p("a") b[id=x]("y"))</c>. <c>/name</c> marks the end of an element that ends before its last descendants (see
/// <see cref="HtmlNode.ContentEnd"/>).
/// </summary>
internal static class TreeText
{
    public static string Of(string html, int maxNodes = HtmlLimits.Nodes) => Of(new HtmlParser().Parse(Encoding.UTF8.GetBytes(html), maxNodes));

    public static string Of(HtmlTree tree)
    {
        var text = new StringBuilder();
        PrintChildren(tree, 0, text);
        return text.ToString();
    }

    private static void PrintChildren(HtmlTree tree, int parent, StringBuilder text)
    {
        bool isFirst = true;
        for (int child = parent + 1; child < tree.Nodes[parent].SubtreeEnd; child = tree.Nodes[child].SubtreeEnd)
        {
            if (!isFirst) text.Append(' ');
            isFirst = false;
            for (int ended = parent; ended > 0; ended = tree.Nodes[ended].Parent)
                if (tree.Nodes[ended].ContentEnd == child && tree.Nodes[ended].SubtreeEnd > child && tree.Nodes[child].Parent == parent)
                    text.Append('/').Append(NameOf(tree, ended)).Append(' ');
            Print(tree, child, text);
        }
    }

    private static void Print(HtmlTree tree, int index, StringBuilder text)
    {
        HtmlNode node = tree.Nodes[index];
        if (node.Kind != HtmlNodeKind.Element)
        {
            string raw = Encoding.UTF8.GetString(tree.Html.Span[node.Start..node.End]);
            text.Append(node.Kind == HtmlNodeKind.RawText ? "raw" : "").Append('"')
                .Append(node.Kind == HtmlNodeKind.Text ? HtmlText.Decode(tree.Html.Span[node.Start..node.End]) : raw).Append('"');
            return;
        }
        text.Append(NameOf(tree, index));
        for (int i = node.FirstAttribute; i < node.FirstAttribute + node.AttributeCount; i++)
        {
            HtmlAttribute attribute = tree.Attributes[i];
            text.Append('[').Append(attribute.Name.ToString().ToLowerInvariant()).Append('=').Append(tree.AttributeText(index, attribute.Name)).Append(']');
        }
        if (node.SubtreeEnd == index + 1) return;
        text.Append('(');
        PrintChildren(tree, index, text);
        text.Append(')');
    }

    private static string NameOf(HtmlTree tree, int node) => tree.Nodes[node].Tag == HtmlTag.Unknown ? "?" : HtmlTagNames.NameOf(tree.Nodes[node].Tag);
}
