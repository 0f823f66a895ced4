namespace DataCuration.Extraction;

/// <summary>Splits a parsed page into blocks of text, in one pass over its nodes.</summary>
internal sealed class PageSegmenter
{
    private const int MaxWaitingImages = 8;
    private const int MaxImageDistance = 40;
    private const int MaxAddressLength = 2048;
    private const int MaxGrowth = 1 << 16;

    private readonly PageBlocks page = new();
    private readonly List<(int Node, byte[] Written)> waitingImages = [];
    private readonly FormulasInOrder formulas = new();
    private readonly PageVisibility visibility = new();
    private readonly BlockText text;
    private readonly Level[] levels = new Level[HtmlLimits.Depth + 4];
    private readonly Dictionary<(int Parent, ulong Signature), (int Count, int Words)> repeats = [];
    private HtmlTree tree = null!;
    private int top;
    private int linkEnd;
    private int boldEnd;
    private int codeEnd;
    private int noMathEnd;
    private int mathAgainEnd;
    private bool isOpen;
    private bool hasPlain;
    private bool isAfterBreak;
    private PageBlock current;
    private InlineMarkup markup;
    private PageUrls? urls;
    private bool dropLineNumbers;
    private bool dropNoteMarks;
    private int editEnd;
    private bool breaksLines;
    private int growth;

    public PageSegmenter() => text = new BlockText(page);

