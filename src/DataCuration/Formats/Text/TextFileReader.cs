using System.Text;
using System.Text.Unicode;

namespace DataCuration;

/// <summary>Reads the text files of a shard.</summary>
internal sealed class TextFileReader(SourceShard shard, ReadOptions options) : IShardReader
{
    private int next;

    public long BytesRead { get; private set; }

    public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        while (!batch.IsFull)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (next == shard.Segments.Length) return new(false);
            SourceSegment segment = shard.Segments[next++];
            BytesRead += segment.FileLength;
            if (batch.WantsNext) Add(batch, segment);
            else batch.Skip();
        }
        return new(next < shard.Segments.Length && !batch.IsAtLimit);
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>Makes UTF-8 without a byte order mark of a file's content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="utf8">The same as UTF-8.</param>
    /// <returns>What is wrong with it, or null.</returns>
    internal static string? Decode(ReadOnlyMemory<byte> content, out ReadOnlyMemory<byte> utf8)
    {
        utf8 = content;
        ReadOnlySpan<byte> bytes = content.Span;
        bool isLittleEndian = bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]);
        if (isLittleEndian || bytes.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
        {
            try
            {
                var encoding = new UnicodeEncoding(bigEndian: !isLittleEndian, byteOrderMark: false, throwOnInvalidBytes: true);
                utf8 = Encoding.UTF8.GetBytes(encoding.GetString(bytes[2..]));
                return null;
            }
            catch (DecoderFallbackException exception)
            {
                return $"invalid UTF-16 at byte {exception.Index + 2}: 0x{Convert.ToHexStringLower(exception.BytesUnknown ?? [])}";
            }
        }
        if (bytes.StartsWith("\uFEFF"u8)) utf8 = content[3..];
        return Utf8.IsValid(bytes) ? null : FaultText.InvalidUtf8(bytes);
    }

    private void Add(DocumentBatch batch, SourceSegment segment)
    {
        if (!WholeFile.TryRead(segment, options.MaxRecordBytes, out ReadOnlyMemory<byte> content))
        {
            batch.AddFault(FileFaults.TooLong(segment, options.MaxRecordBytes, content));
            return;
        }
        if (Decode(content, out ReadOnlyMemory<byte> utf8) is { } message)
        {
            batch.AddFault(FileFaults.Make(RecordFaultReasons.InvalidUtf8, message, segment, content.Length, content));
            return;
        }
        // No record: a text file's bytes are nothing that a sink could copy as a record.
        batch.Add(new Document(Encoding.UTF8.GetBytes(segment.Path), utf8, new DocumentOrigin(segment.Path, 0, batch.NextRecord, 0)));
    }
}
