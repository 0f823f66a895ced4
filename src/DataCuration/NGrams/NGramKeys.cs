using System.IO.Hashing;
using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// 64-bit hashes of words and n-grams. The hash of an n-gram is built from its last word to its first one, so that a look-up of longer and longer n-grams that
/// end in the same word extends one hash.
/// </summary>
internal static class NGramKeys
{
    /// <summary>Hashes a word.</summary>
    public static ulong Word(ReadOnlySpan<byte> utf8) => XxHash3.HashToUInt64(utf8);

    /// <summary>
    /// Adds a word to the left. For one word it is a bijection of ids, so unigrams never collide. Two rounds of multiplication and shift, with 2^64 divided by
    /// the golden ratio and the multiplier of Degski's 64-bit mixer.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Extend(ulong hash, int id)
    {
        unchecked
        {
            hash ^= ((ulong)(uint)id + 1) * 0x9E3779B97F4A7C15;
            hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
            hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
            return hash ^ (hash >> 32);
        }
    }

    /// <summary>Hashes an n-gram, first word first.</summary>
    public static ulong Of(ReadOnlySpan<int> ids, ulong seed)
    {
        ulong hash = seed;
        for (int i = ids.Length - 1; i >= 0; i--) hash = Extend(hash, ids[i]);
        return hash;
    }
}
