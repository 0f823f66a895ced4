namespace DataCuration;

/// <summary>
/// Splits a segment of a file into lines as Python's universal newlines do: LF, CRLF and a lone CR end a line, and the last line needs no line end. A byte
/// range [start, end) contains the lines whose first byte is in it, so ranges that cover a file return each line once. A byte order mark at the start of the
/// file is skipped.
/// </summary>
/// <remarks>
/// Lines are slices of chunks that are never written again, so documents can keep them. Chunks are smaller than the threshold of the large object heap, so
/// those of a batch are collected early.
/// </remarks>
internal sealed class LineReader : IDisposable
{
    private const int ChunkBytes = 64 * 1024;
    private readonly SourceFileStream stream;
    private readonly SourceSegment segment;
    private readonly long end;
    private readonly int maxLineBytes;
    private byte[] chunk = GC.AllocateUninitializedArray<byte>(ChunkBytes);
    private long chunkOffset;
    private int position;
    private int filled;
    private bool afterCarriageReturn;

    /// <summary>Opens a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="maxLineBytes">The maximum length of a line.</param>
    /// <param name="format">The format that the start of the file must have; null for any.</param>
    /// <exception cref="InvalidDataException">The file is of another format.</exception>
    public LineReader(SourceSegment segment, int maxLineBytes, SourceFormat? format = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineBytes, 1);
        this.segment = segment;
        // A longer line would not fit into an array.
        this.maxLineBytes = Math.Min(maxLineBytes, Array.MaxLength - 2 * ChunkBytes);
        chunkOffset = segment.Start == 0 ? 0 : segment.Start - 1;
        stream = SourceFileStream.Open(segment.FullPath, segment.Path, chunkOffset, segment.Files);
        end = stream.IsCompressed ? long.MaxValue : segment.End;
        if (format is { } expected && segment.Start == 0) Check(expected);
        // The line that contains the byte before the range belongs to the previous range, even if that byte is only its line end. A range in which no line
        // begins is done at its own end: a long line must not be read by every range that it touches.
        if (segment.Start > 0) SkipToLineEnd(segment.End);
    }

    /// <summary>The number of stored bytes of the segment that have been read.</summary>
    public long BytesRead => stream.IsCompressed ? stream.BytesRead : Math.Clamp(chunkOffset + position - segment.Start, 0, segment.End - segment.Start);

    /// <summary>Reads the next line.</summary>
    /// <returns>False at the end of the range.</returns>
    public bool TryRead(out TextLine line)
    {
        line = default;
        if (!SkipLineFeed()) return AtEnd();
        long offset = chunkOffset + position;
        if (offset >= end) return false;
        if (offset == 0) SkipByteOrderMark();
        int searched = 0;
        while (true)
        {
            int found = chunk.AsSpan(position + searched, filled - position - searched).IndexOfAny((byte)'\n', (byte)'\r');
            int length = found < 0 ? filled - position : searched + found;
            if (length > maxLineBytes)
            {
                line = ReadTooLong();
                return true;
            }
            if (found >= 0)
            {
                line = new(chunk.AsMemory(position, length), chunkOffset + position, length, false);
                afterCarriageReturn = chunk[position + length] == '\r';
                position += length + 1;
                return true;
            }
            searched = length;
            if (Fill()) continue;
            AtEnd();
            line = new(chunk.AsMemory(position, length), chunkOffset + position, length, false);
            position = filled;
            // A file that consists of a byte order mark has no lines.
            return length > 0;
        }
    }

    public void Dispose() => stream.Dispose();

    private void Check(SourceFormat format)
    {
        try
        {
            stream.CheckContent(format);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private TextLine ReadTooLong()
    {
        byte[] head = chunk.AsSpan(position, Math.Min(RecordFault.MaxRawBytes, filled - position)).ToArray();
        long offset = chunkOffset + position;
        // With a short limit the start of the line must not extend beyond the line's end.
        int lineEnd = head.AsSpan().IndexOfAny((byte)'\n', (byte)'\r');
        ReadOnlyMemory<byte> shown = lineEnd < 0 ? head : head.AsMemory(0, lineEnd);
        long length = SkipToLineEnd(long.MaxValue);
        return new(shown, offset, length, true);
    }

    /// <summary>Skips the rest of the line and its line end.</summary>
    /// <param name="bound">The offset at which the search ends.</param>
    /// <returns>The length of the rest, up to the bound.</returns>
    private long SkipToLineEnd(long bound)
    {
        long length = 0;
        while (true)
        {
            int found = chunk.AsSpan(position, filled - position).IndexOfAny((byte)'\n', (byte)'\r');
            length += found < 0 ? filled - position : found;
            if (found >= 0)
            {
                position += found;
                afterCarriageReturn = chunk[position++] == '\r';
                return length;
            }
            position = filled;
            if (chunkOffset + position >= bound || !Fill()) return length;
        }
    }

    /// <summary>Completes a CRLF whose CR has been read.</summary>
    /// <returns>False at the end of the file.</returns>
    private bool SkipLineFeed()
    {
        if (position == filled && !Fill()) return false;
        if (afterCarriageReturn && chunk[position] == '\n')
        {
            position++;
            afterCarriageReturn = false;
            return position < filled || Fill();
        }
        afterCarriageReturn = false;
        return true;
    }

    private void SkipByteOrderMark()
    {
        while (filled - position < 3)
            if (!Fill()) return;
        if (chunk.AsSpan(position, filled - position).StartsWith("\uFEFF"u8)) position += 3;
    }

    /// <summary>Reads more bytes after the unread ones. If the chunk is almost full, the unread bytes are copied to a new one.</summary>
    private bool Fill()
    {
        int unread = filled - position;
        if (chunk.Length - filled < ChunkBytes / 16)
        {
            long wanted = Math.Max(ChunkBytes, Math.Min(2L * unread, (long)maxLineBytes + ChunkBytes));
            byte[] next = GC.AllocateUninitializedArray<byte>((int)Math.Max(wanted, unread + ChunkBytes / 4));
            chunk.AsSpan(position, unread).CopyTo(next);
            chunkOffset += position;
            chunk = next;
            position = 0;
            filled = unread;
        }
        int read = stream.Read(chunk.AsSpan(filled));
        filled += read;
        return read > 0;
    }

    private bool AtEnd()
    {
        long length = chunkOffset + filled;
        if (length < end && !stream.IsCompressed)
            throw new InvalidDataException($"'{segment.Path}' ends at byte {length}; it had {segment.FileLength} bytes when it was listed.");
        return false;
    }
}
