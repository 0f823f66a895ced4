using System.Text;

namespace DataCuration.Tabular;

/// <summary>The rows of a row group, in memory.</summary>
internal sealed class ParquetRows
{
    private readonly string path;
    private readonly ReadOnlyMemory<byte>?[] text;
    private readonly ReadOnlyMemory<byte>?[]? idBytes;
    private readonly ColumnValues? id;

    /// <summary>Reads a row group.</summary>
    /// <param name="file">The file.</param>
    /// <param name="group">The row group.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="warn">Receives messages about columns and values that cannot be read, and their kinds.</param>
    public ParquetRows(ParquetFile file, ParquetGroup group, ParquetColumns columns, Action<string, string> warn)
    {
        path = file.Path;
        List<ParquetLeaf> all = [columns.Text, .. columns.Others];
        if (columns.Id is not null) all.Add(columns.Id);
        ParquetFile.Guard(path, () =>
        {
            ParquetLimits.Check(group, all, file.Stream.Length);
            return all;
        });
        text = ParquetColumns.ReadBytes(file, group, columns.Text);
        if (columns.Id is { IsBytes: true }) idBytes = ParquetColumns.ReadBytes(file, group, columns.Id);
        else if (columns.Id is not null) id = ReadId(file, group, columns.Id, warn);
        Others = columns.ReadOthers(file, group, warn);
        if (file.Footer.Properties.TryGetValue(RestFields.Property, out string? rest)) Rest = Others.FirstOrDefault(column => column.Name == rest);
    }

    /// <summary>The columns that become annotations.</summary>
    private IReadOnlyList<ColumnValues> Others { get; }

    /// <summary>The column that holds further fields as a JSON object; null if the file has no such column.</summary>
    private ColumnValues? Rest { get; }

    /// <summary>Returns the stored bytes of a row's text, which may be invalid UTF-8; null if the file has a null.</summary>
    public ReadOnlyMemory<byte>? GetText(int row) => text[row];

    /// <summary>Returns a row's id in UTF-8; null if it has no id.</summary>
    public ReadOnlyMemory<byte>? GetId(int row) => idBytes is not null ? idBytes[row] : id?.Format(row) is { } value ? Encoding.UTF8.GetBytes(value) : null;

    /// <summary>Returns the fields of a row other than id and text. Further fields that are no JSON object stay one field, with a warning.</summary>
    /// <param name="row">The row.</param>
    /// <param name="number">The row's number in the file.</param>
    /// <param name="warn">Receives messages and their kinds.</param>
    public TabularRow GetFields(int row, long number, Action<string, string> warn)
    {
        if (Rest?[row].AsString() is not { } json) return new TabularRow(Others, row, Rest, null);
        if (RestFields.TryRead(json, out Dictionary<string, AnnotationValue>? further)) return new TabularRow(Others, row, Rest, further);
        warn($"'{path}': column '{Rest.Name}' of row {number} should hold fields as a JSON object, but is damaged. It is read as one field.",
            $"column '{Rest.Name}' is not a JSON object");
        return new TabularRow(Others, row, null, null);
    }

    private static ColumnValues ReadId(ParquetFile file, ParquetGroup group, ParquetLeaf column, Action<string, string> warn)
    {
        try
        {
            return ParquetColumns.ReadValues(file, group, column, warn);
        }
        catch (NotSupportedException exception)
        {
            throw ParquetColumns.Unreadable(file, column, exception);
        }
    }
}
