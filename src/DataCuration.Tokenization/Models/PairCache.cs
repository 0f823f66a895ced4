using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Tokenization;

/// <summary>
/// Decisions on frequent pairs of neighbouring tokens, of one thread. A pair has one place, and a new one replaces the old one there. An entry contains the
/// whole pair, so that no decision is taken for another pair's.
/// </summary>
internal sealed class PairCache
{
    // 2^16 entries of 8 bytes: 512 KiB.
    private const int IndexBits = 16;

    private readonly ulong[] entries = new ulong[1 << IndexBits];

    /// <summary>Finds the decision on a pair.</summary>
    /// <returns>True if the pair is known.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(int left, int right, out bool isAllowed)
    {
        ulong pair = KeyOf(left, right), entry = EntryOf(pair);
        isAllowed = (entry & 1) != 0;
        return (entry & ~1UL) == pair;
    }

    /// <summary>Stores the decision on a pair.</summary>
    public void Store(int left, int right, bool isAllowed)
    {
        ulong pair = KeyOf(left, right);
        EntryOf(pair) = pair | (isAllowed ? 1UL : 0);
    }

    // Two tokens of at most 31 bits leave one bit free for the decision, and one that marks used entries.
    private static ulong KeyOf(int left, int right) => ((ulong)(uint)left << 32) | ((uint)right << 1) | (1UL << 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref ulong EntryOf(ulong pair) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), (nint)((pair * 0x9E3779B97F4A7C15) >> (64 - IndexBits)));
}
