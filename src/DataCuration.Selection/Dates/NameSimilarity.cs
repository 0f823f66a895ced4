using System.Numerics;

namespace DataCuration.Selection;

/// <summary>
/// The similarity of two names, from 0 to 100: twice the longest common subsequence, divided by both lengths (the normalized Indel similarity).
/// </summary>
internal static class NameSimilarity
{
    /// <summary>Returns the largest score of two names with these lengths.</summary>
    public static double LargestScore(int left, int right) => left + right == 0 ? 0 : 200.0 * Math.Min(left, right) / (left + right);

    /// <summary>Returns the score of two names; 0 if both are empty.</summary>
    public static double Score(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.Length + right.Length == 0) return 0;
        if (left.Length > right.Length)
        {
            ReadOnlySpan<char> longer = left;
            left = right;
            right = longer;
        }
        int common = left.Length <= 64 ? CommonOfShort(left, right) : CommonPlain(left, right);
        return 200.0 * common / (left.Length + right.Length);
    }

    /// <summary>The length of the longest common subsequence, by the table of all prefixes.</summary>
    internal static int CommonPlain(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int[] row = new int[right.Length + 1];
        foreach (char one in left)
        {
            int diagonal = 0;
            for (int j = 0; j < right.Length; j++)
            {
                int above = row[j + 1];
                row[j + 1] = one == right[j] ? diagonal + 1 : Math.Max(above, row[j]);
                diagonal = above;
            }
        }
        return row[^1];
    }

    /// <summary>The same for at most 64 characters of the first name, a column of the table at a time (Hyyrö 2004).</summary>
    private static int CommonOfShort(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        ulong differs = ulong.MaxValue;
        foreach (char one in right)
        {
            ulong places = 0;
            for (int i = 0; i < left.Length; i++)
                if (left[i] == one) places |= 1UL << i;
            ulong matches = differs & places;
            differs = unchecked(differs + matches) | (differs - matches);
        }
        ulong used = left.Length == 64 ? ulong.MaxValue : (1UL << left.Length) - 1;
        return BitOperations.PopCount(~differs & used);
    }
}
