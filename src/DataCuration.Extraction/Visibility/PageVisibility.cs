using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Finds the elements of a page whose text no reader sees: by the hidden attribute, inline styles, rules in the page's own style elements, the names that
/// sites give to text for screen readers, and <c>noscript</c>. What a reader can open stays (<see cref="TogglePanels"/>), and so does an element that holds
/// most of the page, since a script shows it.
/// </summary>
internal sealed class PageVisibility
{
    private const int White = 0xFFFFFF;
    private const int OfOuter = -2;
    private const int NotKnown = -1;
    private const int MaxLevels = 16;
    private const int MaxSized = 64;

    // Five to three: more than three fifths of the text.
    private const int ShownShare = 5;
    private const int OfAll = 3;

    // Classes of text for screen readers in the frameworks that sites are built with.
    private static readonly KeySet ScreenReader = Make(
    [
        "sr-only", "visually-hidden", "visuallyhidden", "visually_hidden", "visuallyHidden", "screen-reader-text", "screen-reader-only", "screen-reader",
        "screenreader", "screenreader-only", "screen-reader-response", "sr_only", "sr-text", "a11y-hidden", "hidden-visually", "u-hiddenVisually",
        "u-visually-hidden", "u-hidden-visually", "u-sr-only", "is-visually-hidden", "is-sr-only", "govuk-visually-hidden", "usa-sr-only", "show-for-sr",
        "element-invisible", "assistive-text", "visually-hidden-focusable", "sr-only-focusable", "ui-helper-hidden-accessible", "cdk-visually-hidden",
        "elementor-screen-only", "vh", "offscreen", "off-screen", "audible",
    ]);

    private static readonly NameTable Moving = new(["", "wow", "aos", "animate", "animated", "animation", "animations", "fade", "fadein", "reveal", "scroll",
        "motion", "elementor", "lazy", "lazyload", "lazyloaded", "loading", "preload", "appear", "transition", "sal", "gsap", "parallax", "loader", "cloak"]);

    private readonly StyleRules rules = new();
    private readonly TogglePanels panels = new();
    private HtmlTree tree = null!;
    private readonly KeySet hidden = new();
    private readonly Dictionary<int, int> backgrounds = []; // of elements around others: a colour, or one of the constants
    private (HtmlTree? Tree, long Version) read;
    private int[] texts = [];
    private bool isPlain;

    /// <summary>The number of elementary steps for the last page: bytes of style declarations, and elements compared with selectors.</summary>
    public long Steps { get; private set; }

    /// <summary>Begins a page. Reads its style elements once, however often the page is segmented.</summary>
    public void Begin(HtmlTree page)
    {
        tree = page;
        if ((page, page.Version) == read) return;
        read = (page, page.Version);
        isPlain = true;
        Steps = 0;
        backgrounds.Clear();
        rules.Clear(page.Html.Length);
        panels.Begin(page);
        for (int node = 1; node < page.NodeCount; node++)
        {
            ref readonly HtmlNode element = ref page.Nodes[node];
            if (element.Tag == HtmlTag.Link) isPlain &= page.Attribute(node, HtmlAttributeName.Rel).IndexOf("stylesheet"u8) < 0;
            if (element.Tag != HtmlTag.Style || element.SubtreeEnd == node + 1) continue;
            ReadOnlySpan<byte> css = page.Html.Span[page.Nodes[node + 1].Start..page.Nodes[node + 1].End];
            isPlain &= css.IndexOf("background"u8) < 0;
            // Rules inside noscript are for browsers without scripts: they show what scripts would.
            if (page.Nodes[element.Parent].Tag != HtmlTag.Noscript && !page.Attribute(node, HtmlAttributeName.Type).StartsWith("text/less"u8)) rules.Read(css);
        }
        FindHidden();
        Steps += rules.Steps + panels.Steps;
    }

    /// <summary>Returns true if a reader can open the element, whether it is closed at first or not.</summary>
    public bool IsPanel(int node) => tree.Attribute(node, HtmlAttributeName.Role).SequenceEqual("tabpanel"u8) || panels.IsNamed(node);

    /// <summary>Returns true if no reader sees the text of an element.</summary>
    public bool IsHidden(int node) => hidden.Contains((ulong)node);

