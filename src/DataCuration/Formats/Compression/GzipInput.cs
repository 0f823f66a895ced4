namespace DataCuration;

/// <summary>
/// The compressed input of <see cref="GzipDecoder"/>: a buffer that passes chunks to the inflater and keeps the last one, because the inflater does not
/// report where in it a member ended.
/// </summary>
internal sealed class GzipInput(Stream source) : Stream
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int position;
    private int filled;

    /// <summary>The number of bytes that were read from the file and used.</summary>
    public long BytesRead { get; private set; }

    /// <summary>True if the inflater requested bytes after the end of the file.</summary>
    public bool IsStarved { get; private set; }

    /// <summary>The bytes of the last chunk that was passed to the inflater.</summary>
    public int LastChunk { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Discards the last chunk, because a new member starts here.</summary>
    public void BeginMember()
    {
        LastChunk = 0;
        IsStarved = false;
    }

    /// <summary>Returns the unused bytes: at least <paramref name="count"/>, fewer at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(int count) => PeekFrom(position, count);

    /// <summary>Returns the last chunk and the bytes after it: at least <paramref name="count"/> of them, fewer at the end of the file.</summary>
    public ReadOnlySpan<byte> PeekLastChunk(int count) => PeekFrom(position - LastChunk, LastChunk + count);

    public void Advance(int count)
    {
        position += count;
        BytesRead += count;
    }

    /// <summary>Moves to a position in the last chunk or after it.</summary>
    public void MoveFromLastChunk(int offset)
    {
        Advance(offset - LastChunk);
        LastChunk = 0;
    }

    public override int Read(Span<byte> destination)
    {
        ReadOnlySpan<byte> available = Peek(1);
        int count = Math.Min(available.Length, destination.Length);
        if (count == 0) { IsStarved = true; return 0; }
        available[..count].CopyTo(destination);
        Advance(count);
        LastChunk = count;
        return count;
    }

    public override int Read(byte[] destination, int offset, int count) => Read(destination.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] destination, int offset, int count) => throw new NotSupportedException();

    private ReadOnlySpan<byte> PeekFrom(int start, int count)
    {
        int keep = Math.Min(start, position - LastChunk);
        if (filled - start < count)
        {
            buffer.AsSpan(keep, filled - keep).CopyTo(buffer);
            position -= keep;
            filled -= keep;
            start -= keep;
            while (filled - start < count)
            {
                int read = source.Read(buffer.AsSpan(filled));
                if (read == 0) break;
                filled += read;
            }
        }
        return buffer.AsSpan(start, filled - start);
    }
}
