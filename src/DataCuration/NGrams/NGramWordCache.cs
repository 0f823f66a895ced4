using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Remembers the ids of words of up to 15 bytes, each at a place that its bytes decide, so that frequent words are not looked up in the file again. The bytes
/// are compared, so a result is never wrong. Not thread-safe.
/// </summary>
internal sealed class NGramWordCache(NGramVocabulary words)
{
    private const int Places = 1 << 14, MaxBytes = 15;
    private readonly Entry[] entries = new Entry[Places];

    /// <summary>A word as two numbers: its bytes, zeros, and its length in the last byte. The length is never 0 for a word that was found.</summary>
    private record struct Entry(ulong Low, ulong High, int Id);

    /// <summary>Finds a word.</summary>
    /// <returns>The id; <see cref="NGramVocabulary.Unknown"/> if there is no such word.</returns>
    public int Find(ReadOnlySpan<byte> word)
    {
        if (word.Length is 0 or > MaxBytes) return words.Find(word);
        (ulong low, ulong high) = Pack(word);
        ref Entry entry = ref entries[Place(low, high)];
        if (entry.Low == low && entry.High == high) return entry.Id;
        int id = words.Find(word);
        entry = new(low, high, id);
        return id;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Low, ulong High) Pack(ReadOnlySpan<byte> word)
    {
        ref byte first = ref MemoryMarshal.GetReference(word);
        int length = word.Length;
        ulong tag = (ulong)length << 56;
        if (length >= 8)
        {
            ulong last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, length - 8));
            // The bytes after the eighth: the last eight without those that are in both halves.
            ulong rest = length == 8 ? 0 : last >> (8 * (16 - length));
            return (Unsafe.ReadUnaligned<ulong>(ref first), rest | tag);
        }
        ulong low;
        if (length >= 4)
        {
            low = Unsafe.ReadUnaligned<uint>(ref first)
                | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, length - 4)) << (8 * (length - 4)));
        }
        else
        {
            low = first | ((ulong)Unsafe.Add(ref first, length >> 1) << (8 * (length >> 1))) | ((ulong)Unsafe.Add(ref first, length - 1) << (8 * (length - 1)));
        }
        return (low, tag);
    }

    private static int Place(ulong low, ulong high)
    {
        unchecked
        {
            ulong hash = (low ^ ((high << 31) | (high >> 33))) * 0x9E3779B97F4A7C15;
            return (int)((hash ^ (hash >> 29)) * 0xD6E8FEB86659FD93 >> (64 - 14));
        }
    }
}
