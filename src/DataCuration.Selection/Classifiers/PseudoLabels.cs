namespace DataCuration.Selection;

/// <summary>
/// The fields of labels that a model gave (pseudo-labels). With the default annotation <c>label</c> they are <c>label</c>, <c>label_confidence</c> and
/// <c>label_source</c>.
/// </summary>
public static class PseudoLabels
{
    /// <summary>The default field of labels.</summary>
    public const string Label = "label";

    /// <summary>The value of the source field of a pseudo-label: <c>pseudo</c>.</summary>
    public const string Source = "pseudo";

    /// <summary>Returns the field of the confidence, a number from 0 to 1: the label's field with <c>_confidence</c>.</summary>
    /// <param name="label">The field of labels.</param>
    public static string ConfidenceOf(string label = Label) => label + "_confidence";

    /// <summary>Returns the field of the source: the label's field with <c>_source</c>. It has the value <see cref="Source"/> for pseudo-labels only.</summary>
    /// <param name="label">The field of labels.</param>
    public static string SourceOf(string label = Label) => label + "_source";

    /// <summary>
    /// Writes the label of a document, or removes an earlier pseudo-label if there is no label. A label that has another source, or none, belongs to the input
    /// and is never changed.
    /// </summary>
    internal static StageResult Write(Document document, string field, string? label, double confidence)
    {
        string source = SourceOf(field);
        if (StaleAnnotation.IsThere(document, field) && GroupNumbers.NameOf(document, source) != Source) return StageResult.Keep;
        if (label is not null)
            return StageResult.Replace(document.Edit().Set(new AnnotationKey<string>(field), label)
                .Set(new AnnotationKey<double>(ConfidenceOf(field)), confidence).Set(new AnnotationKey<string>(source), Source).Build());
        DocumentEditor editor = document.Edit();
        foreach (string name in (string[])[field, ConfidenceOf(field), source])
            if (StaleAnnotation.IsThere(document, name)) editor.Set(name, AnnotationValue.Null);
        Document cleared = editor.Build();
        return ReferenceEquals(cleared, document) ? StageResult.Keep : StageResult.Replace(cleared);
    }
}
