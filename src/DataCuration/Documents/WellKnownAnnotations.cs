namespace DataCuration;

/// <summary>Annotations with conventional names.</summary>
public static class WellKnownAnnotations
{
    /// <summary>The address that the document was fetched from.</summary>
    public static readonly AnnotationKey<string> Url = new("url");

    /// <summary>The collection or file that the document belongs to.</summary>
    public static readonly AnnotationKey<string> Source = new("source");
}
