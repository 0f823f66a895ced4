namespace DataCuration.Extraction;

/// <summary>Splits a parsed page into blocks of text, in one pass over its nodes.</summary>
internal sealed class PageSegmenter
{
    private readonly PageBlocks page = new();
    private readonly FormulasInOrder formulas = new();
    private readonly PageVisibility visibility = new();
    private readonly BlockText text;
    private readonly SegmentMarkup inline;
    private readonly SegmentFormulas math;
    private readonly RepeatedSiblings repeats = new();
    private readonly SegmentLevel[] levels = new SegmentLevel[HtmlLimits.Depth + 4];
    private HtmlTree tree = null!;
    private int top;
    private int linkEnd;
    private int boldEnd;
    private bool isOpen;
    private bool hasPlain;
    private bool isAfterBreak;
    private PageBlock current;
    private bool dropLineNumbers;
    private bool dropNoteMarks;
    private int editEnd;
    private bool breaksLines;

    public PageSegmenter()
    {
        text = new BlockText(page);
        inline = new SegmentMarkup(text);
        math = new SegmentFormulas(text);
    }

    /// <summary>
    /// The links and images of the last page, if it was segmented with <see cref="InlineMarkup.References"/>. Marks in the text hold their indexes.
    /// </summary>
    public RowList<PageReference> References => inline.References;

    /// <summary>The number of elementary steps that finding hidden text took on the last page.</summary>
    public long Steps => visibility.Steps;

    /// <summary>Segments a page.</summary>
    /// <param name="parsed">The page.</param>
    /// <param name="markup">The inline markup written into the text. It does not change the blocks or their word counts.</param>
    /// <param name="dropLineNumbers">True to remove elements with only line numbers from preformatted text.</param>
    /// <param name="urls">Resolves the addresses of links and images; null leaves them as written.</param>
    /// <param name="dropNoteMarks">True to remove marks of notes, such as [12].</param>
    /// <returns>The blocks. The next call overwrites them.</returns>
    public PageBlocks Segment(HtmlTree parsed, InlineMarkup markup = InlineMarkup.None, bool dropLineNumbers = false, PageUrls? urls = null,
        bool dropNoteMarks = false)
    {
        tree = parsed;
        this.dropLineNumbers = dropLineNumbers;
        this.dropNoteMarks = dropNoteMarks;
        text.Clear();
        inline.Begin(parsed, markup, urls);
        page.Clear();
        linkEnd = boldEnd = editEnd = 0;
        isOpen = isAfterBreak = false;
        top = 0;
        page.Add(new PageContainer { Parent = -1 });
        formulas.Begin(parsed);
        math.Begin(parsed);
        visibility.Begin(parsed);
        levels[0] = new SegmentLevel(parsed.NodeCount, 0, HtmlTag.Div, PlaceFlags.None, ClassWords.None, ClassWords.None, true, false);
        for (int node = 1; node < parsed.NodeCount;)
        {
            while (levels[top].End <= node) Leave();
            if (formulas.TryAt(node, out MathFormula formula)) node = ReadFormula(formula);
            else node = parsed.Nodes[node].Kind == HtmlNodeKind.Element ? ReadElement(node) : ReadText(node);
        }
        while (top > 0) Leave();
        EndBlock();
        page.Containers[0].EndBlock = page.Count;
        repeats.Count(page);
        return page;
    }

    private int ReadFormula(in MathFormula formula)
    {
        if (formula.Tex is not { Length: > 0 } tex || levels[top].Places.HasFlag(PlaceFlags.Preformatted)) return formula.End;
        if (!isOpen) BeginBlock(formula.Node);
        math.Append(tex, formula.IsAsciiMath ? "`" : formula.IsDisplay ? "$$" : "$");
        current.LastNode = formula.End - 1;
        current.Formulas++;
        hasPlain = true;
        isAfterBreak = false;
        return formula.End;
    }

    private int ReadText(int node)
    {
        ref readonly HtmlNode run = ref tree.Nodes[node];
        ReadOnlySpan<byte> bytes = HeadingMarks.WithoutEditBrackets(tree, node, node == editEnd, tree.Html.Span[run.Start..run.End]);
        if (bytes.IsEmpty) return node + 1;
        if (!isOpen)
        {
            if (levels[top].Places.HasFlag(PlaceFlags.Preformatted) ? bytes.IsEmpty : bytes.IsSpaces()) return node + 1;
            BeginBlock(node);
        }
        int words = text.Words;
        if (levels[top].Places.HasFlag(PlaceFlags.Preformatted)) text.AppendVerbatim(bytes, run.Kind == HtmlNodeKind.Text);
        else if (formulas.Delimited is { } delimited && math.MayBeIn(node, bytes))
            current.Formulas += math.AppendDelimited(delimited, HtmlText.Decode(bytes));
        else text.Append(bytes, run.Kind == HtmlNodeKind.Text);
        words = text.Words - words;
        if (node < linkEnd) current.LinkWords += words;
        if (words > 0 && node >= boldEnd) hasPlain = true;
        if (words > 0) isAfterBreak = false;
        current.LastNode = node;
        return node + 1;
    }

