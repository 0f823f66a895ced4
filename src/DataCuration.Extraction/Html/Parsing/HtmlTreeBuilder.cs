namespace DataCuration.Extraction;

/// <summary>
/// Builds the tree from tags and texts. The rules for implied end tags follow HTML Living Standard, section 13.2.6. Each tag costs an amortised constant number
/// of steps, for any depth and any broken nesting.
/// </summary>
/// <remarks>
/// Differences from the standard that do not matter for text: texts and elements directly in a table stay there instead of moving before it. A formatting
/// element that overlaps with blocks is not split (adoption agency, reconstruction) but records where its effect ends (<see cref="HtmlNode.ContentEnd"/>).
/// Implied elements (<c>html</c>, <c>head</c>, <c>body</c>, <c>tbody</c>, <c>tr</c>) are not created. <c>noscript</c> contains markup, as without scripting.
/// </remarks>
internal sealed class HtmlTreeBuilder(HtmlTree tree)
{
    private static readonly HtmlTag[] Headings = [HtmlTag.H1, HtmlTag.H2, HtmlTag.H3, HtmlTag.H4, HtmlTag.H5, HtmlTag.H6];

    private readonly Open[] stack = new Open[HtmlLimits.Depth + 2];
    private readonly int[] newest = new int[256];
    private readonly int[] notOpened = new int[256];
    private int top;
    private bool anyNotOpened;
    private bool hasBody;

    /// <summary>The number of elementary steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>True if SVG or MathML is open and no HTML inside it.</summary>
    public bool IsForeign => Math.Max(newest[(int)HtmlTag.Svg], newest[(int)HtmlTag.Math]) > stack[top].Integration;

    public void Begin()
    {
        Steps = 0;
        hasBody = anyNotOpened = false;
        for (int i = 0; i < newest.Length; i++) newest[i] = -1;
        Array.Clear(notOpened);
        tree.Add(new HtmlNode { Parent = -1, Kind = HtmlNodeKind.Element });
        top = 0;
        stack[0] = new Open(0, HtmlTag.Unknown, -1, 0, 0, 0, -1);
    }

    public void End()
    {
        while (top > 0) Pop();
        tree.NodeAt(0).SubtreeEnd = tree.NodeAt(0).ContentEnd = tree.NodeCount;
    }

    public void AddText(ReadOnlySpan<byte> html, int start, int end, HtmlNodeKind kind)
    {
        Steps++;
        if (stack[top].Tag == HtmlTag.Head && !IsSpace(html[start..end])) Pop();
        AddNode(new HtmlNode { Start = start, End = end, Kind = kind, FirstAttribute = tree.AttributeCount });
    }

    /// <summary>Opens an element.</summary>
    /// <returns>The trait that says how its content is read as text; none for markup.</returns>
    public HtmlTraits StartTag(HtmlTag tag, int start, int end, int firstAttribute, bool selfClosing)
    {
        Steps++;
        bool isForeign = IsForeign;
        if (tag == HtmlTag.ImageElement && !isForeign) tag = HtmlTag.Image;
        HtmlTraits traits = HtmlElementTraits.Of(tag);
        if (isForeign && (traits & HtmlTraits.Breakout) != 0)
        {
            PopTo(Math.Min(Outermost(HtmlTag.Svg), Outermost(HtmlTag.Math)));
            isForeign = false;
        }
        if (!isForeign)
        {
            if ((tag is HtmlTag.Html or HtmlTag.Body or HtmlTag.Head && !MayOpen(tag)) || IsStrayTablePart(tag))
            {
                tree.DropAttributes(firstAttribute);
                return HtmlTraits.None;
            }
            MakeRoomFor(tag, traits);
        }
        int node = AddNode(new HtmlNode
        {
            Start = start,
            End = end,
            Kind = HtmlNodeKind.Element,
            Tag = tag,
            FirstAttribute = firstAttribute,
            AttributeCount = (byte)(tree.AttributeCount - firstAttribute),
        });
        if ((traits & HtmlTraits.Void) != 0 || (selfClosing && (isForeign || tag is HtmlTag.Svg or HtmlTag.Math))) return HtmlTraits.None;
        Push(node, tag, traits, isForeign);
        return isForeign && tag is not (HtmlTag.Script or HtmlTag.Style) ? HtmlTraits.None : traits & (HtmlTraits.RawText | HtmlTraits.EscapableRawText);
    }

