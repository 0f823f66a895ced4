using System.Buffers;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Reads the formula delimiters that a page's scripts configure: MathJax 2 (<c>tex2jax</c>), MathJax 3 and 4 (<c>tex</c>), KaTeX auto-render
/// (<c>delimiters</c>). A page that loads one of them without configuring delimiters gets its defaults. A page without them has no delimiters, and its dollar
/// signs are money.
/// </summary>
internal static class MathDelimiters
{
    private const int MaxPairs = 20;
    private const int MaxMarkLength = 40;
    private const int MaxListLength = 2048;

    private static readonly SearchValues<char> BeforeList = SearchValues.Create(" \t\r\n:='\"{}[+]");

    /// <summary>The defaults of MathJax (documentation, "TeX and LaTeX input").</summary>
    public static IReadOnlyList<MathDelimiter> MathJaxDefaults { get; } = [new("$$", "$$", true), new(@"\[", @"\]", true), new(@"\(", @"\)", false)];

    /// <summary>The defaults of the KaTeX auto-render extension (documentation), without environments.</summary>
    public static IReadOnlyList<MathDelimiter> KatexDefaults { get; } = [new("$$", "$$", true), new(@"\(", @"\)", false), new(@"\[", @"\]", true)];

    /// <summary>Reads the delimiters of a page: display delimiters first, longer before shorter. Empty if the page loads no math script.</summary>
    public static IReadOnlyList<MathDelimiter> Read(HtmlTree tree)
    {
        var found = new List<MathDelimiter>();
        bool hasMathJax = false, hasKatex = false, hasInline = false, hasDisplay = false;
        Rows<HtmlNode> nodes = tree.Nodes;
        for (int i = 1; i < nodes.Length; i++)
        {
            if (nodes[i].Tag != HtmlTag.Script || nodes[i].Kind != HtmlNodeKind.Element) continue;
            if (MathMarkup.MayTellOfMath(tree.Attribute(i, HtmlAttributeName.Src)) && tree.AttributeText(i, HtmlAttributeName.Src) is { } source)
            {
                // In MathJax 2 a script with a source can contain the configuration as well.
                hasMathJax |= source.Contains("mathjax", StringComparison.OrdinalIgnoreCase);
                hasKatex |= source.Contains("katex", StringComparison.OrdinalIgnoreCase) && source.Contains("auto-render", StringComparison.OrdinalIgnoreCase);
            }
            if (nodes[i].SubtreeEnd == i + 1) continue;
            ReadOnlySpan<byte> script = tree.Html.Span[nodes[i + 1].Start..nodes[i + 1].End];
            hasInline |= ReadPairs(script, "inlineMath"u8, false, found);
            hasDisplay |= ReadPairs(script, "displayMath"u8, true, found);
            if (script.IndexOf("renderMathInElement"u8) < 0) continue;
            hasKatex = true;
            if (ReadKatex(script, found)) hasInline = hasDisplay = true;
        }
        if (hasMathJax || hasInline || hasDisplay) AddDefaults(found, MathJaxDefaults, hasInline, hasDisplay);
        else if (hasKatex) AddDefaults(found, KatexDefaults, hasInline, hasDisplay);
        var sorted = new List<MathDelimiter>();
        foreach (MathDelimiter delimiter in found)
        {
            if (sorted.Contains(delimiter)) continue;
            int at = sorted.Count;
            while (at > 0 && IsBefore(delimiter, sorted[at - 1])) at--;
            sorted.Insert(at, delimiter);
        }
        return sorted;
    }

    /// <summary>Returns true if formulas in an element are ignored (MathJax's <c>ignoreHtmlClass</c>).</summary>
    public static bool AreIgnoredIn(HtmlTree tree, int node)
    {
        if (tree.Nodes[node].AttributeCount == 0 || !tree.TryGetAttribute(node, HtmlAttributeName.Class, out ReadOnlySpan<byte> classes)) return false;
        return classes.IndexOf("tex2jax_ignore"u8) >= 0 || classes.IndexOf("mathjax_ignore"u8) >= 0;
    }

    /// <summary>
    /// Returns true if formulas count again in an element inside an ignored one (MathJax's <c>processHtmlClass</c>: its default, and the class that MyST and
    /// Jupyter Book set).
    /// </summary>
    public static bool AreFoundAgainIn(HtmlTree tree, int node)
    {
        if (tree.Nodes[node].AttributeCount == 0 || !tree.TryGetAttribute(node, HtmlAttributeName.Class, out ReadOnlySpan<byte> classes)) return false;
        if (classes.IndexOf("tex2jax_process"u8) >= 0 || classes.IndexOf("mathjax_process"u8) >= 0 || classes.IndexOf("output_area"u8) >= 0) return true;
        foreach (Range part in classes.SplitAny(" \t\r\n\f"u8))
            if (classes[part].SequenceEqual("math"u8)) return true;
        return false;
    }

