using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Finds entries of a list in UTF-8 texts: an automaton of Aho and Corasick ("Efficient string matching", 1975) for "is any in the text", and the trie beneath
/// it for "the longest one at this place". Bytes that no entry has share one column of the tables.
/// </summary>
internal sealed class ByteTrie
{
    private readonly byte[] columns = new byte[256];
    private readonly int width = 1;
    private readonly List<int> children;
    private readonly List<bool> isEnd = [false];
    private int[]? moves;
    private bool[] hits = [];

    /// <summary>Builds the trie.</summary>
    /// <param name="entries">The entries; empty ones are left out.</param>
    public ByteTrie(IEnumerable<string> entries)
    {
        byte[][] all = [.. entries.Where(one => one.Length > 0).Select(Encoding.UTF8.GetBytes)];
        foreach (byte[] entry in all)
            foreach (byte one in entry)
                if (columns[one] == 0 && width < 256) columns[one] = (byte)width++;
        children = [.. new int[width]];
        foreach (byte[] entry in all) Insert(entry);
    }

    /// <summary>The number of states.</summary>
    public int States => isEnd.Count;

    /// <summary>True if the list has no entry.</summary>
    public bool IsEmpty => States == 1;

    /// <summary>Moves from a state by a byte; 0 if no entry continues so. The first state is 0.</summary>
    public int Child(int state, byte next) => columns[next] == 0 ? 0 : children[state * width + columns[next]];

    /// <summary>True if an entry ends in a state.</summary>
    public bool IsEnd(int state) => isEnd[state];

    /// <summary>The length in bytes of the longest entry at the start of a text; 0 for none.</summary>
    public int LongestAt(ReadOnlySpan<byte> text)
    {
        int longest = 0;
        for (int at = 0, state = 0; at < text.Length && (state = Child(state, text[at])) != 0; at++)
            if (isEnd[state]) longest = at + 1;
        return longest;
    }

    /// <summary>True if the text is an entry.</summary>
    public bool Contains(ReadOnlySpan<byte> text)
    {
        int state = 0;
        foreach (byte one in text)
            if ((state = Child(state, one)) == 0) return false;
        return isEnd[state];
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

    private void Insert(ReadOnlySpan<byte> entry)
    {
        int state = 0;
        foreach (byte one in entry)
        {
            int cell = state * width + columns[one];
            if (children[cell] == 0)
            {
                children[cell] = isEnd.Count;
                isEnd.Add(false);
                for (int i = 0; i < width; i++) children.Add(0);
            }
            state = children[cell];
        }
        isEnd[state] = true;
    }

    private int[] BuildMoves()
    {
        lock (columns)
        {
            if (moves is not null) return moves;
            int[] table = [.. children];
            bool[] found = [.. isEnd];
            int[] fallback = new int[States];
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
