namespace DataCuration;

/// <summary>
/// The properties Uppercase and Lowercase of Unicode 14.0.0 (DerivedCoreProperties.txt), as Python 3.11's <c>isupper</c> and <c>islower</c> have them.
/// </summary>
internal static class UnicodeCase
{
    private const ushort Upper = 1, Lower = 2;

    private static readonly CodePointClasses Classes = Build();

    /// <summary>Returns true for an upper-case character.</summary>
    public static bool IsUpper(int codePoint) => (Classes[codePoint] & Upper) != 0;

    /// <summary>Returns true for a lower-case character.</summary>
    public static bool IsLower(int codePoint) => (Classes[codePoint] & Lower) != 0;

    // Pairs of a gap since the end of the run before and a count; a negative count is a run over every second code point.
    private static ReadOnlySpan<int> UpperRuns =>
    [
        65, 26, 101, 23, 1, 7, 33, -28, 2, -8, 2, -24, 0, -3, 3, 2, 1, -2, 0, -2, 0, 2, 2, 4, 1, 2, 1, 3, 3, 2, 1, 2, 1, -3, 0, -2, 2, -2, 0, -2, 0,
        2, 1, -2, 0, 1, 3, 1, 7, 1, 2, 1, 2, 1, 2, -8, 2, -9, 2, 1, 2, -2, 0, 2, 1, -29, 7, 2, 1, 2, 2, -2, 0, 3, 1, -4, 289, -2, 3, 1, 8, 1, 6, -2,
        0, 2, 1, -2, 0, -2, 0, 16, 1, 9, 35, 1, 2, 3, 3, -12, 5, 1, 2, -2, 0, 1, 2, 51, 48, -17, 9, -28, 0, -7, 2, -48, 2, 38, 2889, 38, 1, 1, 5, 1,
        722, 86, 2202, 43, 2, 3, 320, -75, 9, -49, 9, 8, 8, 6, 10, 8, 8, 8, 8, 6, 11, -4, 8, 8, 72, 4, 12, 4, 12, 4, 12, 5, 11, 4, 262, 1, 4, 1, 3,
        3, 2, 3, 2, 1, 3, 5, 6, -4, 0, 3, 2, 4, 10, 2, 5, 1, 26, 16, 19, 1, 818, 26, 1840, 48, 48, -2, 0, 2, 2, -4, 0, 3, 1, 1, 2, 1, 8, 3, 1, -49,
        8, -2, 4, 1, 31053, -23, 19, -14, 135, -7, 3, -31, 10, -3, 0, -5, 4, -2, 2, -2, 3, -11, 0, 4, 1, 5, 1, -8, 0, 3, 1, 1, 6, 1, 5, -2, 28, 1,
        22315, 26, 1221, 40, 136, 36, 156, 11, 1, 15, 1, 7, 1, 2, 1770, 51, 3053, 32, 21888, 32, 26016, 26, 26, 26, 26, 26, 26, -2, 0, 1, 2, 1, 2, 2,
        2, 4, 1, 8, 26, 26, 26, 2, 1, 4, 2, 8, 1, 7, 27, 2, 1, 4, 1, 5, 1, 1, 3, 7, 27, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 30, 25, 33, 25,
        33, 25, 33, 25, 33, 25, 33, 1, 4405, 34, 2062, 26, 6, 26, 6, 26
    ];

    private static ReadOnlySpan<int> LowerRuns =>
    [
        97, 26, 47, 1, 10, 1, 4, 1, 36, 24, 1, 8, 1, -28, 0, -9, 0, -24, 2, -3, 0, 2, 2, -2, 2, 1, 3, 2, 4, 1, 2, 1, 3, 3, 2, 1, 2, -3, 2, -2, 0, -2,
        2, 1, 3, -2, 2, 2, 2, 3, 6, 1, 2, 1, 2, -9, 0, -10, 0, 1, 2, -2, 3, -30, 0, 6, 2, 1, 2, 2, 1, 1, 4, -5, 0, 68, 1, 36, 7, 2, 30, 5, 96, 1, 43,
        -2, 3, 1, 2, 4, 18, 1, 27, 35, 1, 2, 3, 3, 1, -12, 0, 4, 1, 1, 2, 1, 2, 2, 51, 48, 1, -17, 9, -27, 2, -7, 0, -49, 48, 41, 2887, 43, 2, 3,
        760, 6, 2178, 9, 119, 192, 65, -75, 0, 8, 1, -49, 0, 8, 8, 6, 10, 8, 8, 8, 8, 6, 10, 8, 8, 8, 8, 14, 2, 8, 8, 8, 8, 8, 8, 5, 1, 2, 6, 1, 3,
        3, 1, 2, 8, 4, 2, 2, 8, 8, 10, 3, 1, 2, 121, 1, 13, 1, 16, 13, 109, 1, 3, 2, 3, 1, 27, 1, 4, 1, 4, 1, 2, 2, 8, 4, 4, 1, 33, 16, 4, 1, 843,
        26, 1862, 48, 1, 1, 3, 2, 1, -3, 4, -2, 0, -2, 0, 7, 3, -50, 0, 1, 7, -2, 4, 1, 12, 38, 1, 1, 5, 1, 30995, -23, 19, -14, 0, 2, 133, -7, 0, 2,
        1, -31, 0, 9, 1, -2, 2, -5, 4, -2, 2, -2, 0, 2, 1, -10, 5, 1, 5, -8, 4, -2, 6, -5, 28, -2, 0, 2, 821, 43, 1, 13, 7, 80, 20288, 7, 12, 5,
        1065, 26, 1229, 40, 136, 36, 155, 11, 1, 15, 1, 7, 1, 2, 451, 1, 2, 3, 1, 42, 1, 9, 1285, 51, 3021, 32, 21888, 32, 26010, 26, 26, 7, 1, 18,
        26, 26, 26, 4, 1, -2, 0, 6, 1, 11, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 26, 28, 28, 25, 1, 6, 26, 25, 1, 6, 26,
        25, 1, 6, 26, 25, 1, 6, 26, 25, 1, 6, 1, 1, 1844, 10, 1, 20, 2563, 34
    ];

    private static CodePointClasses Build() => new CodePointClasses.Builder().Add(Upper, Ranges(UpperRuns)).Add(Lower, Ranges(LowerRuns)).Build();

    /// <summary>Writes runs over every second code point as ranges of one.</summary>
    private static int[] Ranges(ReadOnlySpan<int> runs)
    {
        var ranges = new List<int>();
        for (int i = 0; i < runs.Length; i += 2)
        {
            if (runs[i + 1] > 0)
            {
                ranges.Add(runs[i]);
                ranges.Add(runs[i + 1]);
                continue;
            }
            for (int left = runs[i + 1], gap = runs[i]; left < 0; left++, gap = 1)
            {
                ranges.Add(gap);
                ranges.Add(1);
            }
        }
        return [.. ranges];
    }
}
