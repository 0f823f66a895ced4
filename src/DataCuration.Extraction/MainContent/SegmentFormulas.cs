using System.Text;

namespace DataCuration.Extraction;

/// <summary>Writes the formulas of a page, and knows the elements in which delimiters do not make formulas.</summary>
/// <param name="text">Receives the formulas.</param>
internal sealed class SegmentFormulas(BlockText text)
{
    private HtmlTree tree = null!;
    private int codeEnd;
    private int noMathEnd;
    private int mathAgainEnd;

    /// <summary>Begins a page.</summary>
    public void Begin(HtmlTree parsed)
    {
        tree = parsed;
        codeEnd = noMathEnd = mathAgainEnd = 0;
    }

    /// <summary>Notes that an element begins in which formulas are not recognised, or are again.</summary>
    public void Enter(int node)
    {
        ref readonly HtmlNode element = ref tree.Nodes[node];
        // MathJax (skipHtmlTags) and KaTeX (ignoredTags) ignore formulas in code.
        if (element.Tag == HtmlTag.Code) codeEnd = Math.Max(codeEnd, element.ContentEnd);
        else if (MathDelimiters.AreIgnoredIn(tree, node)) (noMathEnd, mathAgainEnd) = (Math.Max(noMathEnd, element.ContentEnd), 0);
        else if (node < noMathEnd && MathDelimiters.AreFoundAgainIn(tree, node)) mathAgainEnd = Math.Max(mathAgainEnd, element.ContentEnd);
    }

    /// <summary>Returns true if a text may have formulas between delimiters.</summary>
    public bool MayBeIn(int node, ReadOnlySpan<byte> bytes) =>
        node >= codeEnd && (node >= noMathEnd || node < mathAgainEnd) && bytes.IndexOfAny((byte)'$', (byte)'\\') >= 0;

    /// <summary>Adds a formula.</summary>
    public void Append(string tex, string mark) => text.AppendFormula(Encoding.UTF8.GetBytes($"{mark}{tex}{mark}"));

    /// <summary>Adds text with delimited formulas, and normalizes their delimiters.</summary>
    /// <returns>The number of formulas.</returns>
    public int AppendDelimited(DelimitedMath math, string decoded)
    {
        int done = 0;
        int count = 0;
        math.Begin(decoded);
        while (math.TryNext(out int start, out int end, out MathDelimiter? delimiter))
        {
            text.Append(Encoding.UTF8.GetBytes(decoded[done..start]), false);
            Append(decoded[(start + delimiter.Open.Length)..(end - delimiter.Close.Length)].Trim(), delimiter.IsDisplay ? "$$" : "$");
            count++;
            done = end;
        }
        text.Append(Encoding.UTF8.GetBytes(decoded[done..]), false);
        return count;
    }
}
