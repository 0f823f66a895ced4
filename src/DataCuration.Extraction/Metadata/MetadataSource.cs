namespace DataCuration.Extraction;

/// <summary>Where a value comes from, from the most to the least trusted.</summary>
internal enum MetadataSource : byte
{
    JsonLd,
    OpenGraph,
    Citation,
    DublinCore,
    Meta,
    Twitter,
    Microdata,
    Link,
    HeadingInTitle,
    TitleElement,
    Visible,
    None,
}