    /// <summary>Closes an element.</summary>
    /// <param name="tag">The element.</param>
    /// <param name="start">The start of the end tag.</param>
    public void EndTag(HtmlTag tag, int start)
    {
        Steps++;
        if (notOpened[(int)tag] > 0)
        {
            notOpened[(int)tag]--;
            return;
        }
        int open = newest[(int)tag];
        HtmlTraits traits = HtmlElementTraits.Of(tag);
        switch (tag)
        {
            case HtmlTag.Html or HtmlTag.Body: return; // content after them belongs to them
            case HtmlTag.H1 or HtmlTag.H2 or HtmlTag.H3 or HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6:
                if (open <= stack[top].Boundary)
                    foreach (HtmlTag heading in Headings) open = Math.Max(open, newest[(int)heading]);
                break;
            case HtmlTag.LineBreak: // "</br>" is a line break
            case HtmlTag.Paragraph when open <= stack[top].Boundary: // a lone "</p>" is an empty paragraph, which separates its neighbours
                AddNode(new HtmlNode { Start = start, End = start, Kind = HtmlNodeKind.Element, Tag = tag, FirstAttribute = tree.AttributeCount });
                return;
        }
        if (open < 0) return;
        if ((traits & HtmlTraits.Formatting) != 0) EndFormatting(open);
        else if (tag == HtmlTag.Form) { if (open > stack[top].Boundary) EndFormatting(open); } // closing a form closes no inner elements
        else if (IsTablePart(tag)) { if (open > newest[(int)HtmlTag.Table] || tag == HtmlTag.Table) PopTo(open); }
        else if ((traits & HtmlTraits.Boundary) != 0 || tag is HtmlTag.Svg or HtmlTag.Math)
        {
            if (open > newest[(int)HtmlTag.TableCell] || open > newest[(int)HtmlTag.Table]) PopTo(open);
        }
        else if ((traits & HtmlTraits.Special) != 0) { if (open > stack[top].Boundary) PopTo(open); }
        else if (open > stack[top].Special) PopTo(open);
    }

    private static bool IsTablePart(HtmlTag tag) => tag is HtmlTag.Table or HtmlTag.TableBody or HtmlTag.TableHead or HtmlTag.TableFoot or HtmlTag.TableRow
        or HtmlTag.TableCell or HtmlTag.TableHeaderCell or HtmlTag.Caption;

    /// <summary>Returns true for parts of a table outside a table. The standard ignores them.</summary>
    private bool IsStrayTablePart(HtmlTag tag) =>
        tag != HtmlTag.Table && newest[(int)HtmlTag.Table] < 0 && IsTablePart(tag) && newest[(int)HtmlTag.Template] < 0;

    private bool MayOpen(HtmlTag tag)
    {
        if (tag == HtmlTag.Body)
        {
            if (stack[top].Tag == HtmlTag.Head) Pop();
            if (hasBody) return false;
            hasBody = true;
        }
        // Only at the top. In the middle they are left over from pages pasted into others.
        return top == 0 || (top == 1 && stack[1].Tag == HtmlTag.Html && tag != HtmlTag.Html);
    }

    /// <summary>Closes the elements that a start tag implicitly closes.</summary>
    private void MakeRoomFor(HtmlTag tag, HtmlTraits traits)
    {
        if (stack[top].Tag == HtmlTag.Head && (traits & HtmlTraits.Head) == 0) Pop();
        if (stack[top].Tag == HtmlTag.ColumnGroup && tag is not (HtmlTag.Column or HtmlTag.Template)) Pop();
        if ((traits & HtmlTraits.ClosesParagraph) != 0) CloseInScope(HtmlTag.Paragraph);
        switch (tag)
        {
            case HtmlTag.ListItem:
                CloseListItem(HtmlTag.ListItem, HtmlTag.ListItem);
                break;
            case HtmlTag.DescriptionTerm or HtmlTag.DescriptionDetails:
                CloseListItem(HtmlTag.DescriptionTerm, HtmlTag.DescriptionDetails);
                break;
            case >= HtmlTag.H1 and <= HtmlTag.H6:
                if (stack[top].Tag is >= HtmlTag.H1 and <= HtmlTag.H6) Pop();
                break;
            case HtmlTag.Option or HtmlTag.OptionGroup:
                if (stack[top].Tag == HtmlTag.Option) Pop();
                if (tag == HtmlTag.OptionGroup && stack[top].Tag == HtmlTag.OptionGroup) Pop();
                break;
            case HtmlTag.Button:
                // A button limits its own scope, so the open button is the boundary itself.
                if (newest[(int)HtmlTag.Button] >= 0 && newest[(int)HtmlTag.Button] == stack[top].Boundary) PopTo(newest[(int)HtmlTag.Button]);
                break;
            case HtmlTag.Anchor or HtmlTag.Nobr:
                if (newest[(int)tag] > stack[top].Boundary) EndFormatting(newest[(int)tag]);
                break;
            case HtmlTag.RubyText or HtmlTag.RubyParenthesis:
                if (stack[top].Tag is HtmlTag.RubyText or HtmlTag.RubyParenthesis) Pop();
                break;
            case HtmlTag.Table:
                // A table directly inside a table, outside a cell, ends it.
                if (stack[top].Tag is HtmlTag.Table or HtmlTag.TableBody or HtmlTag.TableHead or HtmlTag.TableFoot or HtmlTag.TableRow
                        && newest[(int)HtmlTag.Table] >= 0)
                    PopTo(newest[(int)HtmlTag.Table]);
                break;
            case HtmlTag.TableRow:
                CloseInTable(HtmlTag.Caption, HtmlTag.TableCell, HtmlTag.TableHeaderCell, HtmlTag.TableRow);
                break;
            case HtmlTag.TableCell or HtmlTag.TableHeaderCell:
                CloseInTable(HtmlTag.Caption, HtmlTag.TableCell, HtmlTag.TableHeaderCell);
                break;
            case HtmlTag.TableBody or HtmlTag.TableHead or HtmlTag.TableFoot or HtmlTag.Caption or HtmlTag.ColumnGroup:
                CloseInTable(HtmlTag.Caption, HtmlTag.TableCell, HtmlTag.TableHeaderCell, HtmlTag.TableRow, HtmlTag.TableBody,
                    HtmlTag.TableHead, HtmlTag.TableFoot);
                break;
        }
    }

