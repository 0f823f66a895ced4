namespace DataCuration.Extraction;

/// <summary>Properties of single elements from which a page's blocks are made.</summary>
internal static class ElementTraits
{
    /// <summary>Returns the tag that decides a block's role; <see cref="HtmlTag.Unknown"/> for elements without a role of their own.</summary>
    public static HtmlTag RoleOf(HtmlTag tag) => tag switch
    {
        HtmlTag.Paragraph or HtmlTag.H1 or HtmlTag.H2 or HtmlTag.H3 or HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6 or HtmlTag.ListItem
            or HtmlTag.TableCell or HtmlTag.TableHeaderCell or HtmlTag.DescriptionTerm or HtmlTag.DescriptionDetails or HtmlTag.Preformatted
            or HtmlTag.BlockQuote or HtmlTag.FigureCaption or HtmlTag.Caption or HtmlTag.Summary or HtmlTag.Button or HtmlTag.Label
            or HtmlTag.Legend => tag,
        HtmlTag.Listing or HtmlTag.Xmp => HtmlTag.Preformatted,
        _ => HtmlTag.Unknown,
    };

    /// <summary>Returns true for the tags and roles of headings.</summary>
    public static bool IsHeading(HtmlTag role) => role is >= HtmlTag.H1 and <= HtmlTag.H6;

    /// <summary>Returns the FNV-1a hash of the first word of an attribute's value.</summary>
    public static ulong FirstWordHash(ReadOnlySpan<byte> value)
    {
        int at = 0;
        while (at < value.Length && IsSpace(value[at])) at++;
        ulong hash = 14695981039346656037;
        for (; at < value.Length && !IsSpace(value[at]); at++) hash = unchecked((hash ^ value[at]) * 1099511628211);
        return hash;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f';
}
