using static DataCuration.Extraction.HtmlTag;

namespace DataCuration.Extraction;

/// <summary>Classifies elements for segmentation: which start a block, and which are skipped.</summary>
internal static class BlockElements
{
    private static readonly ElementKind[] Kinds = Make();

    /// <summary>Gets the kind of an element.</summary>
    public static ElementKind Of(HtmlTag tag) => Kinds[(int)tag];

    private static ElementKind[] Make()
    {
        var kinds = new ElementKind[256];
        foreach (HtmlTag tag in (HtmlTag[])[Address, Article, Aside, BlockQuote, Body, Caption, Center, DescriptionDetails, Details, Dialog, Dir, Div,
            DescriptionList, DescriptionTerm, Fieldset, FigureCaption,
            Figure, Footer, Form, H1, H2, H3, H4, H5, H6, Head, Header, Hgroup, Html, Legend, ListItem, Main, Menu, Navigation, Noscript, OrderedList,
            OptionGroup, Paragraph, Preformatted, Listing, Xmp,
            Search, Section, Summary, HtmlTag.Table, TableBody, TableCell, TableFoot, TableHeaderCell, TableHead, TableRow, UnorderedList, Button, Label])
            kinds[(int)tag] = ElementKind.Block;
        foreach (HtmlTag tag in (HtmlTag[])[Script, Style, Template, Textarea, Select, Option, Svg, Canvas, Video, Audio, HtmlTag.Object, Iframe, Applet, Embed,
            Map, Datalist, Title, Noembed, Noframes, Progress,
            Meter, RubyParenthesis, RubyText]) kinds[(int)tag] = ElementKind.Skipped;
        return kinds;
    }
}