    private void CloseInScope(HtmlTag tag)
    {
        if (newest[(int)tag] > stack[top].Boundary) PopTo(newest[(int)tag]);
    }

    private void CloseListItem(HtmlTag one, HtmlTag other)
    {
        int open = stack[top].ListBoundary;
        if (stack[open].Tag == one || stack[open].Tag == other) PopTo(open);
    }

    private void CloseInTable(params ReadOnlySpan<HtmlTag> tags)
    {
        int lowest = int.MaxValue;
        int table = newest[(int)HtmlTag.Table];
        foreach (HtmlTag tag in tags)
            if (newest[(int)tag] > table) lowest = Math.Min(lowest, newest[(int)tag]);
        if (lowest != int.MaxValue) PopTo(lowest);
    }

    private void EndFormatting(int open)
    {
        if (open >= stack[top].Special)
        {
            PopTo(open);
            return;
        }
        // Blocks are open inside it. It stays in place and stops applying.
        if (open <= stack[top].Marker) return;
        tree.NodeAt(stack[open].Node).ContentEnd = tree.NodeCount;
        Unlink(open);
        stack[open].Tag = HtmlTag.Unknown;
    }

    private int Outermost(HtmlTag tag)
    {
        int open = newest[(int)tag];
        int floor = stack[top].Integration;
        int outermost = int.MaxValue;
        while (open > floor)
        {
            outermost = open;
            open = stack[open].Older;
            Steps++;
        }
        return outermost;
    }

    private int AddNode(HtmlNode node)
    {
        node.Parent = stack[top].Node;
        node.Depth = (ushort)(top + 1);
        int index = tree.NodeCount;
        node.SubtreeEnd = node.ContentEnd = index + 1;
        return tree.Add(node);
    }

    private void Push(int node, HtmlTag tag, HtmlTraits traits, bool isForeign)
    {
        if (top >= HtmlLimits.Depth)
        {
            notOpened[(int)tag]++;
            anyNotOpened = true;
            return;
        }
        ref Open below = ref stack[top];
        top++;
        // Names in SVG and MathML have no HTML meaning, except at integration points.
        if (isForeign && (traits & HtmlTraits.IntegrationPoint) == 0) traits = HtmlTraits.None;
        bool isBoundary = (traits & HtmlTraits.Boundary) != 0;
        stack[top] = new Open(node, tag, newest[(int)tag],
            (traits & HtmlTraits.Special) != 0 ? top : below.Special,
            isBoundary ? top : below.Boundary,
            (traits & HtmlTraits.ListBoundary) != 0 ? top : below.ListBoundary,
            (traits & HtmlTraits.IntegrationPoint) != 0 ? top : below.Integration)
        {
            Marker = isBoundary && tag is not (HtmlTag.Table or HtmlTag.Button) ? top : below.Marker,
        };
        newest[(int)tag] = top;
    }

    private void PopTo(int open)
    {
        while (top >= open) Pop();
        // Closes elements that had ended and only waited for inner blocks.
        while (stack[top].HasEnded) Pop();
    }

    private void Pop()
    {
        Steps++;
        ref Open element = ref stack[top];
        ref HtmlNode node = ref tree.NodeAt(element.Node);
        // One that ended early has set it already.
        if (!element.HasEnded) node.ContentEnd = tree.NodeCount;
        node.SubtreeEnd = tree.NodeCount;
        if (!element.HasEnded) newest[(int)element.Tag] = element.Older;
        top--;
        if (!anyNotOpened) return;
        // They were inside the closed element.
        Array.Clear(notOpened);
        anyNotOpened = false;
    }

    private void Unlink(int open)
    {
        // Always the newest of its kind.
        newest[(int)stack[open].Tag] = stack[open].Older;
        stack[open].HasEnded = true;
    }

    private static bool IsSpace(ReadOnlySpan<byte> text) => text.IsSpaces();

    /// <summary>An open element. It caches the stack positions that limit searches, so that nothing has to be searched.</summary>
    private record struct Open(int Node, HtmlTag Tag, int Older, int Special, int Boundary, int ListBoundary, int Integration)
    {
        /// <summary>The stack position that formatting does not extend beyond.</summary>
        public int Marker { get; set; }

        /// <summary>True if its end tag came while inner blocks were open.</summary>
        public bool HasEnded { get; set; }
    }
}