    /// <summary>Adds text that stands for an inline element.</summary>
    private int AppendInstead(int node, string content)
    {
        int end = tree.Nodes[node].SubtreeEnd;
        if (content.Length == 0) return end;
        if (!isOpen) BeginBlock(node);
        int words = text.Words;
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(content);
        if (levels[top].Places.HasFlag(PlaceFlags.Preformatted)) text.AppendVerbatim(bytes, false);
        else text.Append(bytes, false);
        words = text.Words - words;
        if (node < linkEnd) current.LinkWords += words;
        hasPlain |= node >= boldEnd;
        isAfterBreak = false;
        current.LastNode = end - 1;
        return end;
    }

    /// <summary>Leaves out an element that no reader sees. Only its images may be real: those for browsers without scripts.</summary>
    private int LeaveOut(int node)
    {
        int end = tree.Nodes[node].SubtreeEnd;
        if (tree.Nodes[node].Tag == HtmlTag.Noscript && inline.HasImages && !levels[top].Places.HasFlag(PlaceFlags.Preformatted))
            for (int inner = node + 1; inner < end; inner++)
                if (tree.Nodes[inner].Tag == HtmlTag.Image) inline.AddImage(inner, isOpen);
        return end;
    }

    private int ReadElement(int node)
    {
        ref readonly HtmlNode element = ref tree.Nodes[node];
        ElementKind kind = BlockElements.Of(element.Tag);
        if (kind == ElementKind.Skipped) return element.SubtreeEnd;
        if (visibility.IsHidden(node) && !formulas.AnyBefore(element.SubtreeEnd)) return LeaveOut(node);
        if (TryReadInline(node, element, out int next)) return next;
        switch (element.Tag)
        {
            case HtmlTag.LineBreak:
                if (levels[top].Places.HasFlag(PlaceFlags.Preformatted)) text.AppendVerbatim("\n"u8, false);
                else if (isAfterBreak) EndBlock(); // two breaks in a row end a paragraph
                else if (isOpen) text.BreakLine();
                isAfterBreak = isOpen;
                return element.SubtreeEnd;
            case HtmlTag.ThematicBreak:
                EndBlock();
                return element.SubtreeEnd;
            case HtmlTag.Image:
                if (isOpen) current.Images++;
                if (inline.HasImages && !levels[top].Places.HasFlag(PlaceFlags.Preformatted)) inline.AddImage(node, isOpen);
                return element.SubtreeEnd;
            case HtmlTag.Anchor:
                if (tree.HasAttribute(node, HtmlAttributeName.Href))
                {
                    // Adjacent links are separate words even without a space between them.
                    if (isOpen && linkEnd == node) text.AppendSpace();
                    linkEnd = Math.Max(linkEnd, element.ContentEnd);
                    if (isOpen) current.Links++;
                }
                break;
            case HtmlTag.Bold or HtmlTag.Strong:
                boldEnd = Math.Max(boldEnd, element.ContentEnd);
                break;
        }
        if (formulas.Delimited is not null) math.Enter(node);
        // A button in a heading opens what is below it. Its text is the heading.
        bool isBlock = kind == ElementKind.Block && !(element.Tag == HtmlTag.Button && ElementTraits.IsHeading(levels[top].Role));
        if (levels[top].Places.HasFlag(PlaceFlags.Preformatted))
        {
            // Preformatted text is one block. An inner block element is a line of it.
            if (isBlock && isOpen && breaksLines) text.EnsureLine();
            if (element.Tag == HtmlTag.Button || (dropLineNumbers && PreformattedLines.IsNumber(tree, node))) return element.SubtreeEnd; // skips "Copy" buttons
            isBlock = false;
        }
        else if (element.Tag is HtmlTag.Preformatted or HtmlTag.Listing or HtmlTag.Xmp)
        {
            if (PreformattedLines.IsGutter(tree, node, dropLineNumbers)) return element.SubtreeEnd;
            breaksLines = !PreformattedLines.HasEnds(tree, node);
        }
        if (isBlock) EndBlock();
        if (element.SubtreeEnd > node + 1) Enter(node, element, isBlock);
        return node + 1;
    }

