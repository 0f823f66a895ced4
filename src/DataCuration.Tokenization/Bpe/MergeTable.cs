using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Tokenization;

/// <summary>The merges of a byte-pair encoding: pairs of tokens, their rank and their result. Most pairs are no merge, which a bit array tells first.</summary>
internal sealed class MergeTable
{
    private readonly int[] lefts, rights, results;
    private readonly Entry[] entries;
    private readonly ulong[] filter;
    private readonly int mask, filterMask;

    /// <param name="lefts">The left tokens, by rank.</param>
    /// <param name="rights">The right tokens, by rank.</param>
    /// <param name="results">The results, by rank.</param>
    public MergeTable(int[] lefts, int[] rights, int[] results)
    {
        (this.lefts, this.rights, this.results) = (lefts, rights, results);
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, lefts.Length + lefts.Length / 2));
        entries = new Entry[size];
        mask = size - 1;
        filter = new ulong[Math.Max(16, size / 8)];
        filterMask = 64 * filter.Length - 1;
        for (int rank = 0; rank < lefts.Length; rank++)
        {
            ulong hash = Hash(lefts[rank], rights[rank]);
            filter[(int)(hash >> 40) & filterMask >> 6] |= 1UL << (int)(hash & 63);
            int slot = (int)(hash >> 32) & mask;
            while (entries[slot].RankPlusOne != 0 && !(entries[slot].Left == lefts[rank] && entries[slot].Right == rights[rank])) slot = (slot + 1) & mask;
            entries[slot] = new Entry { Left = lefts[rank], Right = rights[rank], RankPlusOne = rank + 1 }; // of equal pairs, the last one counts
        }
    }

    /// <summary>The number of merges.</summary>
    public int Count => lefts.Length;

    /// <summary>The left token of a merge.</summary>
    public int LeftOf(int rank) => lefts[rank];

    /// <summary>The right token of a merge.</summary>
    public int RightOf(int rank) => rights[rank];

    /// <summary>The result of a merge.</summary>
    public int ResultOf(int rank) => results[rank];

    /// <summary>Returns the rank of a pair; -1 if it is no merge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int left, int right)
    {
        ulong hash = Hash(left, right);
        ulong bits = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(filter), (int)(hash >> 40) & filterMask >> 6);
        return ((bits >> (int)(hash & 63)) & 1) == 0 ? -1 : Search(left, right, (int)(hash >> 32) & mask);
    }

    private int Search(int left, int right, int slot)
    {
        while (true)
        {
            ref Entry entry = ref entries[slot];
            if (entry.RankPlusOne == 0) return -1;
            if (entry.Left == left && entry.Right == right) return entry.RankPlusOne - 1;
            slot = (slot + 1) & mask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(int left, int right)
    {
        ulong high = Math.BigMul(((ulong)(uint)left << 32 | (uint)right) ^ 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, out ulong low);
        return high ^ low;
    }

    private struct Entry
    {
        public int Left, Right, RankPlusOne;
    }
}
