using System.Text;

namespace DataCuration.Extraction;

/// <summary>Finds the language that an element declares or inherits.</summary>
internal static class ElementLanguages
{
    /// <summary>The maximum number of elements looked at, from the inside.</summary>
    public const int MaxLevels = 64;

    // The longest tag without extensions is shorter (RFC 5646, section 4.4.1). Longer values would be read again for each element below.
    private const int MaxTag = 35;

    /// <summary>Gets the declared language of an element or the nearest one around it; null without one.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The element.</param>
    /// <param name="withXml">True to read <c>xml:lang</c> too.</param>
    public static string? Of(HtmlTree tree, int node, bool withXml)
    {
        int around = node;
        for (int level = 0; level < MaxLevels && around > 0; level++, around = tree.Nodes[around].Parent)
            if (Declared(tree, around, withXml) is { } language) return language;
        // The elements between are too many. The page's own language is the most likely.
        return around > 1 ? Declared(tree, 1, withXml) : null;
    }

    private static string? Declared(HtmlTree tree, int node, bool withXml)
    {
        if (tree.Nodes[node].AttributeCount == 0) return null;
        if (!tree.TryGetAttribute(node, HtmlAttributeName.Lang, out ReadOnlySpan<byte> tag)
            && !(withXml && tree.TryGetAttribute(node, HtmlAttributeName.XmlLang, out tag))) return null;
        return tag.Length is > 1 and <= MaxTag ? Encoding.UTF8.GetString(tag) : null;
    }
}