    /// <summary>Reads marks that programs add, and raised and lowered text.</summary>
    private bool TryReadInline(int node, in HtmlNode element, out int next)
    {
        next = element.SubtreeEnd;
        if (!levels[top].Places.HasFlag(PlaceFlags.Preformatted)
            && HeadingMarks.IsOne(tree, node, ElementTraits.IsHeading(levels[top].Role) || levels[top].Role == HtmlTag.DescriptionTerm))
        {
            if (element.Tag == HtmlTag.Anchor) editEnd = next;
            return true;
        }
        if (!RaisedText.IsOne(tree, node, out bool isRaised) || RaisedText.Of(tree, node, isRaised, dropNoteMarks) is not { } raised) return false;
        AppendInstead(node, raised);
        return true;
    }

    private void Enter(int node, in HtmlNode element, bool isBlock)
    {
        ref readonly SegmentLevel around = ref levels[top];
        PlaceFlags own = ElementPlaces.Of(tree, node);
        bool isInHeading = ElementTraits.IsHeading(around.Role);
        if (isInHeading) own &= ~PlaceFlags.Button;
        if (own.HasFlag(PlaceFlags.AriaHidden) && visibility.IsPanel(node)) own &= ~PlaceFlags.AriaHidden;
        PlaceFlags places = (ElementTraits.IsHeading(element.Tag) ? around.Places & ~PlaceFlags.Button : around.Places) | own;
        ClassWords words = ClassWords.None;
        ulong signature = (ulong)element.Tag * 0x9E3779B97F4A7C15;
        if (tree.TryGetAttribute(node, HtmlAttributeName.Class, out ReadOnlySpan<byte> value))
        {
            words = ClassVocabulary.Read(value);
            if (isBlock) signature ^= ElementTraits.FirstWordHash(value);
        }
        if (tree.TryGetAttribute(node, HtmlAttributeName.Id, out value)) words |= ClassVocabulary.Read(value);
        // Classes of the root elements say nothing about parts of the page.
        ClassWords inherited = element.Tag is HtmlTag.Html or HtmlTag.Body ? ClassWords.None : around.AllWords | words;
        HtmlTag role = ElementTraits.RoleOf(element.Tag);
        if (role == HtmlTag.Button && isInHeading) role = around.Role;
        if (role == HtmlTag.Unknown) role = isBlock && around.Role is HtmlTag.Paragraph ? HtmlTag.Div : around.Role;
        int container = around.Container;
        if (isBlock)
        {
            ref PageContainer parent = ref page.Containers[container];
            container = page.Add(new PageContainer
            {
                Node = node,
                Parent = container,
                FirstBlock = page.Count,
                EndBlock = page.Count,
                Depth = parent.Depth + 1,
                Words = words | around.InlineWords,
                AllWords = inherited,
                Signature = signature,
                Tag = element.Tag,
                Places = places,
                Number = ListNumbers.Of(tree, node, ref parent),
            });
        }
        bool hasMarkup = !isBlock && !places.HasFlag(PlaceFlags.Preformatted) && inline.Open(node);
        bool endsLine = !isBlock && around.Places.HasFlag(PlaceFlags.Preformatted) && BlockElements.Of(element.Tag) == ElementKind.Block;
        levels[++top] = new SegmentLevel(element.SubtreeEnd, container, role, places, inherited, isBlock ? ClassWords.None
            : around.InlineWords | words, isBlock, hasMarkup)
        { EndsLine = endsLine };
    }

    private void Leave()
    {
        if (levels[top].IsBlock)
        {
            EndBlock();
            page.Containers[levels[top].Container].EndBlock = page.Count;
        }
        if (levels[top].HasMarkup) text.Close();
        if (levels[top].EndsLine && isOpen) text.EndLine();
        top--;
    }

    private void BeginBlock(int node)
    {
        ref readonly SegmentLevel level = ref levels[top];
        isOpen = true;
        isAfterBreak = false;
        hasPlain = false;
        current = new PageBlock
        {
            Container = level.Container,
            FirstNode = node,
            LastNode = node,
            TextStart = page.TextLength,
            Role = level.Role,
            Places = level.Places | (node < linkEnd ? PlaceFlags.Link : PlaceFlags.None),
            Links = node < linkEnd ? 1 : 0,
        };
        text.Begin();
        if (!level.Places.HasFlag(PlaceFlags.Preformatted)) inline.WriteWaiting(node);
    }

    private void EndBlock()
    {
        isAfterBreak = false;
        if (!isOpen) return;
        isOpen = false;
        text.End(current.Places.HasFlag(PlaceFlags.Preformatted), ref current);
        if (current.TextLength == 0) return;
        if (!current.Places.HasFlag(PlaceFlags.Preformatted)) inline.ForgetWaiting();
        current.IsBold = !hasPlain && current.Words > 0;
        page.Add() = current;
    }
}
