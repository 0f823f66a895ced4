using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Synthesis;

/// <summary>
/// An automaton of Aho and Corasick ("Efficient string matching", 1975) over the reversed terms. It reads a text from its end. After the byte at an offset,
/// its state knows the longest term that starts there. So one pass finds the longest term at every offset in linear time, whatever terms and text are.
/// </summary>
/// <remarks>
/// States are numbered in breadth-first order, so the children of a state are consecutive, and shallow states have small numbers. The first states, in which
/// a scan spends nearly all its time, have rows with all transitions resolved. The others have the labels of their children and a failure link: 13 bytes for
/// each state. An entry of a row is an offset of a row or, if negative, the complement of a state; its lowest bit tells that a term starts here.
/// </remarks>
internal sealed class TermAutomaton
{
    /// <summary>The symbol for the end of a word, which is fed before a word's last character.</summary>
    public const int WordEnd = 256;

    /// <summary>The entries of all rows together: 1 MiB, about the size of a second-level cache.</summary>
    private const int RowEntries = 1 << 18;
    private readonly byte[] classes = new byte[257];
    private readonly int stride;
    private readonly int rowCount;
    private readonly int[] rows;
    private readonly int[] firstChild;
    private readonly byte[] labels;
    private readonly int[] failures;
    private readonly int[] longest;

    /// <summary>Builds the automaton.</summary>
    /// <param name="terms">The terms: the symbols of each in reading order, and the length that a match reports.</param>
    public TermAutomaton(IReadOnlyCollection<(ushort[] Symbols, int Length)> terms)
    {
        bool[] used = new bool[257];
        foreach ((ushort[] symbols, _) in terms)
            foreach (ushort symbol in symbols) used[symbol] = true;
        int count = 0;
        for (int symbol = 0; symbol < used.Length; symbol++)
            if (used[symbol]) classes[symbol] = checked((byte)++count);
        stride = count + 1;
        (byte[] Labels, int Length)[] sorted = [.. terms.Select(term => (Reverse(term.Symbols), term.Length))];
        Array.Sort(sorted, static (a, b) => a.Labels.AsSpan().SequenceCompareTo(b.Labels));
        (firstChild, labels, longest, int[] parents) = MakeTrie(sorted);
        failures = new int[longest.Length];
        rowCount = Math.Min(longest.Length, Math.Max(1, RowEntries / stride));
        rows = new int[rowCount * stride];
        Link(parents);
    }

    /// <summary>The number of states.</summary>
    public int States => longest.Length;

    /// <summary>The entry of the root, where a scan starts.</summary>
    public const int Root = 0;

    /// <summary>Returns true if a term starts at the byte that led to an entry.</summary>
    public static bool IsMatch(int entry) => ((entry < 0 ? ~entry : entry) & 1) != 0;

    /// <summary>The class of each byte. Bytes that no term contains have class 0.</summary>
    public ReadOnlySpan<byte> Classes => classes;

    /// <summary>Makes two bytes equal.</summary>
    public void Alias(byte symbol, byte same) => classes[symbol] = classes[same];

    /// <summary>Feeds a symbol.</summary>
    /// <param name="entry">The entry before.</param>
    /// <param name="symbol">The byte, or <see cref="WordEnd"/>.</param>
    public int Feed(int entry, int symbol)
    {
        int label = classes[symbol];
        return entry >= 0 ? rows[(entry >> 1) + label] : Descend(~entry >> 1, label);
    }

    /// <summary>The length of the longest term that starts at the byte that led to an entry; 0 if none does.</summary>
    public int Longest(int entry) => longest[entry >= 0 ? (entry >> 1) / stride : ~entry >> 1];

