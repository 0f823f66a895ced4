using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Reads the formula at a node. It relies on what math programs write, independent of the site. KaTeX is read by its MathML. MathJax 2 is read by its scripts,
/// data attributes or assistive MathML; MathJax 3 and 4 by their containers. MathML is read by its TeX annotation, by an <c>alttext</c> that is TeX (LaTeXML,
/// MediaWiki), or by conversion. Elements with a class such as <c>math</c> may hold delimited TeX (Pandoc). TeX in data attributes and images
/// (<see cref="MathPictures"/>) are read too.
/// </summary>
internal static class MathMarkup
{
    /// <summary>The maximum number of nodes between two forms of one formula.</summary>
    public const int MaxNodesBetween = 8;

    private const int MaxNodesOfMathJax = 64;

    /// <summary>Reads the formula that starts at a node.</summary>
    /// <param name="search">The search over the page.</param>
    /// <param name="node">Any node.</param>
    /// <param name="formula">The formula, if found.</param>
    public static bool TryRead(MathSearch search, int node, out MathFormula formula)
    {
        HtmlTree tree = search.Tree;
        formula = default;
        ref readonly HtmlNode element = ref tree.Nodes[node];
        if (element.Kind != HtmlNodeKind.Element) return false;
        switch (element.Tag)
        {
            case HtmlTag.Math: return TryReadMath(search, node, out formula);
            case HtmlTag.Script: return MathScripts.TryRead(tree, node, out formula);
            case HtmlTag.Image: return MathPictures.TryRead(tree, node, out formula);
            case HtmlTag.Unknown: return IsNamed(tree, node, "mjx-container"u8) && TryReadContainer(search, node, out formula);
            case HtmlTag.Span or HtmlTag.Div or HtmlTag.Paragraph or HtmlTag.Emphasis or HtmlTag.Code:
                return element.AttributeCount > 0 && TryReadSpan(search, node, out formula);
            default: return false;
        }
    }

    /// <summary>Returns true if a text node is only white space.</summary>
    public static bool IsBlank(HtmlTree tree, int node) => tree.Html.Span[tree.Nodes[node].Start..tree.Nodes[node].End].TrimSpaces().IsEmpty;

    /// <summary>Gets the text of an element with character references decoded.</summary>
    public static string TextOf(HtmlTree tree, int node)
    {
        ReadOnlySpan<byte> html = tree.Html.Span;
        int end = tree.Nodes[node].SubtreeEnd;
        if (end == node + 2 && tree.Nodes[node + 1].Kind == HtmlNodeKind.Text)
            return HtmlText.Decode(html[tree.Nodes[node + 1].Start..tree.Nodes[node + 1].End]);
        var text = new StringBuilder();
        for (int i = node + 1; i < end; i++)
        {
            HtmlNode child = tree.Nodes[i];
            if (child.Kind == HtmlNodeKind.Text) text.Append(HtmlText.Decode(html[child.Start..child.End]));
            else if (child.Kind == HtmlNodeKind.RawText) text.Append(Encoding.UTF8.GetString(html[child.Start..child.End]));
        }
        return text.ToString();
    }

    /// <summary>Gets the TeX of a <c>math</c> element; null if it is empty or cannot be converted.</summary>
    public static string? TexOf(HtmlTree tree, int math) => AnnotationOf(tree, math) ?? AlternativeOf(tree, math) ?? MathMlConverter.Convert(tree, math);

    private static bool TryReadMath(MathSearch search, int node, out MathFormula formula)
    {
        HtmlTree tree = search.Tree;
        formula = default;
        if (search.TexOf(node) is not { } tex) return false;
        formula = new MathFormula(tex, IsDisplay(tree, node), node, tree.Nodes[node].SubtreeEnd);
        return true;
    }

    private static bool IsDisplay(HtmlTree tree, int math) =>
        tree.Attribute(math, HtmlAttributeName.Display).SequenceEqual("block"u8) || tree.Attribute(math, HtmlAttributeName.Display).SequenceEqual("true"u8)
            || tree.Attribute(math, HtmlAttributeName.Mode).SequenceEqual("display"u8);

    private static string? AnnotationOf(HtmlTree tree, int math)
    {
        int end = tree.Nodes[math].SubtreeEnd;
        for (int i = math + 1; i < end; i++)
        {
            if (tree.Nodes[i].Tag != HtmlTag.Annotation || tree.AttributeText(i, HtmlAttributeName.Encoding) is not { } encoding) continue;
            if (encoding.Contains("tex", StringComparison.OrdinalIgnoreCase) && !encoding.Contains("text", StringComparison.OrdinalIgnoreCase)
                    && TexText.Clean(TextOf(tree, i)) is { Length: > 0 } tex)
                return tex;
        }
        return null;
    }

