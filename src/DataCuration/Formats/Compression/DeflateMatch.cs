using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>Copies the matches of deflate: earlier output bytes. Source and destination of a match can overlap.</summary>
internal static class DeflateMatch
{
    /// <summary>Copies a match. It can write up to 32 bytes more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Copy(byte* to, int distance, int length)
    {
        byte* from = to - distance;
        byte* end = to + length;
        if (distance >= 16)
        {
            do
            {
                Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<System.Runtime.Intrinsics.Vector128<byte>>(from));
                to += 16;
                from += 16;
            }
            while (to < end);
        }
        else if (distance == 1)
        {
            new Span<byte>(to, length).Fill(*from);
        }
        else if (distance >= 8)
        {
            do
            {
                Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<ulong>(from));
                to += 8;
                from += 8;
            }
            while (to < end);
        }
        else
        {
            while (to < end) *to++ = *from++;
        }
    }
}
