using System.Text;

namespace DataCuration;

/// <summary>Reads the JSONL records of a shard.</summary>
internal sealed class JsonlReader(SourceShard shard, ReadLimits limits, JsonRecordParser parser, JsonRecordFields fields) : IShardReader
{
    private const int LinesBetweenCancellationChecks = 4096;
    private LineReader? lines;
    private SourceSegment? segment;
    private int nextSegment;
    private long lineIndex;
    private long finishedBytes;
    private byte[] scratch = [];

    public long BytesRead => finishedBytes + (lines?.BytesRead ?? 0);

    public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        while (!batch.IsFull)
        {
            if (lines is null && !OpenNext(batch)) return new(false);
            if (!lines!.TryRead(out TextLine line)) { Close(); continue; }
            long index = lineIndex++;
            if (index % LinesBetweenCancellationChecks == 0) cancellationToken.ThrowIfCancellationRequested();
            if (segment is StridedSegment strided && !strided.Contains(index)) continue;
            ReadOnlyMemory<byte> record = Trim(line, out int before);
            if (record.IsEmpty && !line.IsTooLong) continue;
            if (!batch.WantsNext) batch.Skip();
            else if (line.IsTooLong) batch.AddFault(TooLong(line));
            else Add(batch, record, line.Offset + before);
        }
        return new(!batch.IsAtLimit);
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    private static ReadOnlyMemory<byte> Trim(TextLine line, out int before)
    {
        ReadOnlySpan<byte> bytes = line.Bytes.Span;
        before = 0;
        int end = bytes.Length;
        while (before < end)
        {
            if (JsonScanner.IsSpace(bytes[before])) before++;
            else if (bytes[before..].StartsWith("\uFEFF"u8)) before += 3; // files with byte order marks that were joined
            else break;
        }
        while (end > before && JsonScanner.IsSpace(bytes[end - 1])) end--;
        return line.Bytes[before..end];
    }

    private void Add(DocumentBatch batch, ReadOnlyMemory<byte> record, long offset)
    {
        ReadOnlySpan<byte> json = record.Span;
        if (!parser.TryParse(json, out JsonRecord parsed, out string? reason, out string? message))
        {
            batch.AddFault(Fault(reason, message, record, offset, record.Length));
            return;
        }
        if (!TryGetContent(record, parsed.Text, out ReadOnlyMemory<byte> text, out int loneSurrogate)
            || !TryGetContent(record, parsed.Id, out ReadOnlyMemory<byte> id, out loneSurrogate))
        {
            string escape = Encoding.ASCII.GetString(json.Slice(loneSurrogate, 6));
            batch.AddFault(Fault(RecordFaultReasons.LoneSurrogate, $"a lone surrogate at byte {loneSurrogate}: '{escape}'", record, offset, record.Length));
            return;
        }
        batch.Add(new Document(id, text, new DocumentOrigin { Source = segment!.Path, Offset = offset, Record = batch.NextRecord }, record, fields));
    }

    /// <summary>Gets the bytes of a value: a slice of the record or, if it has escapes, a decoded copy.</summary>
    private bool TryGetContent(ReadOnlyMemory<byte> record, JsonToken token, out ReadOnlyMemory<byte> content, out int loneSurrogate)
    {
        loneSurrogate = -1;
        content = record[token.Start..token.End];
        if (!token.HasEscapes) return true;
        if (scratch.Length < content.Length) scratch = GC.AllocateUninitializedArray<byte>(Math.Max(content.Length, 64 * 1024));
        int length = JsonStrings.Unescape(content.Span, scratch, out loneSurrogate);
        content = scratch.AsSpan(0, length).ToArray();
        if (loneSurrogate < 0) return true;
        loneSurrogate += token.Start;
        return false;
    }

    private RecordFault TooLong(TextLine line) =>
        Fault(RecordFaultReasons.RecordTooLong, $"the line has {line.Length} bytes; the limit is {limits.MaxRecordBytes}",
            line.Bytes, line.Offset, line.Length);

    private RecordFault Fault(string reason, string message, ReadOnlyMemory<byte> record, long offset, long length) => new()
    {
        Reason = reason,
        Message = message,
        Source = segment!.Path,
        Offset = offset,
        Length = length,
        Raw = record[..Math.Min(record.Length, RecordFault.MaxRawBytes)].ToArray(),
    };

    private bool OpenNext(DocumentBatch batch)
    {
        if (nextSegment == shard.Segments.Length) return false;
        segment = shard.Segments[nextSegment++];
        if (segment.FileLength == 0)
            batch.Warn($"'{segment.Path}' is empty (0 bytes), so it has no records. If it should have some, look at the program that wrote it.", "empty files");
        lines = new LineReader(segment, limits.MaxRecordBytes, SourceFormat.JsonLines);
        lineIndex = 0;
        return true;
    }

    private void Close()
    {
        if (lines is null) return;
        finishedBytes += lines.BytesRead;
        lines.Dispose();
        lines = null;
    }
}
