using System.Runtime.CompilerServices;

namespace DataCuration.Extraction;

/// <summary>Finds elements by name, ignoring ASCII case.</summary>
internal static class HtmlTagNames
{
    private static readonly string[] Names =
    [
        "",
        "a", "abbr", "address", "annotation", "annotation-xml", "applet", "area", "article", "aside", "audio", "b", "base",
        "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button", "canvas", "caption",
        "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del", "desc", "details", "dfn",
        "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer",
        "foreignobject", "form", "frame", "frameset", "g", "h1", "h2", "h3", "h4", "h5", "h6", "head",
        "header", "hgroup", "hr", "html", "i", "iframe", "image", "img", "input", "ins", "kbd", "keygen",
        "label", "legend", "li", "link", "listing", "main", "map", "mark", "marquee", "math", "menu", "menuitem",
        "meta", "meter", "mfrac", "mglyph", "mi", "mn", "mo", "mroot", "mrow", "ms", "mspace", "msqrt",
        "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "mover", "mfenced",
        "mpadded", "mphantom", "menclose", "mmultiscripts", "mprescripts", "none", "semantics", "merror", "maction", "nav", "nobr", "noembed",
        "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "path", "picture", "plaintext",
        "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search",
        "section", "select", "shadow", "slot", "small", "source", "span", "strike", "strong", "style", "sub", "summary",
        "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title",
        "tr", "track", "tt", "u", "ul", "use", "var", "video", "wbr", "xmp",
    ];

    private static readonly NameTable Table = new(Names);

    /// <summary>The number of known elements, including <see cref="HtmlTag.Unknown"/>.</summary>
    public static int Count => Names.Length;

    /// <summary>Gets the name in lower case; empty for <see cref="HtmlTag.Unknown"/>.</summary>
    public static string NameOf(HtmlTag tag) => Names[(int)tag];

    /// <summary>Gets the element with a name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HtmlTag Find(ReadOnlySpan<byte> name) => (HtmlTag)Table.Find(name);
}
