namespace DataCuration.Extraction;

/// <summary>
/// Recognises elements that a reader can open: panels of tabs and accordions, answers under questions, spoilers, "read more". They belong to the page even if
/// they are closed at first. What counts is their role, names that frameworks give them, and controls that name them or come before them.
/// </summary>
internal sealed class TogglePanels
{
    private const int MaxAround = 3;
    private const int MaxSteps = 32;

    // The first are about panels only. The others name other boxes too, so they count only on the element itself.
    private static readonly string[] Names =
    [
        "",
        "tab", "tabs", "tabpanel", "tabpane", "tabcontent", "tabbed", "tabpage", "tabbody", "accordion", "accordions", "akkordeon", "acordeon",
        "accordeon", "collapse", "collapsed", "collapsible", "collapsable", "collapser", "collapsing", "expand", "expander", "expandable", "toggle",
        "toggles", "toggled", "toggler", "toggleable", "togglable", "togglecontent", "spoiler", "spoilers", "faq", "faqs", "disclosure", "foldable",
        "folded", "unfold", "readmore", "showmore", "viewmore", "seemore", "morecontent", "moretext",
        "pane", "panes", "panel", "panels", "expanded", "answer", "answers", "slide", "slides", "slider", "slideshow", "carousel", "swiper",
        "flickity", "details", "transcript", "step", "steps", "wizard",
    ];

    private static readonly NameTable Words = new(Names);
    private static readonly int LastSure = Array.IndexOf(Names, "moretext");

    private readonly KeySet controlled = new();
    private HtmlTree tree = null!;
    private bool hasControls;

    /// <summary>The number of bytes of names read on the last page.</summary>
    public long Steps { get; private set; }

    /// <summary>Begins a page.</summary>
    public void Begin(HtmlTree page)
    {
        tree = page;
        hasControls = false;
        Steps = 0;
        controlled.Clear();
    }

    /// <summary>Returns true if a reader can open an element.</summary>
    public bool IsPanel(int node)
    {
        ref readonly HtmlNode element = ref tree.Nodes[node];
        if (element.Tag is HtmlTag.DescriptionDetails or HtmlTag.Details) return true;
        ReadOnlySpan<byte> role = tree.Attribute(node, HtmlAttributeName.Role);
        if (role.SequenceEqual("tabpanel"u8) || (role.SequenceEqual("region"u8) && tree.HasAttribute(node, HtmlAttributeName.AriaLabelledby))) return true;
        if (IsControlled(node)) return true;
        if (IsNamed(node) || FollowsControl(node)) return true;
        // A line of text in an accordion is not its panel.
        if (element.Tag == HtmlTag.Paragraph || BlockElements.Of(element.Tag) != ElementKind.Block) return false;
        int around = element.Parent;
        for (int level = 0; level < MaxAround && around > 0; level++, around = tree.Nodes[around].Parent)
        {
            if (tree.Nodes[around].Tag is HtmlTag.Body or HtmlTag.Html or HtmlTag.Main or HtmlTag.Article) break;
            if (tree.Nodes[around].Tag == HtmlTag.Details || IsNamed(around, LastSure)) return true;
        }
        return false;
    }

    /// <summary>Returns true if the class or id of an element names a panel.</summary>
    public bool IsNamed(int node) => IsNamed(node, int.MaxValue);

    private bool IsNamed(int node, int last) =>
        tree.Nodes[node].AttributeCount > 0
            && (HasWord(tree.Attribute(node, HtmlAttributeName.Class), last) || HasWord(tree.Attribute(node, HtmlAttributeName.Id), last));

    private bool HasWord(ReadOnlySpan<byte> value, int last)
    {
        if (value.SequenceEqual("more"u8)) return true;
        // The names of an element are read again for each one below it. Longer ones are not written for readers of the page.
        if (value.Length > StyleKeys.MaxBytes) return false;
        Steps += value.Length;
        int start = 0;
        for (int i = 0; i <= value.Length; i++)
        {
            byte current = i < value.Length ? value[i] : (byte)' ';
            bool isLetter = (uint)((current | 0x20) - 'a') <= 'z' - 'a';
            bool isHump = isLetter && i > start && current < 'a' && value[i - 1] >= 'a';
            if (isLetter && !isHump) continue;
            if (i - start >= 3 && Words.Find(value[start..i]) is > 0 and var word && word <= last) return true;
            start = isHump ? i : i + 1;
        }
        return false;
    }

    private bool IsControlled(int node)
    {
        ReadOnlySpan<byte> id = tree.Attribute(node, HtmlAttributeName.Id);
        if (id.IsEmpty) return false;
        if (!hasControls) ReadControls();
        return controlled.Contains(StyleKeys.Of((byte)'#', id));
    }

    private void ReadControls()
    {
        hasControls = true;
        ReadOnlySpan<byte> html = tree.Html.Span;
        foreach (HtmlAttribute attribute in tree.Attributes)
        {
            if (attribute.Length == 0) continue;
            ReadOnlySpan<byte> value = html.Slice(attribute.Start, attribute.Length);
            switch (attribute.Name)
            {
                case HtmlAttributeName.AriaControls or HtmlAttributeName.DataTarget or HtmlAttributeName.DataBsTarget or HtmlAttributeName.DataTab:
                    AddName(value);
                    break;
                case HtmlAttributeName.Href when value[0] == '#' && value.Length > 1:
                    AddName(value);
                    break;
                case HtmlAttributeName.Onclick:
                    AddQuoted(value);
                    break;
            }
        }
    }

