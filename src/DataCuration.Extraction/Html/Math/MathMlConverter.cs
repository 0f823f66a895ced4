using System.Text;

namespace DataCuration.Extraction;

/// <summary>Converts MathML (presentation markup, MathML 3 section 3) to LaTeX with amsmath. Unknown elements are treated as rows of their children.</summary>
internal sealed class MathMlConverter
{
    /// <summary>The maximum number of nodes of a formula. Larger formulas are not converted.</summary>
    public const int MaxNodes = 20_000;

    private const int MaxTexLength = 20_000;

    private readonly HtmlTree tree;
    private readonly TexWriter tex = new(MaxTexLength);
    private readonly MathMlNodes nodes;

    private MathMlConverter(HtmlTree tree)
    {
        this.tree = tree;
        nodes = new MathMlNodes(tree);
    }

    /// <summary>Converts a <c>math</c> element to TeX; null if it is empty or too large.</summary>
    public static string? Convert(HtmlTree tree, int math)
    {
        if (tree.Nodes[math].SubtreeEnd - math > MaxNodes) return null;
        var converter = new MathMlConverter(tree);
        converter.WriteRow(math);
        string text = converter.tex.ToString();
        return converter.tex.IsFull || text.Length == 0 ? null : text;
    }

    // Recursion is at most as deep as the tree (HtmlLimits.Depth), with two frames per level.
    private void Write(int node)
    {
        if (tex.IsFull) return;
        HtmlNode element = tree.Nodes[node];
        if (element.Kind != HtmlNodeKind.Element)
        {
            WriteCharacters(nodes.Decoded(node).Trim());
            return;
        }
        switch (element.Tag)
        {
            case HtmlTag.Mi: WriteIdentifier(node); break;
            case HtmlTag.Mn or HtmlTag.Mo: WriteCharacters(nodes.TokenOf(node)); break;
            case HtmlTag.Mtext or HtmlTag.Ms: WriteText(nodes.TokenOf(node), element.Tag == HtmlTag.Ms); break;
            case HtmlTag.Mspace: tex.Add(SpaceOf(node)); break;
            case HtmlTag.Mfrac: WriteFraction(node); break;
            case HtmlTag.Msqrt: Wrap(@"\sqrt{", node, "}"); break;
            case HtmlTag.Mroot: WriteRoot(node); break;
            case HtmlTag.Msub: WriteScripts(node, hasSub: true, hasSuper: false); break;
            case HtmlTag.Msup: WriteScripts(node, hasSub: false, hasSuper: true); break;
            case HtmlTag.Msubsup: WriteScripts(node, hasSub: true, hasSuper: true); break;
            case HtmlTag.Munder: WriteLimits(node, hasUnder: true, hasOver: false); break;
            case HtmlTag.Mover: WriteLimits(node, hasUnder: false, hasOver: true); break;
            case HtmlTag.Munderover: WriteLimits(node, hasUnder: true, hasOver: true); break;
            case HtmlTag.Mmultiscripts: WriteMultiscripts(node); break;
            case HtmlTag.Mtable: WriteTable(node, null); break;
            case HtmlTag.Mfenced: WriteFenced(node); break;
            case HtmlTag.Mphantom: Wrap(@"\phantom{", node, "}"); break;
            case HtmlTag.Menclose: WriteEnclosed(node); break;
            case HtmlTag.Semantics or HtmlTag.Maction: WriteFirst(node); break;
            case HtmlTag.Annotation or HtmlTag.AnnotationXml or HtmlTag.None or HtmlTag.Mprescripts or HtmlTag.Script or HtmlTag.Style: break;
            default: WriteRow(node); break;
        }
    }

    private void WriteRow(int node)
    {
        List<int> children = nodes.Children(node);
        for (int i = 0; i < children.Count; i++)
        {
            // A table between fences is a matrix with these fences.
            if (i + 1 < children.Count && nodes.TableIn(children[i + 1]) is var table and >= 0
                && nodes.MatrixOf(children, i, out int consumed) is { } environment)
            {
                WriteTable(table, environment);
                i += consumed - 1;
                continue;
            }
            Write(children[i]);
        }
    }

    private void WriteIdentifier(int node)
    {
        string token = nodes.TokenOf(node);
        string? alphabet = tree.AttributeText(node, HtmlAttributeName.Mathvariant)?.ToLowerInvariant() switch
        {
            "bold" => @"\mathbf{",
            "bold-italic" => @"\boldsymbol{",
            "double-struck" => @"\mathbb{",
            "script" or "bold-script" => @"\mathcal{",
            "fraktur" or "bold-fraktur" => @"\mathfrak{",
            "sans-serif" or "bold-sans-serif" => @"\mathsf{",
            "monospace" => @"\mathtt{",
            "normal" when token.Length == 1 && char.IsAsciiLetter(token[0]) => @"\mathrm{",
            _ => null,
        };
        if (alphabet is null && MathSymbols.IsFunction(token))
        {
            tex.Add("\\" + token);
            return;
        }
        // A name of several letters is upright.
        if (alphabet is null && token.Length > 1 && token.All(char.IsLetter) && !char.IsSurrogate(token[0]) && token.All(char.IsAscii))
            alphabet = token.StartsWith("arg", StringComparison.Ordinal) ? @"\operatorname{" : @"\mathrm{";
        if (alphabet is not null) tex.Add(alphabet);
        WriteCharacters(token);
        if (alphabet is not null) tex.Add("}");
    }

