namespace DataCuration;

/// <summary>A field of documents other than id and text, as <see cref="Corpus.SampleFieldsAsync"/> finds it.</summary>
public sealed record CorpusField
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The kind that holds all values found without loss. <see cref="AnnotationKind.Null"/> if all are null. <see cref="AnnotationKind.String"/> for values of
    /// several kinds, and for integers beside numbers if a floating-point number cannot hold one of the integers.
    /// </summary>
    public required AnnotationKind Kind { get; init; }

    /// <summary>The number of documents that have the field.</summary>
    public required long Documents { get; init; }

    /// <summary>Lists the fields of documents.</summary>
    /// <param name="documents">The documents.</param>
    /// <returns>The fields in order of first occurrence.</returns>
    public static IReadOnlyList<CorpusField> ListFrom(IEnumerable<Document> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var tally = new FieldTally();
        foreach (Document document in documents) tally.Add(document);
        return tally.ToFields();
    }

    /// <summary>Returns the kind that holds values of one field; see <see cref="Kind"/>.</summary>
    /// <param name="values">The values.</param>
    public static AnnotationKind MergeKinds(IEnumerable<AnnotationValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var tally = new KindTally();
        foreach (AnnotationValue value in values) tally.Add(value);
        return tally.ToKind();
    }
}
