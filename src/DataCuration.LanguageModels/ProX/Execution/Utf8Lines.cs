using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.LanguageModels;

/// <summary>Finds lines of UTF-8 text. Only line feeds end lines.</summary>
internal static class Utf8Lines
{
    /// <summary>Returns the offset after a number of line feeds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The offset to start at.</param>
    /// <param name="lines">The number of line feeds; 0 returns <paramref name="from"/>.</param>
    /// <returns>The offset; -1 if there are fewer line feeds.</returns>
    public static int Skip(ReadOnlySpan<byte> text, int from, long lines)
    {
        if (lines <= 0) return from;
        ref byte first = ref MemoryMarshal.GetReference(text);
        int at = from;
        for (; at <= text.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            uint feeds = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)at), Vector256.Create((byte)'\n')).ExtractMostSignificantBits();
            int count = BitOperations.PopCount(feeds);
            if (count < lines)
            {
                lines -= count;
                continue;
            }
            for (; lines > 1; lines--) feeds &= feeds - 1;
            return at + BitOperations.TrailingZeroCount(feeds) + 1;
        }
        for (; at < text.Length; at++)
            if (text[at] == '\n' && --lines == 0) return at + 1;
        return -1;
    }
}