    private void WriteCharacters(string text)
    {
        if (MathSymbols.IsFunction(text))
        {
            tex.Add("\\" + text);
            return;
        }
        foreach (Rune rune in text.EnumerateRunes()) tex.Add(MathSymbols.Of(rune));
    }

    private void WriteText(string text, bool isQuoted)
    {
        if (text.Length == 0) return;
        if (string.IsNullOrWhiteSpace(text))
        {
            tex.Add(@"\ ");
            return;
        }
        var escaped = new StringBuilder(@"\text{");
        if (isQuoted) escaped.Append('"');
        foreach (char c in text)
        {
            if (c is '{' or '}' or '%' or '&' or '#' or '$' or '_') escaped.Append('\\').Append(c);
            else if (c is '\\' or '^' or '~') escaped.Append(' ');
            else escaped.Append(c == '\u00A0' ? ' ' : c);
        }
        if (isQuoted) escaped.Append('"');
        tex.Add(escaped.Append('}').ToString());
    }

    private string SpaceOf(int node)
    {
        string width = tree.AttributeText(node, HtmlAttributeName.Width) ?? "";
        if (!width.EndsWith("em", StringComparison.Ordinal) || !double.TryParse(width.AsSpan(0, width.Length - 2), System.Globalization.NumberStyles.Float,
                System.Globalization.CultureInfo.InvariantCulture, out double em))
            return "";
        return em switch { >= 1.9 => @"\qquad ", >= 0.9 => @"\quad ", >= 0.25 => @"\;", >= 0.1 => @"\,", _ => "" };
    }

    private void WriteFraction(int node)
    {
        bool isBinomial = tree.AttributeText(node, HtmlAttributeName.Linethickness) is { } line
            && (line.StartsWith('0') && line.Trim('0', '.', 'p', 't', 'x', 'e', 'm').Length == 0);
        WriteArguments(isBinomial ? @"\genfrac{}{}{0pt}{}" : @"\frac", nodes.Children(node), 2);
    }

    private void WriteRoot(int node)
    {
        List<int> children = nodes.Children(node);
        tex.Add(@"\sqrt[");
        if (children.Count > 1) Write(children[1]);
        tex.Add("]{");
        if (children.Count > 0) Write(children[0]);
        tex.Add("}");
    }

    private void WriteScripts(int node, bool hasSub, bool hasSuper)
    {
        List<int> children = nodes.Children(node);
        if (children.Count == 0) return;
        WriteBase(children[0]);
        if (hasSub && children.Count > 1) WriteScript('_', children[1]);
        int super = hasSub ? 2 : 1;
        if (hasSuper && children.Count > super) WriteScript('^', children[super]);
    }

    private void WriteScript(char sign, int node)
    {
        if (tree.Nodes[node].Tag == HtmlTag.None || nodes.IsEmptyRow(node)) return;
        // Primes are superscripts already.
        if (sign == '^' && tree.Nodes[node].Tag == HtmlTag.Mo && nodes.TokenOf(node) is { Length: > 0 } token
            && token.All(static c => c is '′' or '″' or '‴' or '\''))
        {
            WriteCharacters(token);
            return;
        }
        tex.Add(sign + "{");
        Write(node);
        tex.Add("}");
    }

    /// <summary>Writes the base of a script: a single character as it is, anything else in a group.</summary>
    private void WriteBase(int node)
    {
        bool isToken = tree.Nodes[node].Tag is HtmlTag.Mi or HtmlTag.Mo or HtmlTag.Mn;
        if (isToken) Write(node);
        else if (nodes.IsEmptyRow(node)) tex.Add("{}");
        else
        {
            tex.Add("{");
            Write(node);
            tex.Add("}");
        }
    }

    private void WriteLimits(int node, bool hasUnder, bool hasOver)
    {
        List<int> children = nodes.Children(node);
        if (children.Count == 0) return;
        int under = hasUnder && children.Count > 1 ? children[1] : -1;
        int overAt = hasUnder ? 2 : 1;
        int over = hasOver && children.Count > overAt ? children[overAt] : -1;
        string baseText = nodes.TokenOf(children[0]);
        if (MathSymbols.TakesLimits(baseText) || nodes.IsBraced(children[0]))
        {
            WriteBaseOfLimits(children[0]);
            if (under >= 0) WriteScript('_', under);
            if (over >= 0) WriteScript('^', over);
            return;
        }
        if (baseText is "→" or "⟶" or "←" or "⟵" && (over >= 0 || under >= 0))
        {
            tex.Add(baseText is "→" or "⟶" ? @"\xrightarrow" : @"\xleftarrow");
            if (under >= 0) WriteGroup("[", under, "]");
            WriteGroup("{", over, "}");
            return;
        }
        string? above = over < 0 ? null : MathSymbols.Accent(nodes.TokenOf(over), baseText.EnumerateRunes().Count() > 1);
        string? below = under < 0 ? null : MathSymbols.AccentBelow(nodes.TokenOf(under));
        if (over >= 0) Open(above ?? @"\overset", above is null ? over : -1);
        if (under >= 0) Open(below ?? @"\underset", below is null ? under : -1);
        Write(children[0]);
        if (under >= 0) tex.Add("}");
        if (over >= 0) tex.Add("}");
    }

