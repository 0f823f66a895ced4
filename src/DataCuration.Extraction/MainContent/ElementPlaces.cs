namespace DataCuration.Extraction;

/// <summary>Maps elements to the places of the text inside them.</summary>
internal static class ElementPlaces
{
    /// <summary>Gets the places that an element sets by its tag and attributes.</summary>
    public static PlaceFlags Of(HtmlTree tree, int node)
    {
        ref readonly HtmlNode element = ref tree.Nodes[node];
        PlaceFlags places = element.Tag switch
        {
            HtmlTag.Navigation => PlaceFlags.Navigation,
            HtmlTag.Header => PlaceFlags.Header,
            HtmlTag.Footer => PlaceFlags.Footer,
            HtmlTag.Aside => PlaceFlags.Aside,
            HtmlTag.Article => PlaceFlags.Article,
            HtmlTag.Main => PlaceFlags.Main,
            HtmlTag.Form => PlaceFlags.Form,
            HtmlTag.Figure or HtmlTag.FigureCaption => PlaceFlags.Figure,
            HtmlTag.Table => PlaceFlags.Table,
            HtmlTag.UnorderedList or HtmlTag.OrderedList or HtmlTag.Menu => PlaceFlags.List,
            HtmlTag.DescriptionList => PlaceFlags.Definition,
            HtmlTag.Details => PlaceFlags.Details,
            HtmlTag.Noscript => PlaceFlags.Noscript,
            HtmlTag.Dialog => PlaceFlags.Dialog,
            HtmlTag.Address => PlaceFlags.Address,
            HtmlTag.BlockQuote or HtmlTag.Quote => PlaceFlags.Quote,
            HtmlTag.Preformatted or HtmlTag.Listing or HtmlTag.Xmp => PlaceFlags.Preformatted,
            HtmlTag.Button or HtmlTag.Label => PlaceFlags.Button,
            HtmlTag.Anchor when tree.HasAttribute(node, HtmlAttributeName.Href) => PlaceFlags.Link,
            _ => PlaceFlags.None,
        };
        for (int i = element.FirstAttribute; i < element.FirstAttribute + element.AttributeCount; i++)
        {
            HtmlAttribute attribute = tree.Attributes[i];
            ReadOnlySpan<byte> value = tree.Html.Span.Slice(attribute.Start, attribute.Length);
            places |= attribute.Name switch
            {
                HtmlAttributeName.AriaHidden when value.SequenceEqual("true"u8) => PlaceFlags.AriaHidden,
                HtmlAttributeName.Role => ElementStyle.PlaceOfRole(value),
                HtmlAttributeName.Itemprop => ElementStyle.PlaceOfProperty(value),
                _ => PlaceFlags.None,
            };
        }
        return places;
    }
}