    private static string? AlternativeOf(HtmlTree tree, int math) =>
        tree.AttributeText(math, HtmlAttributeName.Alttext) is { } text && TexText.Clean(text) is { Length: > 0 } tex
            && (TexText.LooksLikeTex(text) || tex.Length == 1) ? tex : null;

    /// <summary>Reads a container of MathJax 3 or 4.</summary>
    private static bool TryReadContainer(MathSearch search, int node, out MathFormula formula)
    {
        HtmlTree tree = search.Tree;
        formula = default;
        int math = search.MathIn(node);
        string? tex = DataOf(tree, node);
        for (int i = node + 1; tex is null && i < Math.Min(tree.Nodes[node].SubtreeEnd, node + MaxNodesOfMathJax); i++) tex = DataOf(tree, i);
        tex ??= math < 0 ? null : search.TexOf(math);
        if (tex is null) return false;
        formula = new MathFormula(tex, IsDisplay(tree, node), node, tree.Nodes[node].SubtreeEnd);
        return true;
    }

    private static bool TryReadSpan(MathSearch search, int node, out MathFormula formula)
    {
        HtmlTree tree = search.Tree;
        formula = default;
        int end = tree.Nodes[node].SubtreeEnd;
        bool hasClass = tree.TryGetAttribute(node, HtmlAttributeName.Class, out ReadOnlySpan<byte> written) && MayTellOfMath(written);
        if (!hasClass && !tree.HasAttribute(node, HtmlAttributeName.DataTex) && !tree.HasAttribute(node, HtmlAttributeName.DataLatex)) return false;
        string? classes = tree.AttributeText(node, HtmlAttributeName.Class);
        if (DataOf(tree, node) is { } data)
        {
            formula = new MathFormula(data, HasWord(classes, "display") || HasWord(classes, "block"), node, end);
            return true;
        }
        if (classes is null) return false;
        if (HasClass(classes, "katex") || HasClass(classes, "katex-display"))
        {
            int math = search.MathIn(node);
            if (math < 0 || search.TexOf(math) is not { } tex) return false;
            formula = new MathFormula(tex, HasClass(classes, "katex-display") || IsDisplay(tree, math), node, end);
            return true;
        }
        if (HasClass(classes, "katex-error"))
        {
            if (end - node > ShortTexts.MaxNodes) return false; // TeX source is a single text node
            formula = new MathFormula(TexText.Clean(TextOf(tree, node)), false, node, end);
            return formula.Tex!.Length > 0;
        }
        if (classes.Contains("mjx", StringComparison.OrdinalIgnoreCase) || classes.Contains("MathJax", StringComparison.Ordinal))
            return TryReadRendering(search, node, classes, out formula);
        return TryReadDelimited(tree, node, classes, out formula);
    }

    /// <summary>Reads a MathJax 2 rendering whose script follows it or was removed.</summary>
    private static bool TryReadRendering(MathSearch search, int node, string classes, out MathFormula formula)
    {
        HtmlTree tree = search.Tree;
        formula = default;
        bool isPreview = HasClass(classes, "MathJax_Preview");
        bool isRendering = isPreview || HasClass(classes, "MathJax") || HasClass(classes, "MathJax_Display") || HasClass(classes, "MathJax_SVG")
            || HasClass(classes, "MathJax_SVG_Display") || HasClass(classes, "mjx-chtml")
            || HasClass(classes, "MathJax_CHTML") || HasClass(classes, "MathJax_MathML") || HasClass(classes, "MathJax_PHTML")
            || HasClass(classes, "MJXc-display") || HasClass(classes, "MathJax_Processed");
        if (!isRendering) return false;
        int end = tree.Nodes[node].SubtreeEnd;
        if (IsBeforeScript(tree, node))
        {
            // A display contains only the rendering, or also the script.
            int script = search.ScriptIn(node);
            if (script >= 0 && MathScripts.TryRead(tree, script, out MathFormula own)) formula = own with { Node = node, End = end };
            else formula = new MathFormula(null, false, node, end);
            return true;
        }
        if (isPreview) return false;
        bool isDisplay = classes.Contains("isplay", StringComparison.Ordinal);
        // The rendering of a display is its child. Deeper ones are read at their own nodes. Searching for them here would parse the text of nested elements
        // repeatedly.
        for (int i = node; i < end; i = i == node ? node + 1 : tree.Nodes[i].SubtreeEnd)
        {
            if (tree.AttributeText(i, HtmlAttributeName.DataMathml) is { } mathMl && MathScripts.TexOfMathMl(mathMl) is { } tex)
            {
                formula = new MathFormula(tex, isDisplay || mathMl.Contains("display=\"block\"", StringComparison.Ordinal), node, end);
                return true;
            }
        }
        int math = search.MathIn(node);
        if (math < 0 || search.TexOf(math) is not { } assistive) return false;
        formula = new MathFormula(assistive, isDisplay || IsDisplay(tree, math), node, end);
        return true;
    }