    private void FindHidden()
    {
        hidden.Clear();
        var candidates = new List<int>();
        int root = FindCandidates(0, candidates);
        if (candidates.Count == 0) return;
        CountTexts();
        // A script shows the main part of a page if most of its text is hidden at first.
        int end = tree.Nodes[root].SubtreeEnd;
        long inside = 0;
        foreach (int node in candidates)
            if (node > root && node < end && tree.Nodes[node].Tag != HtmlTag.Noscript) inside += TextIn(node);
        bool isShown = inside * ShownShare > TextIn(root) * OfAll;
        for (int i = 0; i < candidates.Count; i++)
        {
            int node = candidates[i];
            bool isOfRoot = isShown && node > root && node < end && tree.Nodes[node].Tag != HtmlTag.Noscript;
            // Elements inside one that is shown may still be hidden. Each node is looked at once.
            if (isOfRoot || HoldsMost(node)) FindCandidates(node, candidates);
            else hidden.Add((ulong)node);
        }
    }

    /// <summary>Finds the outermost elements inside another one that are declared hidden.</summary>
    /// <returns>The main part of the page: its first <c>main</c> element, else its first article, else everything.</returns>
    private int FindCandidates(int around, List<int> candidates)
    {
        int main = 0;
        int article = 0;
        int end = tree.Nodes[around].SubtreeEnd;
        for (int node = around + 1; node < end; node++)
        {
            ref readonly HtmlNode element = ref tree.Nodes[node];
            if (element.Kind != HtmlNodeKind.Element) continue;
            if (main == 0 && (element.Tag == HtmlTag.Main || tree.Attribute(node, HtmlAttributeName.Role).SequenceEqual("main"u8))) main = node;
            if (article == 0 && element.Tag == HtmlTag.Article) article = node;
            bool isCandidate = element.Tag switch
            {
                HtmlTag.Noscript => true,
                HtmlTag.Dialog => !tree.HasAttribute(node, HtmlAttributeName.Open),
                HtmlTag.Html or HtmlTag.Body or HtmlTag.Main or HtmlTag.Head => false,
                _ => element.AttributeCount > 0 && element.SubtreeEnd > node + 1 && IsDeclaredHidden(node) && !panels.IsPanel(node),
            };
            if (!isCandidate) continue;
            candidates.Add(node);
            node = element.SubtreeEnd - 1;
        }
        return main > 0 ? main : article;
    }

    private bool IsDeclaredHidden(int node)
    {
        ref readonly HtmlNode element = ref tree.Nodes[node];
        bool hasClass = false;
        bool hasName = false;
        var inline = default(StyleEffect);
        for (int i = element.FirstAttribute; i < element.FirstAttribute + element.AttributeCount; i++)
        {
            HtmlAttribute attribute = tree.Attributes[i];
            ReadOnlySpan<byte> value = tree.Html.Span.Slice(attribute.Start, attribute.Length);
            switch (attribute.Name)
            {
                case HtmlAttributeName.Hidden:
                    // "until-found" is for panels that a search on the page opens.
                    if (!Ascii.EqualsIgnoreCase(value, "until-found"u8)) return true;
                    break;
                case HtmlAttributeName.Popover: return true;
                case HtmlAttributeName.Class:
                    hasClass = hasName = true;
                    break;
                case HtmlAttributeName.Id:
                    hasName = true;
                    break;
                case HtmlAttributeName.Style:
                    inline = StyleEffect.Read(value);
                    if (Hides(node, inline)) return true;
                    break;
                case HtmlAttributeName.Color when element.Tag == HtmlTag.Font && StyleText.Color(value) is >= 0 and var color && IsBackground(node, color):
                    return true;
            }
        }
        if (hasClass && element.Tag != HtmlTag.H1 && IsForScreenReaders(tree.Attribute(node, HtmlAttributeName.Class))) return true;
        // An inline style wins over a rule.
        return hasName && rules.Any && rules.Hide(tree, node, out StyleEffect effect) && (inline.Shows & effect.Hides) == 0 && Hides(node, effect);
    }

    private bool Hides(int node, in StyleEffect effect)
    {
        if (effect.Hides == HidingStyles.None)
            return effect.Color >= 0 && !effect.HasBackground && IsBackground(node, effect.Color);
        const HidingStyles Passing = HidingStyles.Opacity | HidingStyles.Visibility | HidingStyles.Size;
        // Scripts let parts of a page appear as the reader comes to them.
        if ((effect.Hides & ~Passing) == 0 && (effect.IsAnimated || IsMoving(node))) return false;
        return effect.Hides != HidingStyles.Font || !HasSizeInside(node);
    }

    private static KeySet Make(string[] names)
    {
        var keys = new KeySet();
        foreach (string name in names) keys.Add(StyleKeys.Of((byte)'.', Encoding.ASCII.GetBytes(name)));
        return keys;
    }

