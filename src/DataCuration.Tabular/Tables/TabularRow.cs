namespace DataCuration.Tabular;

/// <summary>The columns of a row except text and id, read on demand. Keeps the columns of its row group in memory while a document refers to it.</summary>
/// <param name="columns">The columns.</param>
/// <param name="row">The row.</param>
/// <param name="rest">The column whose JSON object holds further fields; null if the file has no such column.</param>
internal sealed class TabularRow(IReadOnlyList<ColumnValues> columns, int row, ColumnValues? rest) : IRecordFields
{
    public bool TryGet(ReadOnlyMemory<byte> record, string name, out AnnotationValue value)
    {
        if (rest?[row].AsString() is { } text && RestFields.Read(text).TryGetValue(name, out value)) return true;
        foreach (ColumnValues column in columns)
        {
            if (column == rest || !string.Equals(column.Name, name, StringComparison.Ordinal)) continue;
            value = column[row];
            return true;
        }
        value = default;
        return false;
    }

    public IEnumerable<KeyValuePair<string, AnnotationValue>> List(ReadOnlyMemory<byte> record)
    {
        Dictionary<string, AnnotationValue>? further = rest?[row].AsString() is { } text ? RestFields.Read(text) : null;
        foreach (ColumnValues column in columns)
        {
            if (column == rest) continue;
            yield return new(column.Name, further is not null && further.Remove(column.Name, out AnnotationValue value) ? value : column[row]);
        }
        if (further is null) yield break;
        foreach (KeyValuePair<string, AnnotationValue> field in further) yield return field;
    }
}
