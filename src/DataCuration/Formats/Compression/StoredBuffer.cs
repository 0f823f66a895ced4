using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// The stored bytes of a file, buffered so that a decoder can go back. After damage it can return to <see cref="Mark"/>, or by at most <see cref="LookBack"/>
/// bytes, and search again from there. The stream need not be seekable.
/// </summary>
internal sealed class StoredBuffer
{
    /// <summary>
    /// The maximum distance that a decoder can go back: 1 MiB (our choice; the longest compressed records of Common Crawl, which cuts pages at 1 MiB, fit).
    /// </summary>
    public const int LookBack = 1 << 20;

    private const int ChunkBytes = 256 * 1024;
    private readonly Stream? source;
    private byte[] bytes;
    private int position;
    private int filled;
    private long origin;
    private bool isAtEnd;

    /// <summary>Creates a buffer over a stream.</summary>
    public StoredBuffer(Stream source)
    {
        this.source = source;
        bytes = GC.AllocateUninitializedArray<byte>(ChunkBytes);
    }

    /// <summary>Creates a buffer over bytes in memory, which are not copied.</summary>
    public StoredBuffer(ReadOnlyMemory<byte> content)
    {
        isAtEnd = true;
        if (MemoryMarshal.TryGetArray(content, out ArraySegment<byte> segment) && segment.Array is not null)
        {
            bytes = segment.Array;
            position = segment.Offset;
            filled = segment.Offset + segment.Count;
            origin = -segment.Offset;
        }
        else
        {
            bytes = content.ToArray();
            filled = bytes.Length;
        }
    }

    /// <summary>The offset of the next byte, from where reading started.</summary>
    public long Position => origin + position;

    /// <summary>The offset of the first byte that must remain buffered; -1 if no byte must.</summary>
    public long Mark { get; set; } = -1;

    /// <summary>The buffered bytes.</summary>
    public ReadOnlySpan<byte> Available => bytes.AsSpan(position, filled - position);

    /// <summary>
    /// The array of <see cref="Available"/>, for decoders that use pointers. It is valid from <see cref="Start"/> to <see cref="End"/> until more bytes are
    /// requested.
    /// </summary>
    public byte[] Array => bytes;

    /// <summary>The index of the next byte in <see cref="Array"/>.</summary>
    public int Start => position;

    /// <summary>The index after the last buffered byte.</summary>
    public int End => filled;

    /// <summary>Returns the buffered bytes: at least <paramref name="count"/>, fewer at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (filled - position < count && TryFill())
        {
        }
        return Available;
    }

    /// <summary>Skips buffered bytes.</summary>
    public void Advance(int count) => position += count;

    /// <summary>Moves to a buffered offset.</summary>
    public void MoveTo(long offset) => position = (int)(offset - origin);

    /// <summary>Returns the buffered bytes from an offset, up to a maximum.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int count)
    {
        int start = (int)Math.Max(0, offset - origin);
        return bytes.AsSpan(start, Math.Max(0, Math.Min(count, filled - start)));
    }

    /// <summary>Returns the offset closest to the wanted one that can still be reached.</summary>
    /// <param name="offset">The wanted offset.</param>
    /// <param name="from">The current offset.</param>
    public static long Back(long offset, long from) => Math.Max(offset, from - LookBack);

    /// <summary>Reads more bytes.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool TryFill()
    {
        if (isAtEnd) return false;
        // Eight bytes more, because a bit reader returns whole bytes that it read ahead.
        long keepFrom = (Mark < 0 ? Position : Math.Min(Position, Back(Mark, Position))) - 8;
        int drop = (int)Math.Max(0, keepFrom - origin);
        if (filled == bytes.Length)
        {
            // Moving pays off only if it frees a large part: up to LookBack bytes are kept.
            if (drop >= bytes.Length / 4)
            {
                bytes.AsSpan(drop, filled - drop).CopyTo(bytes);
                origin += drop;
                position -= drop;
                filled -= drop;
            }
            else
            {
                System.Array.Resize(ref bytes, bytes.Length * 2);
            }
        }
        int read = source!.Read(bytes.AsSpan(filled, Math.Min(ChunkBytes, bytes.Length - filled)));
        filled += read;
        isAtEnd = read == 0;
        return read > 0;
    }
}
