using System.Buffers.Binary;
using System.Globalization;

namespace DataCuration;

/// <summary>The window of a zstd frame: the memory that its decompression needs (RFC 8878, section 3.1.1.1).</summary>
internal static class ZstdWindow
{
    /// <summary>The most bytes of a frame's header: magic number, descriptor, window, dictionary and content size.</summary>
    public const int HeaderBytes = 18;

    /// <summary>The binary logarithm of the largest window that the format's tools write (<c>zstd --long=31</c>), in bytes: 2 GiB.</summary>
    public const int MaxLog = 31;

    /// <summary>Reads the window's size.</summary>
    /// <param name="head">The start of a frame.</param>
    /// <returns>The size in bytes; null if the header is not complete.</returns>
    public static ulong? Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < 6 || BinaryPrimitives.ReadUInt32LittleEndian(head) != 0xfd2fb528) return null;
        byte descriptor = head[4];
        bool isSingleSegment = (descriptor & 0x20) != 0;
        if (!isSingleSegment)
        {
            ulong size = 1UL << (10 + (head[5] >> 3));
            return size + size / 8 * (ulong)(head[5] & 7);
        }
        // Without a window the whole content is the window.
        ReadOnlySpan<byte> content = head[(5 + ((descriptor & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 }))..];
        return (descriptor >> 6) switch
        {
            0 when content.Length >= 1 => content[0],
            1 when content.Length >= 2 => BinaryPrimitives.ReadUInt16LittleEndian(content) + 256UL,
            2 when content.Length >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(content),
            3 when content.Length >= 8 => BinaryPrimitives.ReadUInt64LittleEndian(content),
            _ => null,
        };
    }

    /// <summary>Describes a frame whose window is too large.</summary>
    /// <param name="window">The window; null if it is not known.</param>
    public static string TooLarge(ulong? window)
    {
        string size = window is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" of {bytes:N0} bytes") : "";
        return $"a zstd frame needs a window{size}, and at most 2 GiB are read (zstd --long={MaxLog}). Decompress the file with the program that wrote it, "
            + $"and compress it again with a smaller window";
    }
}
