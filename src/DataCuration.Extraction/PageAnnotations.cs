namespace DataCuration.Extraction;

/// <summary>
/// The annotations that <see cref="HtmlExtractor"/> sets, in addition to <see cref="WellKnownAnnotations.Url"/>. Values that a page lacks are not set.
/// </summary>
public static class PageAnnotations
{
    /// <summary>The title.</summary>
    public static readonly AnnotationKey<string> Title = new("title");

    /// <summary>The authors, separated by semicolons.</summary>
    public static readonly AnnotationKey<string> Author = new("author");

    /// <summary>The publication date, <c>yyyy-MM-dd</c>.</summary>
    public static readonly AnnotationKey<string> Date = new("date");

    /// <summary>The language that the page declares, as a BCP 47 tag.</summary>
    public static readonly AnnotationKey<string> Language = new("html_language");

    /// <summary>The canonical address of the page.</summary>
    public static readonly AnnotationKey<string> CanonicalUrl = new("canonical_url");

    /// <summary>The site's name.</summary>
    public static readonly AnnotationKey<string> SiteName = new("site");

    /// <summary>The description from the page's metadata.</summary>
    public static readonly AnnotationKey<string> Description = new("description");

    /// <summary>The address of the licence.</summary>
    public static readonly AnnotationKey<string> LicenceUrl = new("licence_url");

    /// <summary>The page type (<see cref="Extraction.PageType"/>), in lower case.</summary>
    public static readonly AnnotationKey<string> PageType = new("page_type");

    /// <summary>The time at which the page was captured, ISO 8601.</summary>
    public static readonly AnnotationKey<string> CapturedAt = new("captured_at");

    /// <summary>
    /// The links and images in the text (<see cref="HtmlExtractor.KeepReferences"/>), as a JSON array. Each object has <c>kind</c> (<c>link</c> or
    /// <c>image</c>), <c>offset</c> and <c>length</c> in UTF-8 bytes of the text, <c>url</c>, and <c>alt</c> for images with an alternative text. Offsets refer
    /// to the text as extracted; a stage that edits the text makes them invalid.
    /// </summary>
    public static readonly AnnotationKey<string> References = new("references");

    /// <summary>The reader comments (<see cref="HtmlExtractor.KeepComments"/>).</summary>
    public static readonly AnnotationKey<string> Comments = new("comments");
}
