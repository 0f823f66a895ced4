using System.Text;
using Parquet;

namespace DataCuration.Tabular;

/// <summary>The rows of a row group, in memory.</summary>
internal sealed class ParquetRows
{
    private ReadOnlyMemory<byte>?[] text = [];
    private ReadOnlyMemory<byte>?[]? idBytes;
    private ColumnValues? id;

    private ParquetRows()
    {
    }

    /// <summary>The columns that become annotations.</summary>
    public IReadOnlyList<ColumnValues> Others { get; private set; } = [];

    public static async Task<ParquetRows> ReadAsync(ParquetReader file, int group, ParquetColumns columns, CancellationToken cancellationToken)
    {
        using ParquetRowGroupReader reader = file.OpenRowGroupReader(group);
        var rows = new ParquetRows();
        rows.text = await ParquetColumns.ReadBytesAsync(reader, columns.Text, cancellationToken).ConfigureAwait(false);
        if (columns.Id is { } idField)
        {
            if (ParquetColumns.IsText(idField)) rows.idBytes = await ParquetColumns.ReadBytesAsync(reader, idField, cancellationToken).ConfigureAwait(false);
            else rows.id = await ParquetColumns.ReadAsync(reader, idField, cancellationToken).ConfigureAwait(false);
        }
        var others = new ColumnValues[columns.Others.Count];
        for (int i = 0; i < others.Length; i++) others[i] = await ParquetColumns.ReadAsync(reader, columns.Others[i], cancellationToken).ConfigureAwait(false);
        rows.Others = others;
        return rows;
    }

    /// <summary>Returns the stored bytes of a row's text, which may be invalid UTF-8; null if the file has a null.</summary>
    public ReadOnlyMemory<byte>? GetText(int row) => text[row];

    /// <summary>Returns a row's id in UTF-8; null if it has no id.</summary>
    public ReadOnlyMemory<byte>? GetId(int row) => idBytes is not null ? idBytes[row] : id?[row].AsString() is { } value ? Encoding.UTF8.GetBytes(value) : null;
}
