using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace DataCuration.TestKit.Fuzzing;

/// <summary>Compressed zeros whose content is too long to store. They are made without compressing: the same blocks of zeros are repeated.</summary>
public static class ExpansionBombs
{
    private const int Block = 1 << 20;

    /// <summary>Returns a gzip member (RFC 1952) of about a thousandth of its content's size.</summary>
    /// <param name="head">The start of the content.</param>
    /// <param name="zeros">The number of zeros that follow, rounded down to MiB.</param>
    /// <param name="tail">The end of the content.</param>
    /// <param name="withChecksum">True for a correct CRC-32, which takes a pass over the zeros; false for a wrong one.</param>
    public static byte[] Gzip(ReadOnlySpan<byte> head, long zeros, ReadOnlySpan<byte> tail, bool withChecksum)
    {
        byte[] block = Deflate(new byte[Block], isLast: false);
        using var file = new MemoryStream();
        file.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]);
        file.Write(Deflate(head, isLast: false));
        for (long i = 0; i < zeros / Block; i++) file.Write(block);
        file.Write(Deflate(tail, isLast: true));
        Span<byte> trailer = stackalloc byte[8];
        if (withChecksum)
        {
            var crc = new Crc32();
            byte[] content = new byte[Block];
            crc.Append(head);
            for (long i = 0; i < zeros / Block; i++) crc.Append(content);
            crc.Append(tail);
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc.GetCurrentHashAsUInt32());
        }
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)(head.Length + (zeros / Block * Block) + tail.Length));
        file.Write(trailer);
        return file.ToArray();
    }

    /// <summary>Returns a zstd frame (RFC 8878) of blocks that mean "this byte, 131,072 times": a factor of 32,768.</summary>
    /// <param name="head">The start of the content; at most 131,071 bytes.</param>
    /// <param name="zeros">The number of zeros that follow, rounded down to 131,072.</param>
    /// <param name="tail">The end of the content; at most 131,071 bytes.</param>
    public static byte[] Zstd(ReadOnlySpan<byte> head, long zeros, ReadOnlySpan<byte> tail)
    {
        const int longest = 1 << 17;
        using var file = new MemoryStream();
        // No content size, no checksum, a window of 128 KiB.
        file.Write([0x28, 0xB5, 0x2F, 0xFD, 0, 0x38]);
        WriteHeader(file, head.Length, type: 0, isLast: false);
        file.Write(head);
        for (long i = 0; i < zeros / longest; i++)
        {
            WriteHeader(file, longest, type: 1, isLast: false);
            file.WriteByte(0);
        }
        WriteHeader(file, tail.Length, type: 0, isLast: true);
        file.Write(tail);
        return file.ToArray();
    }

    private static void WriteHeader(MemoryStream file, int length, int type, bool isLast)
    {
        int header = (length << 3) | (type << 1) | (isLast ? 1 : 0);
        file.Write([(byte)header, (byte)(header >> 8), (byte)(header >> 16)]);
    }

    /// <summary>Returns deflate blocks (RFC 1951) that end at a byte boundary and refer to nothing before them.</summary>
    private static byte[] Deflate(ReadOnlySpan<byte> content, bool isLast)
    {
        using var bytes = new MemoryStream();
        using var deflate = new DeflateStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true);
        deflate.Write(content);
        deflate.Flush();
        byte[] flushed = bytes.ToArray();
        // An empty last block.
        return isLast ? [.. flushed, 3, 0] : flushed;
    }
}
