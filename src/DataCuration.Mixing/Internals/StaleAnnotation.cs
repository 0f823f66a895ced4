namespace DataCuration.Mixing;

/// <summary>Removes annotations of an earlier run. A stage without a result for a document does so, so that they do not pass for its own.</summary>
internal static class StaleAnnotation
{
    /// <summary>Returns the document without a value of this name.</summary>
    public static StageResult Remove(Document document, string name) =>
        document.TryGetValue(name, out AnnotationValue value) && value.Kind != AnnotationKind.Null
            ? StageResult.Replace(document.Edit().Set(name, AnnotationValue.Null).Build()) : StageResult.Keep;
}
