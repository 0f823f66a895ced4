namespace DataCuration.Extraction;

/// <summary>
/// Parses a page into a tree in one pass, in time linear in its size for any input. Implements tokenization (HTML Living Standard, section 13.2.5);
/// <see cref="HtmlTreeBuilder"/> builds the tree. Each worker has one and reuses it.
/// </summary>
internal sealed class HtmlParser
{
    // Sets of bytes below 64, one bit for each. Names are short, so that a loop is as fast as a vector.
    private const ulong UnquotedEnd = (1UL << '\t') | (1UL << '\n') | (1UL << '\f') | (1UL << '\r') | (1UL << ' ') | (1UL << '>');
    private const ulong NameEnd = UnquotedEnd | (1UL << '/');
    private const ulong AttributeNameEnd = NameEnd | (1UL << '=');

    /// <summary>The maximum number of nodes added in one step: a text, an element and its raw text.</summary>
    private const int NodesOfStep = 3;

    private readonly HtmlTree tree;
    private readonly HtmlTreeBuilder builder;
    private long steps;

    /// <summary>Creates a parser with its own tree.</summary>
    /// <param name="capacity">The initial node capacity of the tree.</param>
    public HtmlParser(int capacity = HtmlTree.PageCapacity)
    {
        tree = new HtmlTree(capacity);
        builder = new HtmlTreeBuilder(tree);
    }

    /// <summary>Parses a page.</summary>
    /// <param name="html">Valid UTF-8. It must not change while the tree is in use.</param>
    /// <param name="maxNodes">The maximum number of nodes. A page with more is cut off.</param>
    /// <returns>The tree. The next call overwrites it.</returns>
    public HtmlTree Parse(ReadOnlyMemory<byte> html, int maxNodes = HtmlLimits.Nodes)
    {
        tree.Clear(html);
        builder.Begin();
        steps = 0;
        Tokenize(html.Span, maxNodes);
        builder.End();
        tree.Steps = steps + builder.Steps;
        return tree;
    }

    private void Tokenize(ReadOnlySpan<byte> html, int maxNodes)
    {
        int position = 0;
        while (position < html.Length)
        {
            steps++;
            if (tree.NodeCount + NodesOfStep > maxNodes)
            {
                tree.IsCutOff = true;
                return;
            }
            int text = position;
            position = FindMarkup(html, position);
            if (position > text) builder.AddText(html, text, position, HtmlNodeKind.Text);
            if (position >= html.Length) return;
            position = html[position + 1] switch
            {
                (byte)'/' => ReadEndTag(html, position),
                (byte)'!' => SkipDeclaration(html, position),
                (byte)'?' => SkipTo(html, position + 2, (byte)'>'),
                _ => ReadStartTag(html, position),
            };
        }
    }

    /// <summary>Finds the next <c>&lt;</c> that starts markup; others are text.</summary>
    private int FindMarkup(ReadOnlySpan<byte> html, int position)
    {
        while (true)
        {
            int next = html[position..].IndexOf((byte)'<');
            if (next < 0 || position + next + 1 >= html.Length) return html.Length;
            position += next;
            steps++;
            byte after = html[position + 1];
            if (IsLetter(after) || after is (byte)'!' or (byte)'?' || (after == '/' && position + 2 < html.Length)) return position;
            position++;
        }
    }

    private int ReadEndTag(ReadOnlySpan<byte> html, int start)
    {
        byte first = html[start + 2];
        if (!IsLetter(first)) return SkipTo(html, start + 2, (byte)'>');
        int nameEnd = IndexOfAny(html, start + 2, NameEnd);
        HtmlTag tag = HtmlTagNames.Find(html[(start + 2)..nameEnd]);
        // Attributes of an end tag are ignored, but their quotes may contain '>'.
        int end = nameEnd < html.Length && html[nameEnd] == '>' ? nameEnd + 1 : ReadAttributes(html, nameEnd, -1, out _);
        if (end < 0) return html.Length;
        builder.EndTag(tag, start);
        return end;
    }

    private int ReadStartTag(ReadOnlySpan<byte> html, int start)
    {
        int nameEnd = IndexOfAny(html, start + 1, NameEnd);
        HtmlTag tag = HtmlTagNames.Find(html[(start + 1)..nameEnd]);
        int firstAttribute = tree.AttributeCount;
        bool selfClosing = false;
        int end = nameEnd < html.Length && html[nameEnd] == '>' ? nameEnd + 1 : ReadAttributes(html, nameEnd, firstAttribute, out selfClosing);
        // A tag that the end of the page cuts off is dropped, as in the standard.
        if (end < 0)
        {
            tree.DropAttributes(firstAttribute);
            return html.Length;
        }
        HtmlTraits content = builder.StartTag(tag, start, end, firstAttribute, selfClosing);
        return content == HtmlTraits.None ? end : ReadRawText(html, end, tag, content);
    }

