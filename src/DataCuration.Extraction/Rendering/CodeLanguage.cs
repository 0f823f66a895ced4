using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Finds the programming language declared in the markup of a code block (<c>language-csharp</c>, <c>lang-py</c>, <c>brush: js</c>,
/// <c>highlight-source-rust</c>, <c>hljs go</c>, <c>data-lang</c>).
/// </summary>
internal static class CodeLanguage
{
    private const int Around = 3;
    private const int MaxAround = 12;
    private const int MaxClassLength = 512;

    private static readonly byte[][] Prefixes =
        [.. new[] { "language-", "lang-", "highlight-source-", "highlight-", "sourceCode ", "brush: ", "brush:", "src-" }.Select(Encoding.ASCII.GetBytes)];

    // Values for "no language", and names that themes give to the boxes around code.
    private static readonly string[] NoLanguage = ["none", "plaintext", "plain", "text", "txt", "default", "undefined", "unknown", "auto", "nohighlight",
        "wrapper", "container", "block", "box", "code", "body", "area", "content", "table", "line", "lines", "header", "inner", "prettyprint", "prettyprinted",
        "highlight", "highlighted", "copyable", "copy", "linenums", "linenos", "wrap", "nowrap", "scroll", "dark", "light", "theme"];

    /// <summary>Gets the language in lower case, or null.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">A node in the code block.</param>
    public static string? Find(HtmlTree tree, int node)
    {
        // Searches from the text outwards to the block and a little further, and the code element inside it.
        int pre = -1;
        for (int around = tree.Nodes[node].Parent; around > 0; around = tree.Nodes[around].Parent)
        {
            if (Of(tree, around) is { } language) return language;
            if (tree.Nodes[around].Tag != HtmlTag.Preformatted) continue;
            pre = around;
            break;
        }
        if (pre < 0) return null;
        int outer = tree.Nodes[pre].Parent;
        for (int step = 0, walked = 0; step < Around && walked < MaxAround && outer > 0; walked++, outer = tree.Nodes[outer].Parent)
        {
            if (Of(tree, outer) is { } language) return language;
            // Code beside line numbers is in a table.
            if (tree.Nodes[outer].Tag is not (HtmlTag.TableCell or HtmlTag.TableRow or HtmlTag.TableBody or HtmlTag.Table)) step++;
        }
        return null;
    }

    private static string? Of(HtmlTree tree, int node)
    {
        if (tree.Nodes[node].AttributeCount == 0) return null;
        foreach (HtmlAttributeName name in (ReadOnlySpan<HtmlAttributeName>)[HtmlAttributeName.DataLang,
            HtmlAttributeName.DataLanguage, HtmlAttributeName.Language])
            if (tree.AttributeText(node, name) is { Length: > 0 and <= 20 } given && IsName(given)) return given.ToLowerInvariant();
        ReadOnlySpan<byte> classes = tree.Attribute(node, HtmlAttributeName.Class);
        classes = classes[..Math.Min(classes.Length, MaxClassLength)];
        foreach (byte[] prefix in Prefixes)
        {
            int at = classes.IndexOf(prefix);
            if (at < 0 || (at > 0 && classes[at - 1] is not (byte)' ')) continue;
            ReadOnlySpan<byte> rest = classes[(at + prefix.Length)..];
            int end = rest.IndexOfAny(" ;"u8);
            string language = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]).ToLowerInvariant();
            if (IsName(language)) return NoLanguage.Contains(language) ? null : language;
        }
        return OfHighlightJs(classes) ?? OfPreformatted(tree, node);
    }

    /// <summary>highlight.js writes the detected language next to its own class: <c>hljs go</c>, <c>go hljs</c>.</summary>
    private static string? OfHighlightJs(ReadOnlySpan<byte> classes)
    {
        if (classes.IndexOf("hljs"u8) < 0) return null;
        string[] words = Encoding.UTF8.GetString(classes).ToLowerInvariant()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Contains("hljs") ? Array.Find(words, static word => word != "hljs" && word.Length <= 12 && !word.AsSpan().ContainsAny('-', '_')
            && IsName(word) && !NoLanguage.Contains(word)) : null;
    }

    /// <summary>Reads <c>&lt;pre lang="python"&gt;</c>. A value of two letters is more likely a human language.</summary>
    private static string? OfPreformatted(HtmlTree tree, int node) =>
        tree.Nodes[node].Tag == HtmlTag.Preformatted && tree.AttributeText(node, HtmlAttributeName.Lang) is { Length: >= 3 and <= 20 } given && IsName(given)
            && !given.AsSpan().ContainsAny('-', '_')
        && !NoLanguage.Contains(given.ToLowerInvariant()) ? given.ToLowerInvariant() : null;

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 20 && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#-_.".AsSpan());
}
