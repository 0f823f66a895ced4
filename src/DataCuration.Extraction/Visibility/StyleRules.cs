namespace DataCuration.Extraction;

/// <summary>
/// The rules in a page's own style elements that hide elements by class or id, and those that show them again. Style sheets in other files are not known.
/// A rule counts if its selector has only elements, classes and ids. An element that another rule can show counts as visible: for another window width, or with
/// one more class, which a script adds.
/// </summary>
internal sealed class StyleRules
{
    private const int MaxRules = 4096;
    private const int MaxRulesOfKey = 64;
    private const int MaxAround = 3;
    private const int MaxLevels = 32;

    // Steps for any page. Pages with more than this and a step for each byte have thousands of rules of no use.
    private const int MinRoom = 1 << 17;

    private readonly KeyTable<Chain> firstHiding = new();
    private readonly KeyTable<Chain> firstShowing = new();
    private readonly RowList<Rule> hiding = new();
    private readonly RowList<Rule> showing = new();
    private int order;
    private long room;

    /// <summary>The number of surrounding elements compared with selectors on this page.</summary>
    public long Steps { get; private set; }

    /// <summary>True if any rule hides something.</summary>
    public bool Any => hiding.Count > 0;

    /// <summary>Removes all rules.</summary>
    /// <param name="bytes">The length of the page that follows, which limits the work for it.</param>
    public void Clear(int bytes)
    {
        room = bytes + MinRoom;
        Steps = 0;
        firstHiding.Clear();
        firstShowing.Clear();
        hiding.Clear();
        showing.Clear();
        order = 0;
    }

    /// <summary>Reads a style sheet.</summary>
    public void Read(ReadOnlySpan<byte> css)
    {
        int position = 0;
        int start = 0;
        int conditions = 0; // open blocks with a condition
        int blocks = 0;
        ulong isCondition = 0; // a bit for each open block
        while (position < css.Length && hiding.Count + showing.Count < MaxRules)
        {
            int next = css[position..].IndexOfAny("{};/"u8);
            if (next < 0) return;
            position += next;
            switch (css[position])
            {
                case (byte)'/':
                    if (position + 1 >= css.Length || css[position + 1] != '*') { position++; break; }
                    int close = css[(position + 2)..].IndexOf("*/"u8);
                    if (close < 0) return;
                    bool isFirst = css[start..position].TrimSpaces().IsEmpty;
                    position += close + 4;
                    if (isFirst) start = position;
                    break;
                case (byte)';':
                    start = ++position;
                    break;
                case (byte)'}':
                    if (blocks > 0)
                    {
                        conditions -= (int)((isCondition >> --blocks) & 1);
                        isCondition &= ~(1UL << blocks);
                    }
                    start = ++position;
                    break;
                default:
                    ReadOnlySpan<byte> prelude = css[start..position].TrimSpaces();
                    position++;
                    if (prelude.StartsWith("@"u8))
                    {
                        if (blocks < 60 && OpensGroup(prelude, out bool isConditional))
                        {
                            if (isConditional) (isCondition, conditions) = (isCondition | (1UL << blocks), conditions + 1);
                            blocks++;
                        }
                        else
                        {
                            position = AfterBlock(css, position);
                        }
                    }
                    else
                    {
                        int end = css[position..].IndexOfAny("{}"u8);
                        if (end < 0) return;
                        if (css[position + end] == '}') AddRule(prelude, css.Slice(position, end), conditions > 0);
                        position = css[position + end] == '}' ? position + end + 1 : AfterBlock(css, position);
                    }
                    start = position;
                    break;
            }
        }
    }

