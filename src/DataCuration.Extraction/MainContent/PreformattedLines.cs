namespace DataCuration.Extraction;

/// <summary>What the lines of preformatted text are.</summary>
internal static class PreformattedLines
{
    /// <summary>Whether preformatted text has line ends of its own. If it has none, the elements in it are its lines.</summary>
    public static bool HasEnds(HtmlTree tree, int node)
    {
        ref readonly HtmlNode element = ref tree.Nodes[node];
        bool hasText = false;
        bool hasEnd = false;
        for (int inner = node + 1; inner < element.SubtreeEnd; inner++)
        {
            if (tree.Nodes[inner].Kind == HtmlNodeKind.Element) continue;
            foreach (byte value in tree.Html.Span[tree.Nodes[inner].Start..tree.Nodes[inner].End])
            {
                // One between texts; those before the first and after the last are none.
                if (value == '\n') hasEnd |= hasText;
                else if (value > ' ' && hasEnd) return true;
                else hasText |= value > ' ';
            }
        }
        return false;
    }

    /// <summary>Whether an element of preformatted text holds line numbers.</summary>
    public static bool IsNumber(HtmlTree tree, int node)
    {
        ref readonly HtmlNode element = ref tree.Nodes[node];
        ReadOnlySpan<byte> value = tree.Attribute(node, HtmlAttributeName.Class);
        if (value.IsEmpty || (value.IndexOf("line"u8) < 0 && value.IndexOf("lno"u8) < 0 && value.IndexOf("num"u8) < 0)) return false;
        bool hasDigits = false;
        for (int inner = node + 1; inner < element.SubtreeEnd; inner++)
        {
            if (tree.Nodes[inner].Kind == HtmlNodeKind.Element) continue;
            ReadOnlySpan<byte> bytes = tree.Html.Span[tree.Nodes[inner].Start..tree.Nodes[inner].End];
            if (bytes.ContainsAnyExceptInRange((byte)0, (byte)'9')) return false; // digits, space, signs
            hasDigits |= bytes.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;
        }
        return hasDigits;
    }
}
