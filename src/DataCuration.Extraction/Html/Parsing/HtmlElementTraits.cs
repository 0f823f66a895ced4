using System.Runtime.CompilerServices;
using static DataCuration.Extraction.HtmlTag;

namespace DataCuration.Extraction;

/// <summary>The traits of each element.</summary>
internal static class HtmlElementTraits
{
    private static readonly HtmlTraits[] Traits = Make();

    /// <summary>Gets the traits of an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HtmlTraits Of(HtmlTag tag) => Traits[(int)tag];

    private static HtmlTraits[] Make()
    {
        var table = new HtmlTraits[256];
        Set(HtmlTraits.Void, Area, Base, Basefont, Bgsound, LineBreak, Column, Embed, Frame, ThematicBreak, Image, Input, Keygen, Link,
            Meta, Param, Source, Track, WordBreak);
        Set(HtmlTraits.Special, Address, Applet, Area, Article, Aside, Base, Basefont, Bgsound, BlockQuote, Body, LineBreak, Button, Caption, Center,
            Column, ColumnGroup, DescriptionDetails,
            Details, Dir, Div, DescriptionList, DescriptionTerm, Embed, Fieldset, FigureCaption, Figure, Footer, Form, Frame, Frameset, H1, H2, H3, H4, H5, H6,
            Head, Header, Hgroup, ThematicBreak,
            Html, Iframe, Image, Input, Keygen, ListItem, Link, Listing, Main, Marquee, Menu, Meta, Navigation, Noembed, Noframes, Noscript, HtmlTag.Object,
            OrderedList, Paragraph, Param, Plaintext,
            Preformatted, Script, Search, Section, Select, Source, Style, Summary, HtmlTag.Table, TableBody, TableCell, Template, Textarea, TableFoot,
            TableHeaderCell, TableHead, Title, TableRow, Track,
            UnorderedList, WordBreak, Xmp, Mi, Mo, Mn, Ms, Mtext, AnnotationXml, ForeignObject);
        Set(HtmlTraits.Boundary, Applet, Caption, Html, HtmlTag.Table, TableCell, TableHeaderCell, Marquee, HtmlTag.Object, Template, Button, Mi, Mo, Mn, Ms,
            Mtext, AnnotationXml, ForeignObject);
        Set(HtmlTraits.ClosesParagraph, Address, Article, Aside, BlockQuote, Center, DescriptionDetails, Details, Dialog, Dir, Div, DescriptionList,
            DescriptionTerm, Fieldset, FigureCaption, Figure,
            Footer, Form, H1, H2, H3, H4, H5, H6, Header, Hgroup, ThematicBreak, ListItem, Listing, Main, Menu, Navigation, OrderedList, Paragraph, Plaintext,
            Preformatted, Search, Section, Summary,
            HtmlTag.Table, UnorderedList, Xmp);
        Set(HtmlTraits.Formatting, Anchor, Bold, Big, Code, Emphasis, Font, Italic, Nobr, StrikeThrough, Small, Strike, Strong, Teletype, Underline);
        Set(HtmlTraits.RawText, Script, Style, Xmp, Iframe, Noembed, Noframes, Plaintext);
        Set(HtmlTraits.EscapableRawText, Title, Textarea);
        Set(HtmlTraits.Head, Base, Basefont, Bgsound, Link, Meta, Title, Noscript, Noframes, Style, Script, Template, Head);
        Set(HtmlTraits.Breakout, Bold, Big, BlockQuote, Body, LineBreak, Center, Code, DescriptionDetails, Div, DescriptionList, DescriptionTerm, Emphasis,
            Embed, H1, H2, H3, H4, H5, H6, Head,
            ThematicBreak, Italic, Image, ListItem, Listing, Menu, Meta, Nobr, OrderedList, Paragraph, Preformatted, Ruby, StrikeThrough, Small, Span,
            Strong, Strike, Subscript, Superscript,
            HtmlTag.Table, Teletype, Underline, UnorderedList);
        table[(int)HtmlTag.Variable] |= HtmlTraits.Breakout;
        for (int tag = 0; tag < table.Length; tag++)
            if ((table[tag] & HtmlTraits.Special) != 0 && (HtmlTag)tag is not (Address or Div or Paragraph)) table[tag] |= HtmlTraits.ListBoundary;
        Set(HtmlTraits.IntegrationPoint, Mi, Mo, Mn, Ms, Mtext, AnnotationXml, ForeignObject);
        return table;

        void Set(HtmlTraits trait, params ReadOnlySpan<HtmlTag> tags)
        {
            foreach (HtmlTag tag in tags) table[(int)tag] |= trait;
        }
    }
}
