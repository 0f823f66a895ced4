using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>The head of a window's record; the bounds of its sentences follow.</summary>
/// <param name="Hash">The hash of the normal form.</param>
/// <param name="Record">The document's record.</param>
/// <param name="Position">The document's number among those of the shard that reached the fit.</param>
/// <param name="Sentence">The window's first sentence.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct SentenceWindow(UInt128 Hash, long Record, long Position, int Sentence)
{
    private const int HeaderBytes = 36;

    public static int SizeOf(int sentences) => HeaderBytes + ((sentences + 1) * sizeof(int));

    public void Write(Span<byte> target, ReadOnlySpan<int> bounds)
    {
        ulong high = (ulong)(Hash >> 64), low = (ulong)Hash;
        MemoryMarshal.Write(target, high);
        MemoryMarshal.Write(target[8..], low);
        MemoryMarshal.Write(target[16..], Record);
        MemoryMarshal.Write(target[24..], Position);
        MemoryMarshal.Write(target[32..], Sentence);
        MemoryMarshal.AsBytes(bounds).CopyTo(target[HeaderBytes..]);
    }

    public static SentenceWindow Read(ReadOnlySpan<byte> record) => new(
        new UInt128(MemoryMarshal.Read<ulong>(record), MemoryMarshal.Read<ulong>(record[8..])), MemoryMarshal.Read<long>(record[16..]),
        MemoryMarshal.Read<long>(record[24..]), MemoryMarshal.Read<int>(record[32..]));

    public static ReadOnlySpan<int> BoundsOf(ReadOnlySpan<byte> record) => MemoryMarshal.Cast<byte, int>(record[HeaderBytes..]);
}
