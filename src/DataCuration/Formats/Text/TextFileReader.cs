using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace DataCuration;

/// <summary>Reads the text files of a shard.</summary>
internal sealed class TextFileReader(SourceShard shard, ReadLimits limits) : IShardReader
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

    /// <summary>Converts a file's content into UTF-8 without a byte order mark.</summary>
    /// <param name="content">The content.</param>
    /// <param name="utf8">The content in UTF-8.</param>
    /// <returns>The error, or null if the content is valid.</returns>
    internal static string? Decode(ReadOnlyMemory<byte> content, out ReadOnlyMemory<byte> utf8)
    {
        utf8 = content;
        ReadOnlySpan<byte> bytes = content.Span;
        ContentKind kind = ContentKinds.Recognize(bytes[..Math.Min(bytes.Length, ContentKinds.HeadBytes)]);
        if (kind == ContentKind.Utf32) return "the text is UTF-32";
        bool isLittleEndian = bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]);
        if (isLittleEndian || bytes.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
        {
            int invalid = FindInvalidUtf16(bytes, isLittleEndian);
            if (invalid >= 0)
                return $"invalid UTF-16 at byte {invalid}: 0x{Convert.ToHexStringLower(bytes.Slice(invalid, Math.Min(2, bytes.Length - invalid)))}";
            utf8 = Encoding.UTF8.GetBytes((isLittleEndian ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes[2..]));
            return null;
        }
        // Such bytes are often valid UTF-8 too, with a NUL after each letter.
        if (kind is ContentKind.Utf16LittleEndian or ContentKind.Utf16BigEndian) return "the text is UTF-16 without a byte order mark";
        if (bytes.StartsWith("\uFEFF"u8)) utf8 = content[3..];
        return Utf8.IsValid(bytes) ? null : FaultText.InvalidUtf8(bytes);
    }

    /// <summary>Returns the offset of the first lone surrogate or of an incomplete code unit; -1 if the content is valid.</summary>
    private static int FindInvalidUtf16(ReadOnlySpan<byte> bytes, bool isLittleEndian)
    {
        int highSurrogate = -1;
        int at = 0;
        for (; at + 1 < bytes.Length; at += 2)
        {
            char unit = (char)(isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]));
            if (char.IsLowSurrogate(unit) != (highSurrogate >= 0)) return highSurrogate >= 0 ? highSurrogate : at;
            highSurrogate = char.IsHighSurrogate(unit) ? at : -1;
        }
        return highSurrogate >= 0 ? highSurrogate : at < bytes.Length ? at : -1;
    }

    private void Add(DocumentBatch batch, SourceSegment segment)
    {
        if (!WholeFile.TryRead(segment, limits.MaxRecordBytes, out ReadOnlyMemory<byte> content))
        {
            batch.AddFault(FileFaults.TooLong(segment, limits.MaxRecordBytes, content));
            return;
        }
        if (Decode(content, out ReadOnlyMemory<byte> utf8) is { } message)
        {
            message = ContentAdvice.Extend(message, segment.Path, content.Span, isText: true);
            batch.AddFault(FileFaults.Make(RecordFaultReasons.InvalidUtf8, message, segment, content.Length, content));
            return;
        }
        // The document has no record: sinks that copy records could not use the bytes of a text file.
        batch.Add(new Document(Encoding.UTF8.GetBytes(segment.Path), utf8,
            new DocumentOrigin { Source = segment.Path, Offset = 0, Record = batch.NextRecord }));
    }
}
