namespace DataCuration.Tabular;

/// <summary>The columns of a row except text and id, read on demand. Keeps the columns of its row group in memory while a document refers to it.</summary>
internal sealed class TabularRow(IReadOnlyList<ColumnValues> columns, int row) : IRecordFields
{
    public bool TryGet(ReadOnlyMemory<byte> record, string name, out AnnotationValue value)
    {
        foreach (ColumnValues column in columns)
        {
            if (!string.Equals(column.Name, name, StringComparison.Ordinal)) continue;
            value = column[row];
            return true;
        }
        value = default;
        return false;
    }

    public IEnumerable<KeyValuePair<string, AnnotationValue>> List(ReadOnlyMemory<byte> record)
    {
        foreach (ColumnValues column in columns) yield return new(column.Name, column[row]);
    }
}
