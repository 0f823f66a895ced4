using System.Numerics;
using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// Builds suffix arrays by induced sorting in linear time (SA-IS: Nong, Zhang and Chan, "Two Efficient Algorithms for Linear Time Suffix Array Construction",
/// 2011). A suffix that begins another one comes first.
/// </summary>
/// <remarks>Memory besides the result: one bit for each symbol, and on average 2 bytes for each; at most 4 bytes.</remarks>
public static class SuffixArray
{
    /// <summary>Sorts the suffixes of a sequence.</summary>
    /// <param name="data">The sequence. Its symbols are compared as numbers.</param>
    /// <param name="suffixes">Receives the start of each suffix, in the order of the suffixes; as long as the sequence.</param>
    /// <typeparam name="T">The type of a symbol, such as <see cref="byte"/> or, for token ids, <see cref="int"/>.</typeparam>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Build<T>(ReadOnlySpan<T> data, Span<int> suffixes) where T : unmanaged, IBinaryInteger<T>
    {
        if (suffixes.Length != data.Length) throw new ArgumentException($"{data.Length} entries are expected, not {suffixes.Length}.", nameof(suffixes));
        if (typeof(T) == typeof(byte))
        {
            Sort(MemoryMarshal.AsBytes(data), suffixes, byte.MaxValue);
            return;
        }
        // Symbols become ranks, so that the buckets are no more than the sequence's symbols.
        T[] distinct = data.ToArray();
        Array.Sort(distinct);
        int count = 0;
        for (int i = 0; i < distinct.Length; i++)
            if (i == 0 || distinct[i] != distinct[count - 1]) distinct[count++] = distinct[i];
        var ranks = new int[data.Length];
        for (int i = 0; i < ranks.Length; i++) ranks[i] = Array.BinarySearch(distinct, 0, count, data[i]);
        Sort<int>(ranks, suffixes, Math.Max(0, count - 1));
    }

    /// <summary>Returns the number of bytes of a pointer in a table file of <c>deduplicate-text-datasets</c> (its <c>table.bin</c>).</summary>
    /// <param name="length">The length of the data in bytes.</param>
    public static int GetPointerBytes(long length) => Math.Max(1, (int)Math.Ceiling(Math.Log2(Math.Max(1, length)) / 8));

    private static void Sort<T>(ReadOnlySpan<T> text, Span<int> suffixes, int largest) where T : unmanaged, IBinaryInteger<T>
    {
        int length = text.Length;
        if (length == 0) return;
        if (length == 1)
        {
            suffixes[0] = 0;
            return;
        }
        var types = new Types(length);
        for (int i = length - 2; i >= 0; i--)
            if (text[i] == text[i + 1] ? types.IsSmaller(i + 1) : text[i] < text[i + 1]) types.Set(i);

        // Where the bucket of each symbol starts, and the part of it with suffixes that are smaller than the next one.
        var starts = new int[largest + 2];
        var middles = new int[largest + 2];
        for (int i = 0; i < length; i++)
        {
            if (types.IsSmaller(i)) starts[Index(text, i) + 1]++;
            else middles[Index(text, i)]++;
        }
        for (int i = 0; i <= largest; i++)
        {
            middles[i] += starts[i];
            starts[i + 1] += middles[i];
        }
        int count = 0;
        for (int i = 1; i < length; i++)
            if (types.IsLeftmost(i)) count++;
        var leftmost = new int[count];
        count = 0;
        for (int i = 1; i < length; i++)
            if (types.IsLeftmost(i)) leftmost[count++] = i;
        var next = new int[largest + 2];
        Induce(text, suffixes, types, starts, middles, next, leftmost);
        if (count == 0) return;

        int found = 0;
        var sorted = new int[count];
        foreach (int at in suffixes)
            if (types.IsLeftmost(at)) sorted[found++] = at;
        int names = Name(text, types, leftmost, sorted, out int[] reduced);
        if (names < count)
        {
            Sort<int>(reduced, sorted, names - 1);
            for (int i = 0; i < count; i++) sorted[i] = leftmost[sorted[i]];
        }
        Induce(text, suffixes, types, starts, middles, next, sorted);
    }

    /// <summary>Names the substrings between leftmost positions by their order; equal ones have equal names.</summary>
    private static int Name<T>(ReadOnlySpan<T> text, Types types, int[] leftmost, int[] sorted, out int[] reduced) where T : unmanaged, IBinaryInteger<T>
    {
        // Leftmost positions are never neighbours, so half of a position tells them apart.
        var numbers = new int[(text.Length / 2) + 1];
        for (int i = 0; i < leftmost.Length; i++) numbers[leftmost[i] / 2] = i;
        reduced = new int[leftmost.Length];
        int name = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            int own = numbers[sorted[i] / 2];
            if (i > 0 && !IsEqual(text, leftmost, numbers[sorted[i - 1] / 2], own)) name++;
            reduced[own] = name;
        }
        return name + 1;
    }

    private static bool IsEqual<T>(ReadOnlySpan<T> text, int[] leftmost, int left, int right) where T : unmanaged, IBinaryInteger<T>
    {
        // A substring ends with the first symbol of the next one; the last one ends with the text.
        if (left + 1 == leftmost.Length || right + 1 == leftmost.Length) return false;
        int length = leftmost[left + 1] - leftmost[left];
        return length == leftmost[right + 1] - leftmost[right]
            && text.Slice(leftmost[left], length + 1).SequenceEqual(text.Slice(leftmost[right], length + 1));
    }

    private static void Induce<T>(ReadOnlySpan<T> text, Span<int> suffixes, Types types, int[] starts, int[] middles, int[] next, int[] leftmost)
        where T : unmanaged, IBinaryInteger<T>
    {
        suffixes.Fill(-1);
        middles.CopyTo(next, 0);
        foreach (int at in leftmost) suffixes[next[Index(text, at)]++] = at;
        starts.CopyTo(next, 0);
        suffixes[next[Index(text, text.Length - 1)]++] = text.Length - 1;
        for (int i = 0; i < suffixes.Length; i++)
        {
            int before = suffixes[i] - 1;
            if (before >= 0 && !types.IsSmaller(before)) suffixes[next[Index(text, before)]++] = before;
        }
        starts.CopyTo(next, 0);
        for (int i = suffixes.Length - 1; i >= 0; i--)
        {
            int before = suffixes[i] - 1;
            if (before >= 0 && types.IsSmaller(before)) suffixes[--next[Index(text, before) + 1]] = before;
        }
    }

    private static int Index<T>(ReadOnlySpan<T> text, int at) where T : unmanaged, IBinaryInteger<T> => int.CreateTruncating(text[at]);

    /// <summary>One bit for each suffix: it is smaller than the suffix that starts one symbol later.</summary>
    private readonly struct Types(int length)
    {
        private readonly ulong[] bits = new ulong[(length + 63) / 64];

        public bool IsSmaller(int at) => (bits[at >> 6] >> at & 1) != 0;

        public bool IsLeftmost(int at) => at > 0 && IsSmaller(at) && !IsSmaller(at - 1);

        public void Set(int at) => bits[at >> 6] |= 1UL << at;
    }
}