    private void WriteBaseOfLimits(int node)
    {
        string text = nodes.TokenOf(node);
        if (text.StartsWith("arg", StringComparison.Ordinal) && text != "arg")
            tex.Add($@"\operatorname*{{{text.Replace(" ", @"\,", StringComparison.Ordinal)}}}");
        else Write(node);
    }

    private void Open(string command, int argument)
    {
        tex.Add(command);
        if (argument >= 0) WriteGroup("{", argument, "}");
        tex.Add("{");
    }

    private void WriteGroup(string open, int node, string close)
    {
        tex.Add(open);
        if (node >= 0) Write(node);
        tex.Add(close);
    }

    private void WriteMultiscripts(int node)
    {
        List<int> children = nodes.Children(node);
        if (children.Count == 0) return;
        int before = children.FindIndex(child => tree.Nodes[child].Tag == HtmlTag.Mprescripts);
        if (before >= 0)
        {
            for (int i = before + 1; i < children.Count; i += 2)
            {
                tex.Add("{}");
                WriteScript('_', children[i]);
                if (i + 1 < children.Count) WriteScript('^', children[i + 1]);
            }
        }
        WriteBase(children[0]);
        int end = before < 0 ? children.Count : before;
        for (int i = 1; i < end; i += 2)
        {
            if (i > 1) tex.Add("{}");
            WriteScript('_', children[i]);
            if (i + 1 < end) WriteScript('^', children[i + 1]);
        }
    }

    private void WriteTable(int node, string? environment)
    {
        // Columns with opposite alignment are lines of one equation.
        bool isAligned = environment is null && tree.AttributeText(node, HtmlAttributeName.Columnalign) is { } align
            && align.StartsWith("right left", StringComparison.Ordinal);
        environment ??= isAligned ? "aligned" : "matrix";
        tex.Add($@"\begin{{{environment}}}");
        bool isFirst = true;
        foreach (int row in nodes.Children(node))
        {
            if (!isFirst) tex.Add(@" \\ ");
            isFirst = false;
            bool isFirstCell = true;
            foreach (int cell in nodes.Children(row))
            {
                if (!isFirstCell) tex.Add(" & ");
                isFirstCell = false;
                Write(cell);
            }
        }
        tex.Add($@"\end{{{environment}}}");
    }

    private void WriteFenced(int node)
    {
        string open = tree.AttributeText(node, HtmlAttributeName.Open)?.Trim() ?? "(";
        string close = tree.AttributeText(node, HtmlAttributeName.Close)?.Trim() ?? ")";
        string separators = string.Concat((tree.AttributeText(node, HtmlAttributeName.Separators) ?? ",").Where(static c => !char.IsWhiteSpace(c)));
        tex.Add(@"\left");
        if (open.Length == 0) tex.Add(".");
        else WriteCharacters(open);
        List<int> children = nodes.Children(node);
        for (int i = 0; i < children.Count; i++)
        {
            // The last separator is used for all further children.
            if (i > 0 && separators.Length > 0) WriteCharacters(separators[Math.Min(i - 1, separators.Length - 1)].ToString());
            Write(children[i]);
        }
        tex.Add(@"\right");
        if (close.Length == 0) tex.Add(".");
        else WriteCharacters(close);
    }

    private void WriteEnclosed(int node)
    {
        string notation = tree.AttributeText(node, HtmlAttributeName.Notation) ?? "longdiv";
        string? command = notation switch
        {
            _ when notation.Contains("box", StringComparison.Ordinal) || notation.Contains("circle", StringComparison.Ordinal) => @"\boxed{",
            _ when notation.Contains("radical", StringComparison.Ordinal) => @"\sqrt{",
            _ when notation.Contains("updiagonalstrike", StringComparison.Ordinal) => @"\cancel{",
            _ when notation.Contains("downdiagonalstrike", StringComparison.Ordinal) => @"\bcancel{",
            "top" => @"\overline{",
            "bottom" => @"\underline{",
            _ => null,
        };
        if (command is null) WriteRow(node);
        else Wrap(command, node, "}");
    }

    private void WriteFirst(int node)
    {
        if (nodes.Children(node) is [var first, ..]) Write(first);
    }

    private void Wrap(string open, int node, string close)
    {
        tex.Add(open);
        WriteRow(node);
        tex.Add(close);
    }

    private void WriteArguments(string command, List<int> children, int count)
    {
        tex.Add(command);
        for (int i = 0; i < count; i++) WriteGroup("{", i < children.Count ? children[i] : -1, "}");
    }
}
