using System.Numerics;

namespace DataCuration.Deduplication;

/// <summary>
/// Finds repeated substrings in one sequence in memory by its suffix array, in bytes or in token ids. For a corpus use <see cref="SubstringDeduplication"/>.
/// </summary>
/// <remarks>
/// A window is a run of symbols of the minimum length. A range is the union of marked windows that overlap or touch, so it covers every symbol that
/// belongs to a repeated substring of at least this length. Memory: 4 bytes for each symbol and the sort's 1 to 4 bytes besides.
/// </remarks>
public static class RepeatedSubstrings
{
    /// <summary>Finds the substrings that occur more than once.</summary>
    /// <param name="data">The sequence.</param>
    /// <param name="minLength">The minimum length in symbols, 1 or more.</param>
    /// <param name="copies">The copies that are marked. Default: all but the first.</param>
    /// <param name="minCopies">
    /// The minimum number of copies of a window, 2 or more. Default: 2. The <c>frequency-threshold</c> f of <c>deduplicate-text-datasets</c> asks for f + 1
    /// copies, and for 2 if f is 0.
    /// </param>
    /// <returns>The ranges, and the number of marked windows.</returns>
    public static RepeatedSubstringResult Find<T>(ReadOnlySpan<T> data, int minLength, SubstringCopies copies = SubstringCopies.Later, int minCopies = 2)
        where T : unmanaged, IBinaryInteger<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(minCopies, 2);
        var marked = new bool[data.Length];
        var suffixes = new int[data.Length];
        SuffixArray.Build(data, suffixes);
        foreach ((int from, int to) in Groups(data, suffixes, minLength))
        {
            if (to - from < minCopies) continue;
            int first = int.MaxValue;
            foreach (int at in suffixes.AsSpan(from..to)) first = Math.Min(first, at);
            foreach (int at in suffixes.AsSpan(from..to)) marked[at] = copies == SubstringCopies.All || at != first;
        }
        return Collect(marked, minLength);
    }

    /// <summary>Finds the substrings of one sequence that occur in another one.</summary>
    /// <param name="data">The sequence whose ranges are returned.</param>
    /// <param name="other">The other sequence.</param>
    /// <param name="minLength">The minimum length in symbols, 1 or more.</param>
    /// <returns>The ranges in <paramref name="data"/>, and the number of marked windows.</returns>
    public static RepeatedSubstringResult FindShared<T>(ReadOnlySpan<T> data, ReadOnlySpan<T> other, int minLength) where T : unmanaged, IBinaryInteger<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minLength, 1);
        var both = new T[checked(data.Length + other.Length)];
        data.CopyTo(both);
        other.CopyTo(both.AsSpan(data.Length));
        var suffixes = new int[both.Length];
        SuffixArray.Build<T>(both, suffixes);
        var marked = new bool[data.Length];
        foreach ((int from, int to) in Groups<T>(both, suffixes, minLength, data.Length))
        {
            bool isShared = false;
            foreach (int at in suffixes.AsSpan(from..to)) isShared |= at >= data.Length;
            if (!isShared) continue;
            foreach (int at in suffixes.AsSpan(from..to))
                if (at < data.Length) marked[at] = true;
        }
        return Collect(marked, minLength);
    }

    /// <summary>Lists the runs of neighbours in a suffix array that share a window, after it was reduced to positions that have a whole window.</summary>
    private static List<(int From, int To)> Groups<T>(ReadOnlySpan<T> data, int[] suffixes, int minLength, int boundary = -1)
        where T : unmanaged, IBinaryInteger<T>
    {
        // A window may not cross the boundary between two sequences.
        int count = 0;
        foreach (int at in suffixes)
            if (at + minLength <= data.Length && (boundary < 0 || at >= boundary || at + minLength <= boundary)) suffixes[count++] = at;
        var groups = new List<(int, int)>();
        int start = 0;
        for (int i = 1; i <= count; i++)
        {
            if (i < count && data.Slice(suffixes[i - 1], minLength).SequenceEqual(data.Slice(suffixes[i], minLength))) continue;
            if (i - start > 1) groups.Add((start, i));
            start = i;
        }
        return groups;
    }

    private static RepeatedSubstringResult Collect(bool[] marked, int minLength)
    {
        var ranges = new List<SubstringRange>();
        long windows = 0;
        for (int at = 0; at < marked.Length; at++)
        {
            if (!marked[at]) continue;
            windows++;
            if (ranges.Count > 0 && ranges[^1].End >= at) ranges[^1] = ranges[^1] with { End = at + minLength };
            else ranges.Add(new(at, at + minLength));
        }
        return new() { Windows = windows, Ranges = ranges };
    }
}
