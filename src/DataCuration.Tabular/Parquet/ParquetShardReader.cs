using System.Text.Unicode;

namespace DataCuration.Tabular;

/// <summary>Reads the row groups of a shard. Row groups without wanted rows are skipped.</summary>
internal sealed class ParquetShardReader(SourceShard shard, ReadLimits limits, ParquetReadOptions format) : IShardReader
{
    private SourceSegment? segment;
    private ParquetFile? file;
    private ParquetColumns? columns;
    private int nextSegment;
    private int group;
    private long firstRow;
    private long groupRows;
    private ParquetRows? rows;
    private int row;

    public long BytesRead { get; private set; }

    public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        while (!batch.IsFull)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file is null && !TryOpenNext(batch)) return new(false);
            if (row == groupRows)
            {
                if (!NextGroup()) Close();
                continue;
            }
            if (batch.WantsNext) Add(batch, rows ??= new ParquetRows(file!, file!.Footer.Groups[group], columns!, batch.Warn));
            else batch.Skip();
            row++;
        }
        return new(!batch.IsAtLimit);
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

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
        batch.Add(new Document(id, text, origin, default, content.GetFields(row, firstRow + row, batch.Warn)));
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

    private bool TryOpenNext(DocumentBatch batch)
    {
        if (nextSegment == shard.Segments.Length) return false;
        segment = shard.Segments[nextSegment++];
        file = ParquetFile.Open(segment.Files, segment.FullPath, segment.Path);
        IReadOnlyList<ParquetGroup> groups = file.Footer.Groups;
        if (groups.Count < segment.End)
            throw new InvalidDataException($"'{segment.Path}' has {groups.Count} row groups; it had at least {segment.End} when it was listed.");
        columns = ParquetColumns.Resolve(file, format);
        if (segment.Start == 0) columns.Warn(file, batch.Warn);
        group = (int)segment.Start - 1;
        firstRow = groups.Take((int)segment.Start).Sum(static one => one.Rows);
        groupRows = 0;
        row = 0;
        return true;
    }

    private bool NextGroup()
    {
        IReadOnlyList<ParquetGroup> groups = file!.Footer.Groups;
        if (group >= segment!.Start) BytesRead += groups[group].Bytes;
        firstRow += groupRows;
        group++;
        row = 0;
        rows = null;
        groupRows = group < segment.End ? groups[group].Rows : 0;
        return group < segment.End;
    }

    private void Close()
    {
        rows = null;
        file?.Dispose();
        file = null;
    }
}
