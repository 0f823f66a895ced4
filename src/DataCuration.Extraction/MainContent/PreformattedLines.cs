namespace DataCuration.Extraction;

/// <summary>Analyses the lines of preformatted text.</summary>
internal static class PreformattedLines
{
    private const int MaxClassLength = 512;
    private const int AroundGutter = 3;

    /// <summary>Returns true if preformatted text has its own line breaks. If not, its child elements are its lines.</summary>
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
                // Only line breaks between texts count.
                if (value == '\n') hasEnd |= hasText;
                else if (value > ' ' && hasEnd) return true;
                else hasText |= value > ' ';
            }
        }
        return false;
    }

    /// <summary>
    /// Returns true if preformatted text is a column of line numbers beside code: consecutive numbers, in markup that says so or in a table cell.
    /// </summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The preformatted element.</param>
    /// <param name="inAnyCell">True if any table cell is enough.</param>
    public static bool IsGutter(HtmlTree tree, int node, bool inAnyCell)
    {
        // Prism and Prettify put "line-numbers" and "linenums" on the code itself. Such a class counts only in a cell beside code, since program output can be
        // consecutive numbers too.
        bool isGutter = false, isNumbered = false, isCell = false;
        int around = node;
        for (int step = 0; step <= AroundGutter && around > 0 && !isCell; step++, around = tree.Nodes[around].Parent)
        {
            ReadOnlySpan<byte> value = tree.Attribute(around, HtmlAttributeName.Class);
            value = value[..Math.Min(value.Length, MaxClassLength)];
            isGutter |= value.IndexOf("gutter"u8) >= 0 || (around == node && value.IndexOf("lineno"u8) >= 0);
            isNumbered |= value.IndexOf("lineno"u8) >= 0 || value.IndexOf("line-num"u8) >= 0 || value.IndexOf("linenum"u8) >= 0;
            isCell = tree.Nodes[around].Tag is HtmlTag.TableCell or HtmlTag.TableHeaderCell;
        }
        return (isGutter || (isCell && (isNumbered || inAnyCell))) && AreNumbers(tree, node);
    }

    /// <summary>Returns true if the text consists of consecutive whole numbers, one per line.</summary>
    private static bool AreNumbers(HtmlTree tree, int node)
    {
        long last = -1;
        long number = -1;
        int lines = 0;
        for (int inner = node + 1; inner < tree.Nodes[node].SubtreeEnd; inner++)
        {
            if (tree.Nodes[inner].Kind == HtmlNodeKind.Element)
            {
                // The end of an element ends a number too.
                if (!EndNumber()) return false;
                continue;
            }
            foreach (byte value in tree.Html.Span[tree.Nodes[inner].Start..tree.Nodes[inner].End])
            {
                if (value is >= (byte)'0' and <= (byte)'9' && number < 1_000_000) number = (Math.Max(number, 0) * 10) + value - '0';
                else if (value > ' ' || !EndNumber()) return false;
            }
        }
        return EndNumber() && lines >= 2;

        bool EndNumber()
        {
            if (number < 0) return true;
            bool follows = last < 0 || number == last + 1;
            (last, number) = (number, -1);
            lines++;
            return follows;
        }
    }

    /// <summary>Returns true if an element of preformatted text holds only line numbers.</summary>
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
            if (bytes.ContainsAnyExceptInRange((byte)0, (byte)'9')) return false; // digits, white space, signs
            foreach (byte digit in bytes) hasDigits |= char.IsAsciiDigit((char)digit);
        }
        return hasDigits;
    }
}