    private static bool IsBeforeScript(HtmlTree tree, int node)
    {
        int next = tree.Nodes[node].SubtreeEnd;
        int limit = tree.Nodes[tree.Nodes[node].Parent].SubtreeEnd;
        for (int i = 0; i < MaxNodesBetween && next < limit; i++)
        {
            HtmlNode sibling = tree.Nodes[next];
            if (sibling.Kind != HtmlNodeKind.Element)
            {
                if (!IsBlank(tree, next)) return false;
            }
            else if (sibling.Tag == HtmlTag.Script) return MathScripts.IsMath(tree, next);
            else if (tree.AttributeText(next, HtmlAttributeName.Class) is not { } classes
                    || !(classes.Contains("MathJax", StringComparison.Ordinal) || classes.Contains("mjx", StringComparison.OrdinalIgnoreCase)))
                return false;
            next = sibling.SubtreeEnd;
        }
        return false;
    }

    /// <summary>Reads an element with a math class that contains only delimited TeX.</summary>
    private static bool TryReadDelimited(HtmlTree tree, int node, string classes, out MathFormula formula)
    {
        formula = default;
        bool isMath = HasWord(classes, "math") || HasWord(classes, "tex") || HasWord(classes, "latex") || HasWord(classes, "arithmatex")
            || HasWord(classes, "formula") || HasWord(classes, "equation");
        if (!isMath || tree.Nodes[node].SubtreeEnd != node + 2 || tree.Nodes[node + 1].Kind != HtmlNodeKind.Text) return false;
        string text = TextOf(tree, node).Trim();
        if (!TexText.TryUnwrap(text, out string tex, out bool isDisplay)) return false;
        formula = new MathFormula(TexText.Clean(tex), isDisplay || HasWord(classes, "display") || HasWord(classes, "block"), node, tree.Nodes[node].SubtreeEnd);
        return formula.Tex!.Length > 0;
    }

    private static string? DataOf(HtmlTree tree, int node)
    {
        if (tree.Nodes[node].AttributeCount == 0) return null;
        string? tex = tree.AttributeText(node, HtmlAttributeName.DataTex) ?? tree.AttributeText(node, HtmlAttributeName.DataLatex);
        return tex is not null && TexText.Clean(tex) is { Length: > 0 } clean ? clean : null;
    }

    /// <summary>Quick check that a class or an address may contain a word for formulas. It avoids the full check for most elements.</summary>
    public static bool MayTellOfMath(ReadOnlySpan<byte> text) =>
        text.IndexOf("ath"u8) >= 0 || text.IndexOf("tex"u8) >= 0 || text.IndexOf("TeX"u8) >= 0 || text.IndexOf("mjx"u8) >= 0 || text.IndexOf("ormula"u8) >= 0
            || text.IndexOf("quation"u8) >= 0 || text.IndexOf("eqn"u8) >= 0
        || text.IndexOf("MJX"u8) >= 0;

    private static bool IsNamed(HtmlTree tree, int node, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> tag = tree.Html.Span[tree.Nodes[node].Start..tree.Nodes[node].End];
        return tag.Length > name.Length + 1 && Ascii.EqualsIgnoreCase(tag.Slice(1, name.Length), name)
            && tag[name.Length + 1] is (byte)' ' or (byte)'>' or (byte)'\n' or (byte)'\t' or (byte)'\r' or (byte)'/';
    }

    private static bool HasClass(string classes, string name)
    {
        foreach (Range part in classes.AsSpan().SplitAny(" \t\r\n\f"))
            if (classes.AsSpan()[part].SequenceEqual(name)) return true;
        return false;
    }

    /// <summary>Returns true if a class contains a word, delimited by hyphens, underscores or spaces.</summary>
    public static bool HasWord(string? text, string word)
    {
        if (text is null) return false;
        foreach (Range part in text.AsSpan().SplitAny(" \t\r\n\f-_/.?=&"))
            if (text.AsSpan()[part].Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