    /// <summary>Returns true if the rules hide an element.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The element.</param>
    /// <param name="effect">What the hiding rule does.</param>
    public bool Hide(HtmlTree tree, int node, out StyleEffect effect)
    {
        effect = default;
        if (hiding.Count == 0) return false;
        Span<ulong> all = stackalloc ulong[StyleKeys.MaxOfElement + 1];
        ReadOnlySpan<ulong> keys = all[..StyleKeys.Read(tree, node, all)];
        HtmlTag tag = tree.Nodes[node].Tag;
        Rule best = default;
        foreach (ulong key in keys)
        {
            if (!firstHiding.TryGetValue(key, out Chain chain)) continue;
            int at = chain.Newest - 1;
            for (int step = 0; at >= 0 && step < MaxRulesOfKey; step++, at = hiding[at].Next)
            {
                Rule rule = hiding[at];
                if (rule.Priority > best.Priority && rule.Last.Matches(tag, keys) && IsAround(tree, node, rule)) best = rule;
            }
        }
        if (best.Priority == 0) return false;
        foreach (ulong key in keys)
        {
            if (!firstShowing.TryGetValue(key, out Chain chain)) continue;
            int at = chain.Newest - 1;
            for (int step = 0; at >= 0 && step < MaxRulesOfKey; step++, at = showing[at].Next)
            {
                Rule rule = showing[at];
                if ((rule.Effect.Shows & best.Effect.Hides) == 0 || (rule.Last.Tag != HtmlTag.Unknown && rule.Last.Tag != tag)) continue;
                if (rule.Last.Matches(tag, keys) ? rule.IsConditional || rule.Priority > best.Priority : best.Last.IsPartOf(rule.Last))
                    return false;
            }
        }
        effect = best.Effect;
        return true;
    }

    private static bool OpensGroup(ReadOnlySpan<byte> prelude, out bool isConditional)
    {
        isConditional = prelude.IndexOf((byte)'(') >= 0;
        if (StyleText.StartsWith(prelude, "@layer"u8)) return true;
        if (StyleText.StartsWith(prelude, "@supports"u8))
        {
            isConditional = false;
            return true;
        }
        if (StyleText.StartsWith(prelude, "@container"u8)) return true;
        if (!StyleText.StartsWith(prelude, "@media"u8)) return false;
        ReadOnlySpan<byte> media = prelude[6..].TrimSpaces();
        return !StyleText.StartsWith(media, "print"u8) && !StyleText.StartsWith(media, "speech"u8) && !StyleText.StartsWith(media, "only print"u8);
    }

    private static int AfterBlock(ReadOnlySpan<byte> css, int position)
    {
        for (int depth = 1; depth > 0;)
        {
            int next = css[position..].IndexOfAny("{}"u8);
            if (next < 0) return css.Length;
            depth += css[position + next] == '{' ? 1 : -1;
            position += next + 1;
        }
        return position;
    }

    private void AddRule(ReadOnlySpan<byte> selectors, ReadOnlySpan<byte> body, bool isConditional)
    {
        // Most rules are about other things.
        if (body.IndexOf("display"u8) < 0 && body.IndexOf("visibility"u8) < 0 && body.IndexOf("opacity"u8) < 0 && body.IndexOf("font-size"u8) < 0
                && body.IndexOf("overflow"u8) < 0 && body.IndexOf("clip"u8) < 0 && body.IndexOf("-9"u8) < 0 && body.IndexOf("max-height"u8) < 0
                && (body.IndexOf("background"u8) < 0 || body.IndexOf("color"u8) < 0)) return;
        StyleEffect effect = StyleEffect.Read(body);
        effect = effect with { Shows = effect.Shows & ~HidingStyles.Color };
        if (effect.Hides == HidingStyles.None && effect.Shows == HidingStyles.None) return;
        bool isImportant = body.IndexOf("!important"u8) >= 0;
        while (!selectors.IsEmpty)
        {
            int comma = selectors.IndexOf((byte)',');
            ReadOnlySpan<byte> one = (comma < 0 ? selectors : selectors[..comma]).TrimSpaces();
            selectors = comma < 0 ? default : selectors[(comma + 1)..];
            AddSelector(one, effect, isImportant, isConditional);
        }
    }

