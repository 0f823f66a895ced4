using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DataCuration.Tokenization;

/// <summary>
/// The numbers of occurrences of pairs of symbols in a block of words, and for each pair the words that have had it. A table with open addressing; the lists
/// of words are linked in one array. A pair is the left symbol in the upper half and the right one in the lower half, so that the order of pairs is the order
/// of the numbers.
/// </summary>
internal sealed class PairTable
{
    private const int None = -1;
    private Entry[] entries = new Entry[1 << 10];
    private Node[] nodes = new Node[1 << 10];
    private int used, nodeCount, freeNode = None;

    /// <summary>Makes the number of a pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PairOf(int left, int right) => (ulong)(uint)left << 32 | (uint)right;

    /// <summary>Returns the number of occurrences of a pair.</summary>
    public long CountOf(ulong pair) => entries[SlotOf(pair)].Count;

    /// <summary>Returns the number of words in the list of a pair. Some may have lost it, and some may be there twice.</summary>
    public int WordsOf(ulong pair) => entries[SlotOf(pair)] is { Key: not 0 } entry ? entry.Words : 0;

    /// <summary>Adds occurrences of a pair in a word.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="count">The number of occurrences.</param>
    /// <param name="word">The word.</param>
    /// <param name="stamp">The number of the current merge.</param>
    /// <returns>True for the first call for the pair in the current merge.</returns>
    public bool Add(ulong pair, long count, int word, int stamp)
    {
        int slot = SlotOf(pair);
        if (entries[slot].Key == 0)
        {
            if (used + (used >> 1) >= entries.Length)
            {
                Rehash();
                slot = SlotOf(pair);
            }
            used++;
            entries[slot] = new Entry { Key = pair + 1, Head = None, Stamp = None };
        }
        ref Entry entry = ref entries[slot];
        entry.Count = checked(entry.Count + count);
        if (entry.Head == None || nodes[entry.Head].Word != word)
        {
            entry.Head = NewNode(word, entry.Head);
            entry.Words++;
        }
        if (entry.Stamp == stamp) return false;
        entry.Stamp = stamp;
        return true;
    }

    /// <summary>Takes occurrences of a pair away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Subtract(ulong pair, long count)
    {
        ref Entry entry = ref entries[SlotOf(pair)];
        Debug.Assert(entry.Key != 0, "A pair that was never added is taken away.");
        entry.Count -= count;
    }

    /// <summary>Returns true if occurrences of a pair were added in a merge.</summary>
    public bool IsStamped(ulong pair, int stamp) => entries[SlotOf(pair)] is { Key: not 0 } entry && entry.Stamp == stamp;

    /// <summary>Takes the list of words of a pair.</summary>
    public void TakeWords(ulong pair, List<int> words)
    {
        words.Clear();
        ref Entry entry = ref entries[SlotOf(pair)];
        if (entry.Key == 0) return;
        Free(ref entry, words);
    }

    /// <summary>Sets the number of occurrences of a pair to 0.</summary>
    public void Clear(ulong pair)
    {
        ref Entry entry = ref entries[SlotOf(pair)];
        if (entry.Key != 0) entry.Count = 0;
    }

    /// <summary>Lists all pairs with their numbers of occurrences.</summary>
    public void List(List<KeyValuePair<ulong, long>> pairs)
    {
        foreach (ref readonly Entry entry in entries.AsSpan())
            if (entry.Key != 0 && entry.Count > 0) pairs.Add(new(entry.Key - 1, entry.Count));
    }

    private void Free(ref Entry entry, List<int>? words)
    {
        for (int node = entry.Head; node != None;)
        {
            words?.Add(nodes[node].Word);
            int next = nodes[node].Next;
            nodes[node].Next = freeNode;
            freeNode = node;
            node = next;
        }
        entry.Head = None;
        entry.Words = 0;
    }

    private int NewNode(int word, int next)
    {
        int node = freeNode;
        if (node != None) freeNode = nodes[node].Next;
        else
        {
            if (nodeCount == nodes.Length) Array.Resize(ref nodes, (int)Math.Min(Array.MaxLength, 2L * nodes.Length));
            node = nodeCount++;
        }
        nodes[node] = new Node { Word = word, Next = next };
        return node;
    }

    // Pairs without occurrences are left out: no word has them any more.
    private void Rehash()
    {
        Entry[] old = entries;
        int alive = 0;
        foreach (ref Entry entry in old.AsSpan())
        {
            if (entry.Key == 0) continue;
            if (entry.Count != 0) alive++;
            else Free(ref entry, null);
        }
        entries = new Entry[(int)BitOperations.RoundUpToPowerOf2((uint)checked(alive * 3 + 1024))];
        used = alive;
        foreach (ref readonly Entry entry in old.AsSpan())
            if (entry.Key != 0 && entry.Count != 0) entries[SlotOf(entry.Key - 1)] = entry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ulong pair)
    {
        ulong key = pair + 1;
        int mask = entries.Length - 1;
        ulong high = Math.BigMul(key ^ 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, out ulong low);
        int slot = (int)(high ^ low) & mask;
        while (entries[slot].Key != 0 && entries[slot].Key != key) slot = (slot + 1) & mask;
        return slot;
    }

    private struct Entry
    {
        /// <summary>One more than the pair; 0 for a free place.</summary>
        public ulong Key;
        public long Count;
        public int Head, Words, Stamp;
    }

    private struct Node
    {
        public int Word, Next;
    }
}
