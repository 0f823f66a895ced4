using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// The layout of a run of <see cref="ExternalSort"/>: blocks of whole records, each after a header of 16 bytes. The header holds the block's length, its number
/// of records, and a checksum of both and of the block. An empty block ends the file.
/// </summary>
internal static class SortRunFormat
{
    public const int HeaderBytes = 16;

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Header(int Length, int Records, ulong Hash);

    public static ulong Hash(ReadOnlySpan<byte> block, int records) => XxHash3.HashToUInt64(block, ((long)block.Length << 32) | (uint)records);
}
