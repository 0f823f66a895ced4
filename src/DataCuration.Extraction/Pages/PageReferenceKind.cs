namespace DataCuration.Extraction;

/// <summary>What a <see cref="PageReference"/> refers to.</summary>
public enum PageReferenceKind
{
    /// <summary>Another page: the reference spans the link's text.</summary>
    Link,

    /// <summary>A picture: the reference is the point in the text where it stands, of length 0 (in Markdown with <see cref="HtmlExtractor.KeepImages"/>, the picture's markup).</summary>
    Image,
}
