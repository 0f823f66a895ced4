namespace DataCuration;

/// <summary>
/// A sink whose files need a schema: the same fields in every file of a folder. If the options do not declare it, <see cref="Corpus.WriteAsync"/> finds the
/// fields of the corpus first (<see cref="Corpus.SampleFieldsAsync"/>) and writes with them.
/// </summary>
public interface ISchemaSink : IDocumentSink
{
    /// <summary>True if the options declare no schema.</summary>
    bool NeedsFields { get; }

    /// <summary>Returns a sink that writes these fields. It must keep other fields of documents too, for instance in a field of JSON.</summary>
    /// <param name="fields">The fields of a sample of the corpus.</param>
    IDocumentSink WithFields(IReadOnlyList<CorpusField> fields);
}
