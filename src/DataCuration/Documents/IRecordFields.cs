namespace DataCuration;

/// <summary>
/// Reads the fields of a source record other than id and text. A source attaches it to its documents, so that fields are kept without being parsed and are
/// parsed on first use.
/// </summary>
public interface IRecordFields
{
    /// <summary>Finds a field.</summary>
    /// <param name="record">The record's bytes.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The field's value.</param>
    /// <returns>True if the record has the field.</returns>
    bool TryGet(ReadOnlyMemory<byte> record, string name, out AnnotationValue value);

    /// <summary>Lists all fields other than id and text, in the record's order. Of several fields with the same name, only the last is listed.</summary>
    /// <param name="record">The record's bytes.</param>
    IEnumerable<KeyValuePair<string, AnnotationValue>> List(ReadOnlyMemory<byte> record);
}