    /// <summary>Reads the attributes up to the end of the tag. Keeps those with a known name, the first of each.</summary>
    /// <returns>The position after the tag; -1 if the page ends first.</returns>
    private int ReadAttributes(ReadOnlySpan<byte> html, int position, int first, out bool selfClosing)
    {
        ulong seen = 0, seenAfter = 0; // one bit for each known name, 64 in each
        selfClosing = false;
        while (true)
        {
            steps++;
            while (position < html.Length && (IsSpace(html[position]) || html[position] == '/'))
            {
                selfClosing = html[position] == '/';
                position++;
                steps++;
            }
            if (position >= html.Length) return -1;
            if (html[position] == '>') return position + 1;
            selfClosing = false;
            int name = position;
            // A leading equals sign belongs to the name.
            position = IndexOfAny(html, position + 1, AttributeNameEnd);
            int nameEnd = position;
            while (position < html.Length && IsSpace(html[position])) position++;
            int value = position;
            int valueEnd = position;
            if (position < html.Length && html[position] == '=')
            {
                position++;
                while (position < html.Length && IsSpace(html[position])) position++;
                if (position >= html.Length) return -1;
                byte quote = html[position];
                if (quote is (byte)'"' or (byte)'\'')
                {
                    value = position + 1;
                    int close = html[value..].IndexOf(quote);
                    if (close < 0) return -1;
                    valueEnd = value + close;
                    position = valueEnd + 1;
                }
                else
                {
                    value = position;
                    valueEnd = position = html[position] == '>' ? position : IndexOfAny(html, position, UnquotedEnd);
                }
            }
            if (first < 0) continue;
            HtmlAttributeName known = HtmlAttributeNames.Find(html[name..nameEnd]);
            if (known == HtmlAttributeName.Unknown) continue;
            ref ulong bits = ref (int)known < 64 ? ref seen : ref seenAfter;
            ulong bit = 1UL << ((int)known & 63);
            if ((bits & bit) != 0) continue;
            bits |= bit;
            if (tree.AttributeCount - first < HtmlLimits.AttributesOfElement) tree.Add(new HtmlAttribute(known, value, valueEnd - value));
        }
    }

    /// <summary>Reads the content of a raw text element.</summary>
    private int ReadRawText(ReadOnlySpan<byte> html, int start, HtmlTag tag, HtmlTraits content)
    {
        int end = tag == HtmlTag.Plaintext ? html.Length : tag == HtmlTag.Script ? FindScriptEnd(html, start)
            : FindRawTextEnd(html, start, HtmlTagNames.NameOf(tag));
        if (end > start) builder.AddText(html, start, end, content == HtmlTraits.RawText ? HtmlNodeKind.RawText : HtmlNodeKind.Text);
        if (end >= html.Length) return html.Length;
        return ReadEndTag(html, end);
    }

    private int FindRawTextEnd(ReadOnlySpan<byte> html, int position, string name)
    {
        while (true)
        {
            steps++;
            int next = html[position..].IndexOf("</"u8);
            if (next < 0) return html.Length;
            position += next;
            if (IsName(html, position + 2, name)) return position;
            position += 2;
        }
    }

    /// <summary>
    /// Finds the end tag of a script. In <c>&lt;!-- … --&gt;</c> an inner script element hides its own end tag (section 13.2.5.27, "script data double
    /// escaped").
    /// </summary>
    private int FindScriptEnd(ReadOnlySpan<byte> html, int position)
    {
        bool isEscaped = false;
        bool isDouble = false;
        while (true)
        {
            steps++;
            int next = isEscaped ? html[position..].IndexOfAny((byte)'<', (byte)'-') : html[position..].IndexOf((byte)'<');
            if (next < 0) return html.Length;
            position += next;
            ReadOnlySpan<byte> rest = html[position..];
            if (rest[0] == '-')
            {
                if (rest.StartsWith("-->"u8)) isEscaped = isDouble = false;
                position++;
            }
            else if (rest.StartsWith("</"u8) && IsName(html, position + 2, "script"))
            {
                if (!isDouble) return position;
                isDouble = false;
                position += 2;
            }
            else if (!isEscaped && rest.StartsWith("<!--"u8))
            {
                isEscaped = true;
                position += 2; // "<!-->" is a complete comment
            }
            else
            {
                if (isEscaped && IsName(html, position + 1, "script")) isDouble = true;
                position++;
            }
        }
    }

    private int SkipDeclaration(ReadOnlySpan<byte> html, int start)
    {
        ReadOnlySpan<byte> rest = html[start..];
        if (rest.StartsWith("<!--"u8)) return SkipComment(html, start + 4);
        if (rest.StartsWith("<![CDATA["u8) && builder.IsForeign)
        {
            int end = rest.IndexOf("]]>"u8);
            int textEnd = end < 0 ? html.Length : start + end;
            if (textEnd > start + 9) builder.AddText(html, start + 9, textEnd, HtmlNodeKind.RawText);
            return end < 0 ? html.Length : textEnd + 3;
        }
        return SkipTo(html, start + 2, (byte)'>');
    }

    private int SkipComment(ReadOnlySpan<byte> html, int position)
    {
        ReadOnlySpan<byte> rest = html[position..];
        if (rest.StartsWith(">"u8)) return position + 1;
        if (rest.StartsWith("->"u8)) return position + 2;
        while (true)
        {
            steps++;
            int next = html[position..].IndexOf("--"u8);
            if (next < 0) return html.Length;
            position += next + 2;
            while (position < html.Length && html[position] == '-')
            {
                position++;
                steps++;
            }
            if (position >= html.Length) return html.Length;
            if (html[position] == '>') return position + 1;
            if (html[position] == '!' && position + 1 < html.Length && html[position + 1] == '>') return position + 2;
        }
    }

    private static int SkipTo(ReadOnlySpan<byte> html, int position, byte end)
    {
        int next = html[position..].IndexOf(end);
        return next < 0 ? html.Length : position + next + 1;
    }

    private static int IndexOfAny(ReadOnlySpan<byte> html, int position, ulong values)
    {
        while (position < html.Length && (html[position] >= 64 || ((values >> html[position]) & 1) == 0)) position++;
        return position;
    }

    private static bool IsName(ReadOnlySpan<byte> html, int position, string name)
    {
        if (position + name.Length >= html.Length) return false;
        for (int i = 0; i < name.Length; i++)
            if ((html[position + i] | 0x20) != name[i]) return false;
        byte after = html[position + name.Length];
        return IsSpace(after) || after is (byte)'/' or (byte)'>';
    }

    private static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 'z' - 'a';

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r' or (byte)'\f';
}
