namespace DataCuration.Extraction;

/// <summary>Sorts numbers by merging. Unlike the framework's sorts of two arrays, it is compiled with the package (ReadyToRun).</summary>
internal static class KeySort
{
    /// <summary>Sorts the first elements of an array.</summary>
    /// <param name="keys">The array.</param>
    /// <param name="scratch">Working memory, of the same length.</param>
    /// <param name="count">The number of elements to sort.</param>
    public static void Sort(ulong[] keys, ulong[] scratch, int count)
    {
        (ulong[] from, ulong[] to) = (keys, scratch);
        for (long width = 1; width < count; width *= 2)
        {
            for (long start = 0; start < count; start += 2 * width)
                Merge(from, to, (int)start, (int)Math.Min(start + width, count), (int)Math.Min(start + (2 * width), count));
            (from, to) = (to, from);
        }
        if (from != keys) Array.Copy(from, keys, count);
    }

    private static void Merge(ulong[] from, ulong[] to, int start, int middle, int end)
    {
        (int left, int right) = (start, middle);
        for (int at = start; at < end; at++) to[at] = right >= end || (left < middle && from[left] <= from[right]) ? from[left++] : from[right++];
    }
}
