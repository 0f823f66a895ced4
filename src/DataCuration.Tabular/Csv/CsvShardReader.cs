namespace DataCuration.Tabular;

/// <summary>Reads the rows of a shard's CSV files.</summary>
internal sealed class CsvShardReader(SourceShard shard, ReadLimits limits, CsvReadOptions format) : IShardReader
{
    private CsvFile? file;
    private int nextSegment;
    private long finishedBytes;

    public long BytesRead => finishedBytes + (file?.BytesRead ?? 0);

    public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        while (!batch.IsFull)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file is null)
            {
                if (nextSegment == shard.Segments.Length) return new(false);
                file = new CsvFile(shard.Segments[nextSegment++], limits, format, batch.Warn);
            }
            if (!file.Read()) Close();
            else if (batch.WantsNext) Add(batch, file);
            else batch.Skip();
        }
        return new(!batch.IsAtLimit);
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    private static void Add(DocumentBatch batch, CsvFile row)
    {
        if (row.Check(out string message) is { } reason)
        {
            ReadOnlySpan<byte> raw = row.RawRow;
            batch.AddFault(new()
            {
                Reason = reason,
                Message = message,
                Source = row.Segment.Path,
                Offset = row.Offset,
                Length = raw.Length,
                Raw = raw[..Math.Min(raw.Length, RecordFault.MaxRawBytes)].ToArray(),
            });
            return;
        }
        var origin = new DocumentOrigin { Source = row.Segment.Path, Offset = row.Offset, Record = batch.NextRecord };
        batch.Add(new Document(row.GetId(), row.GetText(), origin, default, row.GetFields()));
    }

    private void Close()
    {
        if (file is null) return;
        finishedBytes += file.Segment.FileLength;
        file.Dispose();
        file = null;
    }
}