    private static bool IsForScreenReaders(ReadOnlySpan<byte> classes)
    {
        while (true)
        {
            classes = classes.TrimSpacesStart();
            if (classes.IsEmpty) return false;
            int end = classes.IndexOfSpace();
            ReadOnlySpan<byte> name = end < 0 ? classes : classes[..end];
            if (name.Length <= 32 && ScreenReader.Contains(StyleKeys.Of((byte)'.', name))) return true;
            classes = classes[name.Length..];
        }
    }

    private bool IsMoving(int node)
    {
        ReadOnlySpan<byte> tag = tree.Html.Span[tree.Nodes[node].Start..tree.Nodes[node].End];
        if (tag.IndexOf("data-aos"u8) >= 0 || tag.IndexOf("data-w-id"u8) >= 0 || tag.IndexOf("data-anim"u8) >= 0 || tag.IndexOf("data-scroll"u8) >= 0
                || tag.IndexOf("data-settings"u8) >= 0 || tag.IndexOf("data-framer"u8) >= 0 || tag.IndexOf("x-cloak"u8) >= 0) return true;
        ReadOnlySpan<byte> value = tree.Attribute(node, HtmlAttributeName.Class);
        int start = 0;
        for (int i = 0; i <= value.Length; i++)
        {
            if (i < value.Length && (uint)((value[i] | 0x20) - 'a') <= 'z' - 'a') continue;
            if (i - start >= 3 && Moving.Find(value[start..i]) > 0) return true;
            start = i + 1;
        }
        return false;
    }

    /// <summary>Returns true if an inner element may have letters of another size: a common way to remove the gaps between boxes.</summary>
    private bool HasSizeInside(int node)
    {
        int end = tree.Nodes[node].SubtreeEnd;
        if (end - node > MaxSized) return true;
        for (int i = node + 1; i < end; i++)
            if (tree.HasAttribute(i, HtmlAttributeName.Class) || tree.Attribute(i, HtmlAttributeName.Style).IndexOf("font"u8) >= 0) return true;
        return false;
    }

    /// <summary>Returns true if a colour is that of the background, as far as the page itself says.</summary>
    private bool IsBackground(int node, int color)
    {
        int around = node;
        for (int level = 0; level < MaxLevels && around > 0; level++, around = tree.Nodes[around].Parent)
        {
            int background = around == node ? BackgroundOf(node, isOwn: true) : BackgroundAround(around);
            if (background != OfOuter) return background == color;
        }
        return isPlain && color == White;
    }

    /// <summary>Gets the background of an element around others. Its style is read once, however many elements are inside.</summary>
    private int BackgroundAround(int node)
    {
        if (!backgrounds.TryGetValue(node, out int background)) backgrounds[node] = background = BackgroundOf(node, isOwn: false);
        return background;
    }

    private int BackgroundOf(int node, bool isOwn)
    {
        ReadOnlySpan<byte> tag = tree.Html.Span[tree.Nodes[node].Start..tree.Nodes[node].End];
        Steps += tag.Length;
        if (tree.TryGetAttribute(node, HtmlAttributeName.Bgcolor, out ReadOnlySpan<byte> value)) return StyleText.Color(value);
        if (tag.IndexOf(" background="u8) >= 0) return NotKnown;
        if (isOwn || tree.Nodes[node].AttributeCount == 0) return OfOuter;
        if (tree.TryGetAttribute(node, HtmlAttributeName.Style, out value) && StyleEffect.Read(value) is { HasBackground: true } effect)
            return effect.Background;
        // A style sheet may give a background to any element with a class or an id.
        return !isPlain && (tree.HasAttribute(node, HtmlAttributeName.Class) || tree.HasAttribute(node, HtmlAttributeName.Id)) ? NotKnown : OfOuter;
    }

    /// <summary>Returns true if an element has three quarters of the text of the page. Then a script shows it.</summary>
    private bool HoldsMost(int node) => TextIn(node) * 4 > TextIn(0) * 3;

    private long TextIn(int node) => texts[tree.Nodes[node].SubtreeEnd] - texts[node];

    private void CountTexts()
    {
        if (texts.Length <= tree.NodeCount) texts = new int[tree.NodeCount + (tree.NodeCount / 4) + 1];
        texts[0] = 0;
        for (int node = 0; node < tree.NodeCount; node++)
        {
            ref readonly HtmlNode run = ref tree.Nodes[node];
            bool isText = run.Kind == HtmlNodeKind.Text
                && !(run.Parent >= 0 && tree.Nodes[run.Parent].Tag is HtmlTag.Title or HtmlTag.Textarea or HtmlTag.Option);
            texts[node + 1] = texts[node] + (isText ? tree.Html.Span[run.Start..run.End].TrimSpaces().Length : 0);
        }
    }
}
