using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace DataCuration;

/// <summary>Recognises the kind of a file's content by its first bytes, whatever its name.</summary>
internal static class ContentKinds
{
    /// <summary>The number of bytes that recognise every kind. Fewer are enough for most.</summary>
    public const int HeadBytes = 512;

    private const uint ZstdMagic = 0xfd2fb528;
    private const uint ZstdSkippableMagic = 0x184d2a50;

    private static readonly (byte[] Magic, ContentKind Kind)[] Magics =
    [
        ([0x1f, 0x8b, 8], ContentKind.Gzip),
        ([.. "BZh"u8], ContentKind.Bzip2),
        ([0xfd, .. "7zXZ"u8, 0], ContentKind.Xz),
        ([0x04, 0x22, 0x4d, 0x18], ContentKind.Lz4),
        ([.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], ContentKind.SevenZip),
        ([.. "PK"u8, 3, 4], ContentKind.Zip),
        ([.. "PK"u8, 5, 6], ContentKind.Zip),
        ([.. "Rar!"u8, 0x1a, 7], ContentKind.Rar),
        ([.. "PAR1"u8], ContentKind.Parquet),
        ([.. "ARROW1"u8], ContentKind.Arrow),
        ([0xff, 0xff, 0xff, 0xff], ContentKind.Arrow), // the start of a stream of Arrow messages
        ([.. "Obj"u8, 1], ContentKind.Avro),
        ([.. "ORC"u8], ContentKind.Orc),
        ([.. "SQLite format 3"u8, 0], ContentKind.Sqlite),
        ([0x93, .. "NUMPY"u8], ContentKind.Numpy),
        ([0x89, .. "HDF"u8], ContentKind.Hdf5),
        ([0x89, .. "PNG"u8], ContentKind.Image),
        ([0xff, 0xd8, 0xff], ContentKind.Image),
        ([.. "GIF8"u8], ContentKind.Image),
        ([0xff, 0xfe, 0, 0], ContentKind.Utf32),
        ([0, 0, 0xfe, 0xff], ContentKind.Utf32),
        ([0xff, 0xfe], ContentKind.Utf16LittleEndian),
        ([0xfe, 0xff], ContentKind.Utf16BigEndian),
    ];

    /// <summary>Recognises content by its first bytes.</summary>
    /// <param name="head">The first bytes, at most some KiB.</param>
    public static ContentKind Recognize(ReadOnlySpan<byte> head)
    {
        foreach ((byte[] magic, ContentKind kind) in Magics)
        {
            if (!head.StartsWith(magic)) continue;
            // Letters alone are no proof: a digit and the start of a block follow in bzip2, and no text in ORC.
            if (kind == ContentKind.Bzip2 && !IsBzip2(head)) continue;
            if (kind == ContentKind.Orc && LooksLikeText(head)) continue;
            return kind;
        }
        if (IsZstd(head)) return ContentKind.Zstd;
        if (head.Length >= 262 && head[257..].StartsWith("ustar"u8)) return ContentKind.Tar;
        if (IsUtf16(head, out bool isLittleEndian)) return isLittleEndian ? ContentKind.Utf16LittleEndian : ContentKind.Utf16BigEndian;
        return RecognizeText(head);
    }

    /// <summary>Returns true if the bytes start a zstd frame or a skippable frame.</summary>
    public static bool IsZstd(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) is var magic && (magic == ZstdMagic || (magic & 0xfffffff0) == ZstdSkippableMagic);

    /// <summary>Returns the compression of a file that the library can decompress.</summary>
    /// <param name="path">Its name. It matters only if the bytes show nothing.</param>
    /// <param name="head">Its first bytes; all if it is shorter.</param>
    public static FileCompression CompressionOf(string path, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 8])) return FileCompression.Gzip;
        if (IsZstd(head)) return FileCompression.Zstd;
        FileCompression named = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? FileCompression.Gzip
            : path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? FileCompression.Zstd : FileCompression.None;
        // Programs that download can decompress a file and keep its name. Other bytes are damage, and so is the start of a frame that is cut.
        ReadOnlySpan<byte> text = head[..Math.Min(head.Length, HeadBytes)];
        return text.Length >= 4 && LooksLikeText(text) ? FileCompression.None : named;
    }

    /// <summary>Returns true if the bytes are the start of a text: valid UTF-8 without control characters other than white space.</summary>
    public static bool LooksLikeText(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head.ContainsAnyInRange((byte)0, (byte)8) || head.ContainsAnyInRange((byte)0x0e, (byte)0x1f) || head.Contains((byte)0x0b))
            return false;
        // The head may end inside a character.
        for (int cut = 0; cut < 4 && cut < head.Length; cut++)
            if (Utf8.IsValid(head[..^cut])) return true;
        return false;
    }

    private static bool IsBzip2(ReadOnlySpan<byte> head) => head.Length >= 10 && head[3] is >= (byte)'1' and <= (byte)'9'
        && (head[4..].StartsWith((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
            || head[4..].StartsWith((ReadOnlySpan<byte>)[0x17, 0x72, 0x45, 0x38, 0x50, 0x90]));

    /// <summary>Returns true if every second byte is 0, as in UTF-16 of a text that starts with ASCII.</summary>
    private static bool IsUtf16(ReadOnlySpan<byte> head, out bool isLittleEndian)
    {
        ReadOnlySpan<byte> start = head[..Math.Min(32, head.Length & ~1)];
        int even = 0;
        int odd = 0;
        for (int i = 0; i < start.Length; i++)
            if (start[i] == 0) _ = (i & 1) == 0 ? even++ : odd++;
        isLittleEndian = odd > 0;
        int units = start.Length / 2;
        return units >= 2 && (even == 0) != (odd == 0) && Math.Max(even, odd) * 10 >= units * 6;
    }

    private static ContentKind RecognizeText(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("%PDF-"u8)) return ContentKind.Pdf;
        if (text.StartsWith("WARC/"u8)) return ContentKind.Warc;
        if (StartsWithIgnoringCase(text, "<!doctype html") || StartsWithIgnoringCase(text, "<html")) return ContentKind.Html;
        if (text.StartsWith("<?xml"u8))
            return text.IndexOf("<html"u8) >= 0 ? ContentKind.Html : ContentKind.Xml;
        if (text.StartsWith("["u8))
        {
            // An array of strings or numbers on one line can be a faulty record among good ones.
            ReadOnlySpan<byte> inside = text[1..].TrimStart(" \t\r\n"u8);
            return inside.StartsWith("{"u8) ? ContentKind.JsonArray : ContentKind.Unknown;
        }
        if (!text.StartsWith("{"u8)) return ContentKind.Unknown;
        ReadOnlySpan<byte> rest = text[1..];
        ReadOnlySpan<byte> afterSpace = rest.TrimStart(" \t"u8);
        if (afterSpace.StartsWith("\""u8)) return ContentKind.JsonLines;
        return afterSpace.Length > 0 && afterSpace[0] is (byte)'\n' or (byte)'\r' && afterSpace.TrimStart(" \t\r\n"u8).StartsWith("\""u8)
            ? ContentKind.JsonOverLines : ContentKind.Unknown;
    }

    private static bool StartsWithIgnoringCase(ReadOnlySpan<byte> text, string start) =>
        text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);
}
