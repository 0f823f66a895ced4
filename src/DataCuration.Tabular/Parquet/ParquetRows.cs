using System.Text;
using Parquet;

namespace DataCuration.Tabular;

/// <summary>A row group in memory.</summary>
internal sealed class ParquetRows
{
    private ReadOnlyMemory<char>?[]? textCharacters;
    private ReadOnlyMemory<byte>?[]? textBytes;
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
        if (ParquetColumns.IsBytes(columns.Text)) rows.textBytes = await ParquetColumns.ReadValuesAsync<ReadOnlyMemory<byte>>(reader, columns.Text, cancellationToken).ConfigureAwait(false);
        else rows.textCharacters = await ParquetColumns.ReadValuesAsync<ReadOnlyMemory<char>>(reader, columns.Text, cancellationToken).ConfigureAwait(false);
        if (columns.Id is { } idField)
        {
            if (ParquetColumns.IsBytes(idField)) rows.idBytes = await ParquetColumns.ReadValuesAsync<ReadOnlyMemory<byte>>(reader, idField, cancellationToken).ConfigureAwait(false);
            else rows.id = await ParquetColumns.ReadAsync(reader, idField, cancellationToken).ConfigureAwait(false);
        }
        var others = new ColumnValues[columns.Others.Count];
        for (int i = 0; i < others.Length; i++) others[i] = await ParquetColumns.ReadAsync(reader, columns.Others[i], cancellationToken).ConfigureAwait(false);
        rows.Others = others;
        return rows;
    }

    /// <summary>A row's text in UTF-8; null where the file has a null.</summary>
    public ReadOnlyMemory<byte>? GetText(int row)
    {
        if (textBytes is not null) return textBytes[row];
        if (textCharacters![row] is not { } characters) return null;
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(characters.Span)];
        Encoding.UTF8.GetBytes(characters.Span, utf8);
        return utf8;
    }

    /// <summary>A row's id; null where it has none.</summary>
    public string? GetId(int row) => idBytes is null ? id?[row].AsString() : idBytes[row] is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}