    /// <summary>
    /// The links and images of the last page, if it was segmented with <see cref="InlineMarkup.References"/>. Marks in the text hold their indexes.
    /// </summary>
    public List<PageReference> References { get; } = [];

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
        this.urls = urls;
        this.dropLineNumbers = dropLineNumbers;
        this.dropNoteMarks = dropNoteMarks;
        this.markup = markup;
        text.Clear();
        waitingImages.Clear();
        References.Clear();
        page.Clear();
        repeats.Clear();
        linkEnd = boldEnd = codeEnd = noMathEnd = mathAgainEnd = editEnd = 0;
        growth = parsed.Html.Length + MaxGrowth;
        isOpen = isAfterBreak = false;
        top = 0;
        page.Add(new PageContainer { Parent = -1 });
        formulas.Begin(parsed);
        visibility.Begin(parsed);
        levels[0] = new Level(parsed.NodeCount, 0, HtmlTag.Div, PlaceFlags.None, ClassWords.None, ClassWords.None, true, false);
        for (int node = 1; node < parsed.NodeCount;)
        {
            while (levels[top].End <= node) Leave();
            if (formulas.TryAt(node, out MathFormula formula)) node = ReadFormula(formula);
            else node = parsed.Nodes[node].Kind == HtmlNodeKind.Element ? ReadElement(node) : ReadText(node);
        }
        while (top > 0) Leave();
        EndBlock();
        page.Containers[0].EndBlock = page.Count;
        CountRepeats();
        return page;
    }

    private int ReadFormula(in MathFormula formula)
    {
        if (formula.Tex is not { Length: > 0 } tex || levels[top].Places.HasFlag(PlaceFlags.Preformatted)) return formula.End;
        if (!isOpen) BeginBlock(formula.Node);
        string mark = formula.IsAsciiMath ? "`" : formula.IsDisplay ? "$$" : "$";
        text.AppendFormula(System.Text.Encoding.UTF8.GetBytes($"{mark}{tex}{mark}"));
        current.LastNode = formula.End - 1;
        current.Formulas++;
        hasPlain = true;
        isAfterBreak = false;
        return formula.End;
    }

    private int ReadText(int node)
    {
        ref readonly HtmlNode run = ref tree.Nodes[node];
        ReadOnlySpan<byte> bytes = WithoutEditBrackets(node, tree.Html.Span[run.Start..run.End]);
        if (bytes.IsEmpty) return node + 1;
        if (!isOpen)
        {
            if (levels[top].Places.HasFlag(PlaceFlags.Preformatted) ? bytes.IsEmpty : bytes.IndexOfAnyExcept(" \t\r\n\f"u8) < 0) return node + 1;
            BeginBlock(node);
        }
        int words = text.Words;
        if (levels[top].Places.HasFlag(PlaceFlags.Preformatted)) text.AppendVerbatim(bytes, run.Kind == HtmlNodeKind.Text);
        else if (formulas.Delimited is { } math && node >= codeEnd && (node >= noMathEnd || node < mathAgainEnd)
                && bytes.IndexOfAny((byte)'$', (byte)'\\') >= 0)
            AppendWithFormulas(math, HtmlText.Decode(bytes));
        else text.Append(bytes, run.Kind == HtmlNodeKind.Text);
        words = text.Words - words;
        if (node < linkEnd) current.LinkWords += words;
        if (words > 0 && node >= boldEnd) hasPlain = true;
        if (words > 0) isAfterBreak = false;
        current.LastNode = node;
        return node + 1;
    }

    /// <summary>Removes the brackets around edit links that are text of their own.</summary>
    private ReadOnlySpan<byte> WithoutEditBrackets(int node, ReadOnlySpan<byte> text)
    {
        if (node == editEnd && text.TrimStart(" \t\r\n"u8) is { IsEmpty: false } after && after[0] is (byte)']' or (byte)'|' or (byte)'/') text = after[1..];
        if (HeadingMarks.IsEditLink(tree, node + 1) && text.TrimEnd(" \t\r\n"u8) is { IsEmpty: false } before && before[^1] is (byte)'[' or (byte)'|')
            text = before[..^1];
        return text;
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
        if (tree.Nodes[node].Tag == HtmlTag.Noscript && (markup & (InlineMarkup.Images | InlineMarkup.References)) != 0)
            for (int inner = node + 1; inner < end; inner++)
                if (tree.Nodes[inner].Tag == HtmlTag.Image) AddImage(inner);
        return end;
    }

    /// <summary>Adds text with delimited formulas, and normalizes their delimiters.</summary>
    private void AppendWithFormulas(DelimitedMath math, string decoded)
    {
        int done = 0;
        math.Begin(decoded);
        while (math.TryNext(out int start, out int end, out MathDelimiter delimiter))
        {
            text.Append(System.Text.Encoding.UTF8.GetBytes(decoded[done..start]), false);
            string mark = delimiter.IsDisplay ? "$$" : "$";
            string tex = decoded[(start + delimiter.Open.Length)..(end - delimiter.Close.Length)].Trim();
            text.AppendFormula(System.Text.Encoding.UTF8.GetBytes($"{mark}{tex}{mark}"));
            current.Formulas++;
            done = end;
        }
        text.Append(System.Text.Encoding.UTF8.GetBytes(decoded[done..]), false);
    }

    /// <summary>Resolves an address, unless that makes the text much longer than the page. A page with a long address can have many short links.</summary>
    private string AddressOf(string given)
    {
        given = given.Trim().ReplaceLineEndings("");
        if (growth <= 0 || urls?.Resolve(given) is not { } absolute) return given;
        growth -= absolute.Length - given.Length;
        return absolute;
    }

    /// <summary>Escapes characters that would end a Markdown address.</summary>
    private static string Escape(string address) =>
        address.Replace(" ", "%20", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);

    private int AddReference(PageReferenceKind kind, string address, string alternative)
    {
        References.Add(new() { Kind = kind, Offset = 0, Length = 0, Address = address, AlternativeText = alternative });
        return References.Count - 1;
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
                if ((markup & (InlineMarkup.Images | InlineMarkup.References)) != 0) AddImage(node);
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
        if (formulas.Delimited is not null)
        {
            // MathJax (skipHtmlTags) and KaTeX (ignoredTags) ignore formulas in code.
            if (element.Tag == HtmlTag.Code) codeEnd = Math.Max(codeEnd, element.ContentEnd);
            else if (MathDelimiters.AreIgnoredIn(tree, node)) (noMathEnd, mathAgainEnd) = (Math.Max(noMathEnd, element.ContentEnd), 0);
            else if (node < noMathEnd && MathDelimiters.AreFoundAgainIn(tree, node)) mathAgainEnd = Math.Max(mathAgainEnd, element.ContentEnd);
        }
        // A button in a heading opens what is below it. Its text is the heading.
        bool isBlock = kind == ElementKind.Block && !(element.Tag == HtmlTag.Button && IsHeading(levels[top].Role));
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

    private static bool IsHeading(HtmlTag role) => role is >= HtmlTag.H1 and <= HtmlTag.H6;

    /// <summary>Reads marks that programs add, and raised and lowered text.</summary>
    private bool TryReadInline(int node, in HtmlNode element, out int next)
    {
        next = element.SubtreeEnd;
        if (element.Tag is HtmlTag.Anchor or HtmlTag.Span or HtmlTag.Small or HtmlTag.Superscript or HtmlTag.Button or HtmlTag.Italic or HtmlTag.Bold
                or HtmlTag.Emphasis or HtmlTag.Div or HtmlTag.Font
            && !levels[top].Places.HasFlag(PlaceFlags.Preformatted)
            && HeadingMarks.IsOne(tree, node, IsHeading(levels[top].Role) || levels[top].Role == HtmlTag.DescriptionTerm))
        {
            if (element.Tag == HtmlTag.Anchor) editEnd = next;
            return true;
        }
        if (!RaisedText.IsOne(tree, node, out bool isRaised) || RaisedText.Of(tree, node, isRaised, dropNoteMarks) is not { } raised) return false;
        AppendInstead(node, raised);
        return true;
    }

    /// <summary>Writes an image at its position. An image between blocks is written before the text that follows.</summary>
    private void AddImage(int node)
    {
        string? address = null;
        foreach (HtmlAttributeName name in (ReadOnlySpan<HtmlAttributeName>)[HtmlAttributeName.Src, HtmlAttributeName.DataSrc, HtmlAttributeName.DataOriginal])
        {
            // Data URLs are placeholders for images that a script loads.
            address = tree.AttributeText(node, name)?.Trim();
            if (address is { Length: > 0 } && !address.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) break;
            address = null;
        }
        if (address is null || address.Length > MaxAddressLength || levels[top].Places.HasFlag(PlaceFlags.Preformatted)) return;
        string alternative = (tree.AttributeText(node, HtmlAttributeName.Alt) ?? "").ReplaceLineEndings(" ").Trim();
        if (alternative.Length > MaxAddressLength)
            alternative = alternative[..(char.IsHighSurrogate(alternative[MaxAddressLength - 1]) ? MaxAddressLength - 1 : MaxAddressLength)];
        address = AddressOf(address);
        byte[] image = markup.HasFlag(InlineMarkup.Images)
            ? System.Text.Encoding.UTF8.GetBytes($"![{alternative.Replace("]", "\\]", StringComparison.Ordinal)}]({Escape(address)})") : [];
        if (markup.HasFlag(InlineMarkup.References))
            image = [.. ReferenceMarks.Begin(References.Count), .. image, .. ReferenceMarks.End(AddReference(PageReferenceKind.Image, address, alternative))];
        if (isOpen) AppendImage(image);
        // Keep it for the next block as well: a block that starts with white space only may turn out to be empty.
        if (waitingImages.Count < MaxWaitingImages) waitingImages.Add((node, image));
    }

    private void Enter(int node, in HtmlNode element, bool isBlock)
    {
        ref readonly Level around = ref levels[top];
        PlaceFlags own = ElementPlaces.Of(tree, node);
        bool isInHeading = IsHeading(around.Role);
        if (isInHeading) own &= ~PlaceFlags.Button;
        if (own.HasFlag(PlaceFlags.AriaHidden) && visibility.IsPanel(node)) own &= ~PlaceFlags.AriaHidden;
        PlaceFlags places = (IsHeading(element.Tag) ? around.Places & ~PlaceFlags.Button : around.Places) | own;
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
            ref readonly PageContainer parent = ref page.Containers[container];
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
                Number = element.Tag == HtmlTag.ListItem && parent.Tag == HtmlTag.OrderedList ? NextNumber(node, container)
                    : element.Tag == HtmlTag.OrderedList ? ListStart(node) : 0,
            });
        }
        bool hasMarkup = !isBlock && !places.HasFlag(PlaceFlags.Preformatted) && (OpenQuote(node, element) || (markup != InlineMarkup.None
            && OpenMarkup(node, element)));
        bool endsLine = !isBlock && around.Places.HasFlag(PlaceFlags.Preformatted) && BlockElements.Of(element.Tag) == ElementKind.Block;
        levels[++top] = new Level(element.SubtreeEnd, container, role, places, inherited, isBlock ? ClassWords.None
            : around.InlineWords | words, isBlock, hasMarkup)
        { EndsLine = endsLine };
    }

    private bool OpenQuote(int node, in HtmlNode element)
    {
        if (element.Tag != HtmlTag.Quote || QuotationMarks.AreWritten(tree, node)) return false;
        (string open, string close) = QuotationMarks.Of(tree, node);
        text.OpenQuote(open, close);
        return true;
    }

    private bool OpenMarkup(int node, in HtmlNode element)
    {
        switch (element.Tag)
        {
            case HtmlTag.Bold or HtmlTag.Strong when markup.HasFlag(InlineMarkup.Emphasis): text.Open("**", "**"); return true;
            case HtmlTag.Italic or HtmlTag.Emphasis when markup.HasFlag(InlineMarkup.Emphasis): text.Open("*", "*"); return true;
            case HtmlTag.Code or HtmlTag.Keyboard or HtmlTag.SampleOutput or HtmlTag.Teletype when markup.HasFlag(InlineMarkup.Code):
                text.Open("`", "`"); return true;
            case HtmlTag.Anchor when (markup & (InlineMarkup.Links | InlineMarkup.References)) != 0 && tree.AttributeText(node, HtmlAttributeName.Href)
                is { Length: > 0 and <= MaxAddressLength } address && !address.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase):
                OpenLink(address);
                return true;
            default: return false;
        }
    }

    private void OpenLink(string address)
    {
        byte[] begin = [], end = [];
        address = AddressOf(address);
        if (markup.HasFlag(InlineMarkup.Links)) (begin, end) = ("["u8.ToArray(), System.Text.Encoding.UTF8.GetBytes($"]({Escape(address)})"));
        if (markup.HasFlag(InlineMarkup.References)) (begin, end) =
            ([.. begin, .. ReferenceMarks.Begin(References.Count)], [.. ReferenceMarks.End(AddReference(PageReferenceKind.Link, address, "")), .. end]);
        text.Open(begin, end, isOnce: true);
    }

    private void AppendImage(byte[] image)
    {
        if (markup.HasFlag(InlineMarkup.Images)) text.AppendMarkup(image);
        else text.AppendMark(image);
    }

    private int NextNumber(int node, int list)
    {
        int number = TryReadNumber(tree.Attribute(node, HtmlAttributeName.Value), out int given) ? given : page.Containers[list].Number + 1;
        page.Containers[list].Number = number;
        return number;
    }

    private int ListStart(int node) => TryReadNumber(tree.Attribute(node, HtmlAttributeName.Start), out int start) ? start - 1 : 0;

    private static bool TryReadNumber(ReadOnlySpan<byte> text, out int number) =>
        System.Buffers.Text.Utf8Parser.TryParse(text, out number, out _) && number is > 0 and < 1_000_000;

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
        ref readonly Level level = ref levels[top];
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
        if (waitingImages.Count == 0 || level.Places.HasFlag(PlaceFlags.Preformatted)) return;
        waitingImages.RemoveAll(image => node - image.Node > MaxImageDistance);
        foreach ((_, byte[] written) in waitingImages)
        {
            AppendImage(written);
            if (markup.HasFlag(InlineMarkup.Images)) text.BreakLine();
        }
    }

    private void EndBlock()
    {
        isAfterBreak = false;
        if (!isOpen) return;
        isOpen = false;
        text.End(current.Places.HasFlag(PlaceFlags.Preformatted), ref current);
        if (current.TextLength == 0)
        {
            page.TextLength = current.TextStart;
            return;
        }
        if (!current.Places.HasFlag(PlaceFlags.Preformatted)) waitingImages.Clear();
        current.IsBold = !hasPlain && current.Words > 0;
        page.Add() = current;
    }

    /// <summary>Counts siblings with the same tag and class, such as list items, posts of a thread or products.</summary>
    private void CountRepeats()
    {
        Span<PageContainer> containers = page.Containers;
        int[] sums = new int[page.Count + 1];
        for (int i = 0; i < page.Count; i++) sums[i + 1] = sums[i] + page.Blocks[i].Words;
        for (int i = 1; i < containers.Length; i++)
        {
            ref PageContainer container = ref containers[i];
            var key = (container.Parent, container.Signature);
            repeats.TryGetValue(key, out (int Count, int Words) seen);
            container.RepeatIndex = seen.Count;
            repeats[key] = (seen.Count + 1, seen.Words + sums[container.EndBlock] - sums[container.FirstBlock]);
        }
        for (int i = 1; i < containers.Length; i++)
            (containers[i].Repeats, containers[i].RepeatWords) = repeats[(containers[i].Parent, containers[i].Signature)];
        containers[0].Repeats = 1;
    }

    /// <summary>An open element.</summary>
    private readonly record struct Level(int End, int Container, HtmlTag Role, PlaceFlags Places, ClassWords AllWords,
        ClassWords InlineWords, bool IsBlock, bool HasMarkup)
    {
        /// <summary>True if the element is a line of preformatted text.</summary>
        public bool EndsLine { get; init; }
    }
}
