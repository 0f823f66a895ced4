using System.Text.Unicode;
using Parquet;

namespace DataCuration.Tabular;

/// <summary>Reads the row groups of a shard. Row groups without wanted rows are skipped.</summary>
internal sealed class ParquetShardReader(SourceShard shard, ReadLimits limits, ParquetReadOptions format) : IShardReader
{
    private SourceSegment? segment;
    private ParquetReader? file;
    private ParquetColumns? columns;
    private int nextSegment;
    private int group;
    private long firstRow;
    private long groupRows;
    private ParquetRows? rows;
    private int row;

    public long BytesRead { get; private set; }

    public async ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        while (!batch.IsFull)
        {
            if (file is null && !await OpenNextAsync(cancellationToken).ConfigureAwait(false)) return false;
            if (row == groupRows)
            {
                if (!NextGroup()) await CloseAsync().ConfigureAwait(false);
                continue;
            }
            if (batch.WantsNext)
            {
                rows ??= await ParquetFiles.GuardAsync(segment!.Path, () => ParquetRows.ReadAsync(file!, group, columns!, cancellationToken))
                    .ConfigureAwait(false);
                Add(batch, rows);
            }
            else
            {
                batch.Skip();
            }
            row++;
        }
        return !batch.IsAtLimit;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private void Add(DocumentBatch batch, ParquetRows content)
    {
        if (content.GetText(row) is not { } text)
        {
            batch.AddFault(Fault(RecordFaultReasons.MissingText, $"row {firstRow + row} has no value in column '{format.TextColumn}'", -1, default));
            return;
        }
        if (!Utf8.IsValid(text.Span))
        {
            batch.AddFault(Fault(RecordFaultReasons.InvalidUtf8, $"the text of row {firstRow + row} is not valid UTF-8", text.Length, text));
            return;
        }
        if (text.Length > limits.MaxRecordBytes)
        {
            batch.AddFault(Fault(RecordFaultReasons.RecordTooLong,
                $"the text of row {firstRow + row} has {text.Length} bytes; the limit is {limits.MaxRecordBytes}", text.Length, text));
            return;
        }
        ReadOnlyMemory<byte> id = content.GetId(row) ?? default;
        if (!Utf8.IsValid(id.Span))
        {
            batch.AddFault(Fault(RecordFaultReasons.InvalidUtf8, $"the id of row {firstRow + row} is not valid UTF-8", id.Length, id));
            return;
        }
        var origin = new DocumentOrigin { Source = segment!.Path, Offset = firstRow + row, Record = batch.NextRecord };
        // A row has no raw bytes that a sink could copy.
        batch.Add(new Document(id, text, origin, default, new TabularRow(content.Others, row)));
    }

    private RecordFault Fault(string reason, string message, long length, ReadOnlyMemory<byte> raw) => new()
    {
        Reason = reason,
        Message = message,
        Source = segment!.Path,
        Offset = firstRow + row,
        Length = length,
        Raw = raw[..Math.Min(raw.Length, RecordFault.MaxRawBytes)].ToArray(),
    };

    private async ValueTask<bool> OpenNextAsync(CancellationToken cancellationToken)
    {
        if (nextSegment == shard.Segments.Length) return false;
        segment = shard.Segments[nextSegment++];
        file = await ParquetFiles.OpenAsync(segment.Files, segment.FullPath, segment.Path, cancellationToken).ConfigureAwait(false);
        if (file.RowGroupCount < segment.End)
            throw new InvalidDataException($"'{segment.Path}' has {file.RowGroupCount} row groups; it had at least {segment.End} when it was listed.");
        columns = ParquetColumns.Resolve(file.Schema, segment.Path, format);
        group = (int)segment.Start - 1;
        firstRow = file.RowGroups.Take((int)segment.Start).Sum(static reader => reader.RowCount);
        groupRows = 0;
        row = 0;
        return true;
    }

    private bool NextGroup()
    {
        if (group >= segment!.Start) BytesRead += file!.RowGroups[group].RowGroup.TotalCompressedSize ?? file.RowGroups[group].RowGroup.TotalByteSize;
        firstRow += groupRows;
        group++;
        row = 0;
        rows = null;
        groupRows = group < segment.End ? file!.RowGroups[group].RowCount : 0;
        return group < segment.End;
    }

    private async ValueTask CloseAsync()
    {
        rows = null;
        if (file is not null) await file.DisposeAsync().ConfigureAwait(false);
        file = null;
    }
}
