using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Finds entries of a list in UTF-8 texts: an automaton of Aho and Corasick ("Efficient string matching", 1975) for "is any in the text", and the trie beneath
/// it for "the longest one at this place". A state of the trie takes about five bytes, so that it holds lists of millions of entries. The automaton has a
/// table with a column for each byte that an entry has, and is built when it is first needed: it is for short lists.
/// </summary>
/// <remarks>States are numbered level by level, so the children of a state follow each other, in the order of their bytes.</remarks>
internal sealed class ByteTrie
{
    /// <summary>The byte that leads to each state.</summary>
    private readonly byte[] labels;

    /// <summary>The first child of each state; the entry after the last state is the number of states.</summary>
    private readonly int[] firstChild;

    /// <summary>One bit for each state, set if an entry ends there.</summary>
    private readonly ulong[] ends;

    /// <summary>The children of the first state by their byte.</summary>
    private readonly int[] roots = new int[256];

    private readonly byte[] columns = new byte[256];
    private readonly int width = 1;
    private int[]? moves;
    private bool[] hits = [];

    /// <summary>Builds the trie.</summary>
    /// <param name="entries">The entries; empty ones are left out.</param>
    public ByteTrie(IEnumerable<string> entries)
    {
        byte[][] all = [.. entries.Where(one => one.Length > 0).Select(Encoding.UTF8.GetBytes)];
        Array.Sort(all, static (left, right) => left.AsSpan().SequenceCompareTo(right));
        List<byte> bytes = [0];
        List<int> children = [];
        List<ulong> bits = [];
        // The entries that pass through each state of a level, as a range of the sorted list.
        List<(int From, int To)> level = [(0, all.Length)], next = [];
        for (int depth = 0; level.Count > 0; depth++)
        {
            foreach ((int from, int to) in level)
            {
                int at = from, state = children.Count;
                while (at < to && all[at].Length == depth) at++;
                if ((state & 63) == 0) bits.Add(0);
                if (at > from) bits[^1] |= 1UL << (state & 63);
                children.Add(bytes.Count);
                while (at < to)
                {
                    byte label = all[at][depth];
                    int end = at + 1;
                    while (end < to && all[end][depth] == label) end++;
                    bytes.Add(label);
                    next.Add((at, end));
                    at = end;
                }
            }
            (level, next) = (next, level);
            next.Clear();
        }
        children.Add(bytes.Count);
        (labels, firstChild, ends) = ([.. bytes], [.. children], [.. bits]);
        for (int child = firstChild[0]; child < firstChild[1]; child++) roots[labels[child]] = child;
        // All 256 bytes cannot occur in UTF-8, so there is a column for each one and one for those that no entry has.
        for (int state = 1; state < labels.Length; state++)
            if (columns[labels[state]] == 0) columns[labels[state]] = (byte)width++;
    }

    /// <summary>The number of states.</summary>
    public int States => labels.Length;

    /// <summary>True if the list has no entry.</summary>
    public bool IsEmpty => States == 1;

    /// <summary>Moves from a state by a byte; 0 if no entry continues so. The first state is 0.</summary>
    public int Child(int state, byte next)
    {
        if (state == 0) return roots[next];
        int first = firstChild[state];
        int place = labels.AsSpan(first, firstChild[state + 1] - first).IndexOf(next);
        return place < 0 ? 0 : first + place;
    }

    /// <summary>True if an entry ends in a state.</summary>
    public bool IsEnd(int state) => (ends[state >> 6] >> (state & 63) & 1) != 0;

    /// <summary>The length in bytes of the longest entry at the start of a text; 0 for none.</summary>
    public int LongestAt(ReadOnlySpan<byte> text)
    {
        int longest = 0;
        for (int at = 0, state = 0; at < text.Length && (state = Child(state, text[at])) != 0; at++)
            if (IsEnd(state)) longest = at + 1;
        return longest;
    }

    /// <summary>True if the text is an entry.</summary>
    public bool Contains(ReadOnlySpan<byte> text)
    {
        int state = 0;
        foreach (byte one in text)
            if ((state = Child(state, one)) == 0) return false;
        return IsEnd(state);
    }

    /// <summary>True if any entry occurs in the text. Linear in the text's length.</summary>
    public bool IsIn(ReadOnlySpan<byte> text)
    {
        if (IsEmpty) return false;
        int[] table = Volatile.Read(ref moves) ?? BuildMoves();
        int state = 0;
        foreach (byte one in text)
        {
            state = table[state + columns[one]];
            if (hits[state / width]) return true;
        }
        return false;
    }

    private int[] BuildMoves()
    {
        lock (columns)
        {
            if (moves is not null) return moves;
            int[] table = new int[checked(States * width)], fallback = new int[States];
            bool[] found = new bool[States];
            for (int state = 0; state < found.Length; state++)
            {
                found[state] = IsEnd(state);
                for (int child = firstChild[state]; child < firstChild[state + 1]; child++) table[state * width + columns[labels[child]]] = child;
            }
            var queue = new Queue<int>();
            for (int column = 1; column < width; column++)
                if (table[column] is > 0 and var child) queue.Enqueue(child);
            while (queue.TryDequeue(out int state))
            {
                found[state] |= found[fallback[state]];
                for (int column = 1; column < width; column++)
                {
                    int child = table[state * width + column], other = table[fallback[state] * width + column];
                    if (child == 0)
                    {
                        table[state * width + column] = other;
                        continue;
                    }
                    fallback[child] = other;
                    queue.Enqueue(child);
                }
            }
            for (int i = 0; i < table.Length; i++) table[i] *= width;
            hits = found;
            Volatile.Write(ref moves, table);
            return table;
        }
    }
}
