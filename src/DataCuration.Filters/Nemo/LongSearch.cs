using System.Buffers;

namespace DataCuration.Filters;

/// <summary>
/// Counts a long part of a text in time linear in both, by the algorithm of Knuth, Morris and Pratt ("Fast pattern matching in strings", 1977).
/// </summary>
internal static class LongSearch
{
    /// <summary>Counts occurrences that do not overlap.</summary>
    /// <param name="text">The text.</param>
    /// <param name="part">The part, not empty.</param>
    public static int Count(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        int[] borders = ArrayPool<int>.Shared.Rent(part.Length);
        borders[0] = 0;
        for (int i = 1, border = 0; i < part.Length; i++)
        {
            while (border > 0 && part[i] != part[border]) border = borders[border - 1];
            if (part[i] == part[border]) border++;
            borders[i] = border;
        }
        int count = 0, matched = 0;
        foreach (byte one in text)
        {
            while (matched > 0 && one != part[matched]) matched = borders[matched - 1];
            if (one == part[matched]) matched++;
            if (matched < part.Length) continue;
            count++;
            matched = 0; // occurrences do not overlap
        }
        ArrayPool<int>.Shared.Return(borders);
        return count;
    }
}
