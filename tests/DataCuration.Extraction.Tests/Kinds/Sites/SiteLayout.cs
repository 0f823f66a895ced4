namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Programs for sites whose markup test pages have.</summary>
internal enum SiteLayout
{
    Article,
    WordPress,
    MediaWiki,
    Sphinx,
    Docusaurus,
    Discourse,
    Bootstrap,
    Tables,
}
