using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// The stored bytes of a file as a decoder reads them, with a look back: a decoder that finds damage can go back to <see cref="Mark"/>, or
/// <see cref="LookBack"/> bytes if that is nearer, and search again from there. The stream need not be able to seek.
/// </summary>
internal sealed class StoredBuffer
{
    /// <summary>How far back a decoder can go, in bytes: 1 MiB (our choice; the longest compressed records of Common Crawl, which cuts pages at 1 MiB, fit).</summary>
    public const int LookBack = 1 << 20;

    private const int ChunkBytes = 256 * 1024;
    private readonly Stream? source;
    private byte[] bytes;
    private int position;
    private int filled;
    private long origin;
    private bool isAtEnd;

    /// <summary>Makes a buffer over a stream.</summary>
    public StoredBuffer(Stream source)
    {
        this.source = source;
        bytes = GC.AllocateUninitializedArray<byte>(ChunkBytes);
    }

    /// <summary>Makes a buffer over bytes in memory, which are not copied.</summary>
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

    /// <summary>The offset of the next byte, from where reading began.</summary>
    public long Position => origin + position;

    /// <summary>The offset of the first byte that has to stay at hand; -1 if none has to.</summary>
    public long Mark { get; set; } = -1;

    /// <summary>The bytes at hand.</summary>
    public ReadOnlySpan<byte> Available => bytes.AsSpan(position, filled - position);

    /// <summary>The array behind <see cref="Available"/>, for decoders with pointers: valid from <see cref="Start"/> to <see cref="End"/> until bytes are asked for.</summary>
    public byte[] Array => bytes;

    /// <summary>The next byte's place in <see cref="Array"/>.</summary>
    public int Start => position;

    /// <summary>The place behind the last byte at hand.</summary>
    public int End => filled;

    /// <summary>The bytes at hand, so many at least unless the file ends before.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (filled - position < count && TryFill())
        {
        }
        return Available;
    }

    /// <summary>Passes over bytes at hand.</summary>
    public void Advance(int count) => position += count;

    /// <summary>Goes to an offset that is at hand.</summary>
    public void MoveTo(long offset) => position = (int)(offset - origin);

    /// <summary>The bytes at hand from an offset on, at most so many.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int count)
    {
        int start = (int)Math.Max(0, offset - origin);
        return bytes.AsSpan(start, Math.Max(0, Math.Min(count, filled - start)));
    }

    /// <summary>The nearest offset to the one given that one can go back to.</summary>
    /// <param name="offset">The offset wanted.</param>
    /// <param name="from">Where one stands.</param>
    public static long Back(long offset, long from) => Math.Max(offset, from - LookBack);

    /// <summary>Reads on.</summary>
    /// <returns>False at the file's end.</returns>
    public bool TryFill()
    {
        if (isAtEnd) return false;
        // Eight bytes more: a bit reader gives whole bytes back that it took ahead.
        long keepFrom = (Mark < 0 ? Position : Math.Min(Position, Back(Mark, Position))) - 8;
        int drop = (int)Math.Max(0, keepFrom - origin);
        if (filled == bytes.Length)
        {
            // Moving pays only where it frees a good part: what is kept can be LookBack bytes long.
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