    /// <summary>Scans bytes from the end and calls back at each start of a term.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Receives the starts in descending order, each with the length of the longest term.</param>
    public void Scan(ReadOnlySpan<byte> text, MatchList found)
    {
        ref byte bytes = ref MemoryMarshal.GetReference(text);
        ref byte labelOf = ref MemoryMarshal.GetArrayDataReference(classes);
        ref int table = ref MemoryMarshal.GetArrayDataReference(rows);
        int entry = Root;
        int at = text.Length - 1;
        while (at >= 0)
        {
            // Both bits that need care, a state without a row and the start of a term, are tested at once.
            while ((entry & unchecked((int)0x80000001)) == 0)
            {
                entry = Unsafe.Add(ref table, (entry >> 1) + Unsafe.Add(ref labelOf, Unsafe.Add(ref bytes, at)));
                if (--at < 0) break;
            }
            while (true)
            {
                if (IsMatch(entry)) found.Add(at + 1, Longest(entry));
                if (at < 0) return;
                if (entry < 0) entry = Descend(~entry >> 1, Unsafe.Add(ref labelOf, Unsafe.Add(ref bytes, at)));
                else entry = Unsafe.Add(ref table, (entry >> 1) + Unsafe.Add(ref labelOf, Unsafe.Add(ref bytes, at)));
                at--;
                if (at >= 0 && (entry & unchecked((int)0x80000001)) == 0) break;
            }
        }
    }

    private int Descend(int state, int label)
    {
        while (state >= rowCount)
        {
            int first = firstChild[state];
            int count = firstChild[state + 1] - first;
            if (count == 1 && labels[first] == label) return Entry(first);
            if (count > 1 && labels.AsSpan(first, count).IndexOf((byte)label) is >= 0 and var child) return Entry(first + child);
            state = failures[state];
        }
        return rows[state * stride + label];
    }

    private int Entry(int state)
    {
        int match = longest[state] > 0 ? 1 : 0;
        return state < rowCount ? (state * stride << 1) | match : ~((state << 1) | match);
    }

    private byte[] Reverse(ushort[] symbols)
    {
        byte[] reversed = new byte[symbols.Length];
        for (int i = 0; i < symbols.Length; i++) reversed[^(i + 1)] = classes[symbols[i]];
        return reversed;
    }

    private static (int[] FirstChild, byte[] Labels, int[] Longest, int[] Parents) MakeTrie((byte[] Labels, int Length)[] sorted)
    {
        var firstChild = new List<int>();
        var labels = new List<byte> { 0 };
        var longest = new List<int>();
        var parents = new List<int> { 0 };
        var queue = new Queue<(int From, int To, int Depth)>([(0, sorted.Length, 0)]);
        while (queue.TryDequeue(out (int From, int To, int Depth) range))
        {
            int state = firstChild.Count;
            firstChild.Add(labels.Count);
            (int from, int to, int depth) = range;
            int own = 0;
            for (; from < to && sorted[from].Labels.Length == depth; from++) own = Math.Max(own, sorted[from].Length);
            longest.Add(own);
            while (from < to)
            {
                byte label = sorted[from].Labels[depth];
                int end = from + 1;
                while (end < to && sorted[end].Labels[depth] == label) end++;
                labels.Add(label);
                parents.Add(state);
                queue.Enqueue((from, end, depth + 1));
                from = end;
            }
        }
        firstChild.Add(labels.Count);
        // State numbers are doubled in entries, and offsets of rows too.
        if (longest.Count > 1 << 30) throw new ArgumentException($"The terms give {longest.Count} states. At most 2^30 are possible.");
        return ([.. firstChild], [.. labels], [.. longest], [.. parents]);
    }

    /// <summary>Sets failure links, resolves the rows, and inherits the longest term of the failure state, which is a shorter one.</summary>
    private void Link(int[] parents)
    {
        for (int state = 0; state < longest.Length; state++)
        {
            if (state > 0 && parents[state] > 0)
            {
                int entry = Descend(failures[parents[state]], labels[state]);
                failures[state] = entry >= 0 ? (entry >> 1) / stride : ~entry >> 1;
            }
            if (longest[state] == 0) longest[state] = longest[failures[state]];
            if (state >= rowCount) continue;
            Span<int> row = rows.AsSpan(state * stride, stride);
            if (state > 0) rows.AsSpan(failures[state] * stride, stride).CopyTo(row);
            for (int child = firstChild[state]; child < firstChild[state + 1]; child++) row[labels[child]] = Entry(child);
        }
        // The match bits of entries were set before the children inherited the terms of their failure states.
        for (int i = 0; i < rows.Length; i++)
        {
            int state = rows[i] >= 0 ? (rows[i] >> 1) / stride : ~rows[i] >> 1;
            rows[i] = Entry(state);
        }
    }
}