    private void AddSelector(ReadOnlySpan<byte> selector, in StyleEffect effect, bool isImportant, bool isConditional)
    {
        if (hiding.Count + showing.Count >= MaxRules) return;
        int last = LastCombinator(selector);
        if (!StyleSelector.TryRead(selector[(last + 1)..], out StyleSelector compound, out bool hasCondition) || compound.Count == 0) return;
        isConditional |= hasCondition;
        StyleSelector[] around = [];
        if (last >= 0 && !ReadAround(selector[..(last + 1)], out around)) isConditional = true;
        int weight = compound.Count + (compound.Tag != HtmlTag.Unknown ? 1 : 0) + around.Length;
        long priority = ((isImportant ? 1000L : weight) << 32) + ++order;
        if (effect.Hides != HidingStyles.None && !isConditional) Add(hiding, firstHiding, new Rule(compound, around, effect, priority, false));
        // A rule for a surrounding element in a certain state may show it at some time.
        if (effect.Shows != HidingStyles.None) Add(showing, firstShowing, new Rule(compound, [], effect, priority, isConditional || around.Length > 0));
    }

    private static void Add(RowList<Rule> rules, KeyTable<Chain> first, in Rule rule)
    {
        ref Chain chain = ref first.GetOrAdd(rule.Last.First);
        rules.Add(rule with { Next = chain.Newest - 1 });
        chain.Newest = rules.Count;
    }

    private static int LastCombinator(ReadOnlySpan<byte> selector)
    {
        int at = selector.Length - 1;
        while (at >= 0 && !ByteText.IsSpace(selector[at]) && selector[at] is not ((byte)'>' or (byte)'+' or (byte)'~')) at--;
        return at;
    }

    private static ReadOnlySpan<byte> TrimAround(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && (ByteText.IsSpace(text[^1]) || text[^1] == '>')) text = text[..^1];
        return text.SkipAny(" \t\r\n\f>"u8);
    }

    private static bool ReadAround(ReadOnlySpan<byte> text, out StyleSelector[] around)
    {
        around = [];
        if (text.IndexOfAny("+~"u8) >= 0) return false;
        var found = new RowList<StyleSelector>();
        while (true)
        {
            text = TrimAround(text);
            if (text.IsEmpty) break;
            int start = LastCombinator(text);
            if (found.Count == MaxAround || !StyleSelector.TryRead(text[(start + 1)..], out StyleSelector compound, out bool isConditional) || isConditional)
                return false;
            found.Add(compound);
            text = start < 0 ? default : text[..start];
        }
        around = found.ToArray();
        return true;
    }

    /// <summary>
    /// Returns true if the elements that the selector names are around an element, in their order. Also false after too many steps: then elements stay.
    /// </summary>
    private bool IsAround(HtmlTree tree, int node, in Rule rule)
    {
        Span<ulong> all = stackalloc ulong[StyleKeys.MaxOfElement + 1];
        int found = 0;
        int parent = tree.Nodes[node].Parent;
        for (int level = 0; level < MaxLevels && parent > 0 && found < rule.Around.Length; level++, parent = tree.Nodes[parent].Parent)
        {
            if (Steps >= room) return false;
            Steps++;
            if (rule.Around[found].Matches(tree.Nodes[parent].Tag, all[..StyleKeys.Read(tree, parent, all)])) found++;
        }
        // Elements that the page does not write, such as the body, are around everything.
        while (found < rule.Around.Length && rule.Around[found] is { Count: 0, Tag: HtmlTag.Html or HtmlTag.Body }) found++;
        return found == rule.Around.Length;
    }

    private struct Chain
    {
        /// <summary>The index of the newest rule for a class or id, plus one.</summary>
        public int Newest;
    }

    private readonly record struct Rule(StyleSelector Last, StyleSelector[] Around, StyleEffect Effect, long Priority, bool IsConditional)
    {
        /// <summary>The next rule for the same class or id; -1 for none.</summary>
        public int Next { get; init; }
    }
}
