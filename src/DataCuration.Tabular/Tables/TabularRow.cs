namespace DataCuration.Tabular;

/// <summary>The columns of a row except text and id, read on demand. Keeps the columns of its row group in memory while a document refers to it.</summary>
/// <param name="columns">The columns.</param>
/// <param name="row">The row.</param>
/// <param name="rest">The column whose JSON object holds further fields, and is no field itself; null if the file has no such column.</param>
/// <param name="further">The further fields of the row; null if it has none. They take the place of columns with the same name.</param>
internal sealed class TabularRow(IReadOnlyList<ColumnValues> columns, int row, ColumnValues? rest, IReadOnlyDictionary<string, AnnotationValue>? further)
    : IRecordFields
{
    public bool TryGet(ReadOnlyMemory<byte> record, string name, out AnnotationValue value)
    {
        if (further is not null && further.TryGetValue(name, out value)) return true;
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
        HashSet<string>? listed = further is null ? null : new(StringComparer.Ordinal);
        foreach (ColumnValues column in columns)
        {
            if (column == rest) continue;
            bool isReplaced = further is not null && further.ContainsKey(column.Name) && listed!.Add(column.Name);
            yield return new(column.Name, isReplaced ? further![column.Name] : column[row]);
        }
        if (further is null) yield break;
        foreach (KeyValuePair<string, AnnotationValue> field in further)
            if (!listed!.Contains(field.Key)) yield return field;
    }
}
