namespace DataCuration.Extraction;

/// <summary>The kind of a <see cref="PageReference"/>.</summary>
public enum PageReferenceKind
{
    /// <summary>A link. The reference spans the text of the link.</summary>
    Link,

    /// <summary>An image. The reference is a position of length 0, or the image's markup in Markdown with <see cref="HtmlExtractor.KeepImages"/>.</summary>
    Image,
}
