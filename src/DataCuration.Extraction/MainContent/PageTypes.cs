namespace DataCuration.Extraction;

/// <summary>Tells what kind of page a page is.</summary>
internal static class PageTypes
{
    /// <summary>The kind, by what the page says about itself and what it consists of.</summary>
    public static PageType Classify(PageSignals signals, PageBlocks page)
    {
        _ = page;
        if ((signals.Kinds & (PageKinds.Forum | PageKinds.Question)) != 0) return PageType.Forum;
        if ((signals.Kinds & (PageKinds.Product | PageKinds.OpenGraphProduct)) != 0) return PageType.Product;
        if ((signals.Kinds & PageKinds.List) != 0) return PageType.Listing;
        if ((signals.Kinds & PageKinds.Documentation) != 0) return PageType.Documentation;
        return PageType.Article;
    }
}
