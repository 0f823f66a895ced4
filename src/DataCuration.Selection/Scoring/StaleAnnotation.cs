namespace DataCuration.Selection;

/// <summary>Finds annotations of an earlier run. A stage without a result for a document removes them, so that they do not pass for its own.</summary>
internal static class StaleAnnotation
{
    /// <summary>Returns true if a document has a value with this name.</summary>
    public static bool IsThere(Document document, string name) => document.TryGetValue(name, out AnnotationValue value) && value.Kind != AnnotationKind.Null;
}
