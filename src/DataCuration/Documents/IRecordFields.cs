namespace DataCuration;

/// <summary>
/// The part of a source record that no one has read yet: every field but id and text. A source attaches it to its documents, so that fields survive a
/// run without being parsed, and are parsed on first use.
/// </summary>
public interface IRecordFields
{
    /// <summary>Finds a field.</summary>
    /// <param name="record">The record's bytes, as given to the document.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The field's value.</param>
    /// <returns>Whether the record has the field.</returns>
    bool TryGet(ReadOnlyMemory<byte> record, string name, out AnnotationValue value);

    /// <summary>Lists all fields other than id and text, in the record's order, the last one of equal names only.</summary>
    /// <param name="record">The record's bytes, as given to the document.</param>
    IEnumerable<KeyValuePair<string, AnnotationValue>> List(ReadOnlyMemory<byte> record);
}
