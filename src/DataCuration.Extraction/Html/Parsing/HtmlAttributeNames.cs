using System.Runtime.CompilerServices;

namespace DataCuration.Extraction;

/// <summary>Finds attributes by name, ignoring ASCII case.</summary>
internal static class HtmlAttributeNames
{
    private static readonly string[] Names =
    [
        "",
        "id", "class", "style", "href", "src", "alt", "title", "role", "hidden", "aria-hidden", "aria-label", "name",
        "content", "property", "itemprop", "itemtype", "itemscope", "rel", "lang", "xml:lang", "type", "charset", "http-equiv", "datetime",
        "colspan", "rowspan", "data-lang", "data-language", "language", "data-src", "data-original", "srcset", "data-srcset", "encoding", "display", "mode",
        "data-tex", "data-latex", "data-mathml", "start", "value", "reversed", "width", "height", "cite", "align", "border", "data-expr",
        "alttext", "data-title", "data-testid", "data-component", "for",
        "open", "close", "separators", "mathvariant", "notation", "columnalign", "linethickness",
        "aria-controls", "aria-expanded", "aria-labelledby", "data-target", "data-bs-target", "data-tab", "onclick", "popover", "bgcolor", "color",
        "placeholder",
    ];

    private static readonly NameTable Table = new(Names);

    /// <summary>Gets the attribute with a name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HtmlAttributeName Find(ReadOnlySpan<byte> name) => (HtmlAttributeName)Table.Find(name);
}
