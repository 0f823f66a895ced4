using System.Globalization;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// The layout of a partition file; each shard has one. First come chunks of whole records, each of one partition. The index follows: the place of every chunk,
/// in the order of partitions, then for each partition its first chunk and a checksum of its chunks' entries. A trailer ends the file.
/// </summary>
internal static class PartitionFormat
{
    public const int Format = 1;
    public const int TrailerBytes = 64;
    public const string Suffix = ".partitions";

    public static ReadOnlySpan<byte> Magic => "DCPARTIT"u8;

    public static string FileName(string part, string name) => string.Create(CultureInfo.InvariantCulture, $"{part}.{name}{Suffix}");

    /// <summary>The place of a chunk.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Chunk(long Offset, int Length, int Records, ulong Hash);

    /// <summary>A partition's first chunk in the index, and the checksum of its chunks' entries.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Directory(long FirstChunk, ulong Hash);

    /// <summary>The last bytes of the file.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Trailer(long IndexOffset, long Chunks, int Partitions, int RecordSize, int FormatVersion, int Reserved, ulong DirectoryHash,
        ulong TrailerHash, long Unused, ulong MagicNumber);
}