    private static bool IsBefore(MathDelimiter one, MathDelimiter other) =>
        one.IsDisplay == other.IsDisplay ? one.Open.Length > other.Open.Length : one.IsDisplay;

    private static void AddDefaults(List<MathDelimiter> found, IReadOnlyList<MathDelimiter> defaults, bool hasInline, bool hasDisplay)
    {
        foreach (MathDelimiter delimiter in defaults)
            if (delimiter.IsDisplay ? !hasDisplay : !hasInline) found.Add(delimiter);
    }

    /// <summary>Reads <c>inlineMath: [['$', '$'], ['\\(', '\\)']]</c>.</summary>
    private static bool ReadPairs(ReadOnlySpan<byte> script, ReadOnlySpan<byte> name, bool isDisplay, List<MathDelimiter> found)
    {
        bool any = false;
        for (int tries = 0; tries < MaxPairs && found.Count < MaxPairs; tries++)
        {
            int at = script.IndexOf(name);
            if (at < 0) return any;
            script = script[(at + name.Length)..];
            string list = Encoding.UTF8.GetString(script[..Math.Min(script.Length, MaxListLength)]);
            int open = StartOfPairs(list);
            if (open < 0 || list.AsSpan(0, open).IndexOfAnyExcept(BeforeList) >= 0) continue;
            List<string> marks = Strings(list.AsSpan(open));
            for (int i = 0; i + 1 < marks.Count && found.Count < MaxPairs; i += 2)
            {
                found.Add(new MathDelimiter(marks[i], marks[i + 1], isDisplay));
                any = true;
            }
        }
        return any;
    }

    /// <summary>Finds the first of two adjacent opening brackets. <c>'[+]'</c> may precede them, which adds to the defaults (MathJax 4).</summary>
    private static int StartOfPairs(string list)
    {
        for (int open = list.IndexOf('[', StringComparison.Ordinal); open >= 0; open = list.IndexOf('[', open + 1))
            if (list.AsSpan(open + 1).TrimStart().StartsWith("[")) return open;
        return -1;
    }

    /// <summary>Reads <c>delimiters: [{left: "$$", right: "$$", display: true}]</c>.</summary>
    private static bool ReadKatex(ReadOnlySpan<byte> script, List<MathDelimiter> found)
    {
        int at = script.IndexOf("delimiters"u8);
        if (at < 0) return false;
        string list = Encoding.UTF8.GetString(script.Slice(at, Math.Min(script.Length - at, MaxListLength)));
        bool any = false;
        foreach (string part in list.Split('{').Skip(1))
        {
            int end = part.IndexOf('}', StringComparison.Ordinal);
            string item = end < 0 ? part : part[..end];
            // A delimiter may contain a brace: "\\begin{equation}".
            if (ValueOf(item, "left") is { } left && ValueOf(item, "right") is { } right && found.Count < MaxPairs)
            {
                found.Add(new MathDelimiter(left, right, item.Contains("display", StringComparison.Ordinal)
                    && item.Contains("true", StringComparison.Ordinal)));
                any = true;
            }
            if (end >= 0 && part.AsSpan(end).Contains(']')) break;
        }
        return any;
    }

    private static string? ValueOf(string item, string name)
    {
        int at = item.IndexOf(name, StringComparison.Ordinal);
        int colon = at < 0 ? -1 : item.IndexOf(':', at);
        return colon < 0 ? null : Strings(item.AsSpan(colon + 1)) is [var first, ..] ? first : null;
    }

    /// <summary>Reads the string literals of JavaScript text; for an array, up to its end.</summary>
    private static List<string> Strings(ReadOnlySpan<char> text)
    {
        var strings = new List<string>();
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '[') depth++;
            else if (c == ']' && --depth == 0) break;
            else if (c is '\'' or '"' or '`')
            {
                var value = new StringBuilder();
                for (i++; i < text.Length && text[i] != c; i++)
                {
                    if (text[i] == '\\' && i + 1 < text.Length) i++;
                    value.Append(text[i]);
                }
                if (value.Length is > 0 and <= MaxMarkLength) strings.Add(value.ToString());
            }
        }
        return strings;
    }
}
