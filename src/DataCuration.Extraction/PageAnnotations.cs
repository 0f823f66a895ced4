namespace DataCuration.Extraction;

/// <summary>What <see cref="HtmlExtractor"/> annotates documents with, beside <see cref="WellKnownAnnotations.Url"/>. A value that a page does not give is not set.</summary>
public static class PageAnnotations
{
    /// <summary>The title.</summary>
    public static readonly AnnotationKey<string> Title = new("title");

    /// <summary>The authors, parted by semicolons.</summary>
    public static readonly AnnotationKey<string> Author = new("author");

    /// <summary>The day of publication, <c>yyyy-MM-dd</c>.</summary>
    public static readonly AnnotationKey<string> Date = new("date");

    /// <summary>The language that the page declares, as a BCP 47 tag.</summary>
    public static readonly AnnotationKey<string> Language = new("html_language");

    /// <summary>The address that the page wants to be known by.</summary>
    public static readonly AnnotationKey<string> CanonicalUrl = new("canonical_url");

    /// <summary>The site's name.</summary>
    public static readonly AnnotationKey<string> SiteName = new("site");

    /// <summary>The page's description of itself.</summary>
    public static readonly AnnotationKey<string> Description = new("description");

    /// <summary>The address of the licence.</summary>
    public static readonly AnnotationKey<string> LicenceUrl = new("licence_url");

    /// <summary>The kind of page (<see cref="Extraction.PageType"/>), in lower case.</summary>
    public static readonly AnnotationKey<string> PageType = new("page_type");

    /// <summary>When the page was captured, ISO 8601.</summary>
    public static readonly AnnotationKey<string> CapturedAt = new("captured_at");

    /// <summary>
    /// The links and images in the text (<see cref="HtmlExtractor.KeepReferences"/>), as a JSON array of objects with <c>kind</c> (<c>link</c> or <c>image</c>), <c>offset</c> and <c>length</c> in bytes of the text in
    /// UTF-8, <c>url</c>, and <c>alt</c> for images that have an alternative text. It holds for the text as extracted: a stage that edits the text makes it void.
    /// </summary>
    public static readonly AnnotationKey<string> References = new("references");

    /// <summary>Readers' comments (<see cref="HtmlExtractor.KeepComments"/>).</summary>
    public static readonly AnnotationKey<string> Comments = new("comments");
}