    private void AddName(ReadOnlySpan<byte> names)
    {
        while (!names.IsEmpty)
        {
            int end = names.IndexOfAny(" ,"u8);
            ReadOnlySpan<byte> name = end < 0 ? names : names[..end];
            names = end < 0 ? default : names[(end + 1)..];
            if (name.StartsWith("#"u8)) name = name[1..];
            if (!name.IsEmpty) controlled.Add(StyleKeys.Of((byte)'#', name));
        }
    }

    /// <summary>Adds the strings of a script, as in <c>open(event, 'prices')</c>.</summary>
    private void AddQuoted(ReadOnlySpan<byte> script)
    {
        while (true)
        {
            int open = script.IndexOfAny((byte)'\'', (byte)'"');
            if (open < 0) return;
            byte quote = script[open];
            script = script[(open + 1)..];
            int close = script.IndexOf(quote);
            if (close < 0) return;
            if (close is > 0 and < 64) AddName(script[..close]);
            script = script[(close + 1)..];
        }
    }

    /// <summary>Returns true if a button or a similar element comes directly before an element, or headings come before several such elements.</summary>
    private bool FollowsControl(int node)
    {
        int before = Before(node);
        if (before < 0) return false;
        if (IsControl(before)) return true;
        if (!IsHeading(before)) return false;
        for (int inner = before + 1; inner < Math.Min(tree.Nodes[before].SubtreeEnd, before + MaxSteps); inner++)
            if (IsControl(inner)) return true;
        // Question, answer, question, answer: a script opens the answers.
        int answer = Before(before);
        if (answer > 0 && tree.Nodes[answer].Tag == tree.Nodes[node].Tag && HidesLike(answer, node)) return true;
        int heading = tree.Nodes[node].SubtreeEnd;
        heading = NextElement(heading, tree.Nodes[node].Parent);
        int next = heading < 0 || !IsHeading(heading) ? -1 : NextElement(tree.Nodes[heading].SubtreeEnd, tree.Nodes[node].Parent);
        return next > 0 && tree.Nodes[next].Tag == tree.Nodes[node].Tag && HidesLike(next, node);
    }

    private bool IsControl(int node)
    {
        if (tree.Nodes[node].Kind != HtmlNodeKind.Element) return false;
        if (tree.Nodes[node].Tag is HtmlTag.Button or HtmlTag.Summary) return true;
        if (tree.Nodes[node].AttributeCount == 0) return false;
        ReadOnlySpan<byte> role = tree.Attribute(node, HtmlAttributeName.Role);
        if (role.SequenceEqual("button"u8) || role.SequenceEqual("tab"u8) || tree.HasAttribute(node, HtmlAttributeName.AriaExpanded)
                || tree.HasAttribute(node, HtmlAttributeName.Onclick)) return true;
        if (tree.Nodes[node].Tag != HtmlTag.Anchor) return IsNamed(node, LastSure);
        ReadOnlySpan<byte> address = tree.Attribute(node, HtmlAttributeName.Href);
        return address.SequenceEqual("#"u8) || address.StartsWith("javascript:"u8);
    }

    private bool IsHeading(int node) =>
        tree.Nodes[node].Tag is HtmlTag.H1 or HtmlTag.H2 or HtmlTag.H3 or HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6 or HtmlTag.DescriptionTerm;

    private bool HidesLike(int node, int other)
    {
        ReadOnlySpan<byte> style = tree.Attribute(node, HtmlAttributeName.Style);
        if (tree.HasAttribute(node, HtmlAttributeName.Hidden) && tree.HasAttribute(other, HtmlAttributeName.Hidden)) return true;
        if (!style.IsEmpty && style.SequenceEqual(tree.Attribute(other, HtmlAttributeName.Style))) return true;
        ReadOnlySpan<byte> name = tree.Attribute(node, HtmlAttributeName.Class);
        return !name.IsEmpty && name.SequenceEqual(tree.Attribute(other, HtmlAttributeName.Class));
    }

    /// <summary>Gets the element before another one with the same parent; -1 if there is text between them, or none.</summary>
    private int Before(int node)
    {
        int parent = tree.Nodes[node].Parent;
        int before = node - 1;
        for (int step = 0; step < MaxSteps && before > parent; step++)
        {
            if (tree.Nodes[before].Parent != parent)
            {
                before = tree.Nodes[before].Parent;
                continue;
            }
            if (tree.Nodes[before].Kind == HtmlNodeKind.Element) return before;
            if (!MathMarkup.IsBlank(tree, before)) return -1;
            before--;
        }
        return -1;
    }

    private int NextElement(int node, int parent)
    {
        for (int step = 0; step < MaxSteps && node < tree.Nodes[parent].SubtreeEnd; step++, node++)
        {
            if (tree.Nodes[node].Kind == HtmlNodeKind.Element) return node;
            if (!MathMarkup.IsBlank(tree, node)) return -1;
        }
        return -1;
    }
}
