namespace DataCuration.Extraction;

/// <summary>The sources of metadata, most trusted first.</summary>
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
