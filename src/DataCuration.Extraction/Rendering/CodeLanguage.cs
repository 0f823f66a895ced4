using System.Text;

namespace DataCuration.Extraction;

/// <summary>The language that the markup around a code block names (<c>language-csharp</c>, <c>lang-py</c>, <c>brush: js</c>, <c>highlight-source-rust</c>, <c>data-lang</c>).</summary>
internal static class CodeLanguage
{
    private const int Around = 3;

    /// <summary>The language, in lower case; null if none is named.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">A node in the code block.</param>
    public static string? Find(HtmlTree tree, int node)
    {
        // From the text outwards to the block, and a little further; and the code element in it.
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
        for (int step = 0; step < Around && outer > 0; step++, outer = tree.Nodes[outer].Parent)
            if (Of(tree, outer) is { } language) return language;
        return null;
    }

    private static string? Of(HtmlTree tree, int node)
    {
        foreach (HtmlAttributeName name in (ReadOnlySpan<HtmlAttributeName>)[HtmlAttributeName.DataLang, HtmlAttributeName.DataLanguage, HtmlAttributeName.Language])
            if (tree.AttributeText(node, name) is { Length: > 0 and <= 20 } given && IsName(given)) return given.ToLowerInvariant();
        ReadOnlySpan<byte> classes = tree.Attribute(node, HtmlAttributeName.Class);
        foreach (string prefix in (ReadOnlySpan<string>)["language-", "lang-", "highlight-source-", "highlight-", "sourceCode ", "brush: ", "brush:", "src-"])
        {
            int at = classes.IndexOf(Encoding.ASCII.GetBytes(prefix));
            if (at < 0 || (at > 0 && classes[at - 1] is not (byte)' ')) continue;
            ReadOnlySpan<byte> rest = classes[(at + prefix.Length)..];
            int end = rest.IndexOfAny(" ;"u8);
            string language = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
            if (IsName(language)) return language.ToLowerInvariant() is "none" or "plaintext" or "text" or "default" ? null : language.ToLowerInvariant();
        }
        return null;
    }

    private static bool IsName(string text) => text.Length is > 0 and <= 20 && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#-_.".AsSpan());
}
