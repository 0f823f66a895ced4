namespace DataCuration.Selection;

/// <summary>What an earlier run left on a document: a stage that has nothing to say this time takes it away, lest it pass for its own.</summary>
internal static class StaleAnnotation
{
    /// <summary>Whether a document has a value of that name.</summary>
    public static bool IsThere(Document document, string name) => document.TryGetValue(name, out AnnotationValue value) && value.Kind != AnnotationKind.Null;
}
