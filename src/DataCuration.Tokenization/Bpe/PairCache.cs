using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Tokenization;

/// <summary>
/// Decisions of <see cref="PairRules"/> on frequent pairs, of one thread. A pair has one place, and a new one replaces the old one there. Wrong places are
/// impossible: an entry contains the whole pair.
/// </summary>
internal sealed class PairCache
{
    // 2^16 entries of 8 bytes: 512 KiB.
    private const int IndexBits = 16;

    private ulong[] entries = [];

    /// <summary>Returns true if two tokens next to each other stay as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool CanFollow(PairRules rules, int left, int right)
    {
        // Two tokens of at most 31 bits leave one bit free for the decision, and one that marks used entries.
        ulong pair = ((ulong)(uint)left << 32) | ((uint)right << 1) | (1UL << 63);
        if (entries.Length == 0) entries = new ulong[1 << IndexBits];
        ref ulong entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), (nint)((pair * 0x9E3779B97F4A7C15) >> (64 - IndexBits)));
        if ((entry & ~1UL) == pair) return (entry & 1) != 0;
        bool found = rules.CanFollow(left, right);
        entry = pair | (found ? 1UL : 0);
        return found;
    }
}
