using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>Reads the crawl files of a shard.</summary>
internal sealed class WarcShardReader(SourceShard shard, ReadLimits limits, WarcRecordSelector selector) : IShardReader
{
    private WarcReader? reader;
    private SourceSegment? segment;
    private int nextSegment;
    private long finishedBytes;

    public long BytesRead => finishedBytes + (reader?.BytesRead ?? 0);

    public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        while (!batch.IsFull)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader is null && !TryOpenNext()) return new(false);
            if (!reader.Read())
            {
                Close();
                continue;
            }
            if (!batch.WantsNext) batch.Skip();
            else if (reader.Loss is { } loss) batch.AddFault(Fault(loss, segment!.Path));
            else if (selector.TryMake(reader.Record!, segment!.Path, out RawDocument? raw, out RecordFault? fault))
                batch.Add(new Document(raw, new DocumentOrigin { Source = segment.Path, Offset = reader.Record!.Offset, Record = batch.NextRecord }));
            else batch.AddFault(fault);
        }
        return new(!batch.IsAtLimit);
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    private static RecordFault Fault(WarcLoss loss, string path)
    {
        // At the start, the file as a whole may be of another format.
        string message = loss.Offset == 0 ? ContentAdvice.Extend(loss.Message, path, loss.Raw.Span, isText: false) : loss.Message;
        return new() { Reason = loss.Reason, Message = message, Source = path, Offset = loss.Offset, Length = loss.Length, Raw = loss.Raw };
    }

    [MemberNotNullWhen(true, nameof(reader))]
    private bool TryOpenNext()
    {
        if (nextSegment == shard.Segments.Length) return false;
        segment = shard.Segments[nextSegment++];
        reader = WarcReader.Open(segment.Files.OpenRead(segment.FullPath, FileReadPattern.Sequential), limits);
        return true;
    }

    private void Close()
    {
        if (reader is null) return;
        finishedBytes += segment!.FileLength;
        reader.Dispose();
        reader = null;
    }
}
