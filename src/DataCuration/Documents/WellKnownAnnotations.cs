namespace DataCuration;

/// <summary>Annotations whose names the field agrees on.</summary>
public static class WellKnownAnnotations
{
    /// <summary>The address that a document was fetched from.</summary>
    public static readonly AnnotationKey<string> Url = new("url");

    /// <summary>The collection or file that a document belongs to.</summary>
    public static readonly AnnotationKey<string> Source = new("source");
}
