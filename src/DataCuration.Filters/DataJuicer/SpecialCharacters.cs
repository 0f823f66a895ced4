namespace DataCuration.Filters;

/// <summary>
/// Data-Juicer's special characters of one code point: ASCII punctuation, digits and white space, 191 signs of BigScience's list, and the emoji of the package
/// emoji 2.2.0 (data_juicer/ops/common/special_characters.py, commit 1dc20a58). Emoji of several code points never match one character.
/// </summary>
internal static class SpecialCharacters
{
    private static readonly HashSet<int> Others = Read();
    private static readonly bool[] Ascii = [.. Enumerable.Range(0, 128).Select(Others.Contains)];

    /// <summary>Pairs (gap since the end of the previous range, length).</summary>
    private static ReadOnlySpan<int> Ranges =>
    [
        9, 5, 18, 33, 26, 6, 26, 4, 2, 5, 11, 3, 1, 5, 2, 2, 3, 11, 1, 8, 2, 9, 23, 1, 31, 2, 56, 1, 312, 1, 79, 3, 11, 1, 3, 1, 3, 1, 7, 1, 1, 1, 1, 1,
        227, 1, 82, 1, 504, 1, 58, 1, 34, 1, 1, 1, 124, 1, 596, 1, 1, 1, 6, 1, 5, 1, 47, 1, 64, 1, 1170, 1, 4528, 2, 1, 1, 2, 4, 4, 2, 1, 4, 1, 3, 1, 5, 1,
        1, 1, 1, 1, 1, 8, 2, 1, 2, 5, 2, 1, 1, 2, 1, 3, 2, 4, 1, 94, 1, 1, 1, 1, 1, 86, 1, 30, 1, 22, 1, 86, 10, 15, 2, 40, 1, 50, 1, 1, 1, 9, 1, 7, 1, 3,
        2, 28, 1, 11, 1, 13, 1, 13, 2, 47, 1, 47, 1, 84, 2, 12, 1, 166, 1, 25, 11, 4, 3, 199, 1, 141, 1, 79, 1, 9, 3, 5, 1, 1, 1, 1, 2, 2, 3, 3, 1, 5, 1,
        8, 1, 22, 1, 20, 4, 1, 7, 7, 1, 2, 1, 2, 2, 2, 1, 2, 1, 1, 1, 2, 1, 1, 2, 2, 1, 3, 1, 3, 2, 8, 4, 4, 1, 1, 1, 5, 12, 11, 3, 1, 1, 1, 2, 1, 1, 2, 1,
        15, 1, 2, 2, 18, 6, 1, 1, 1, 2, 3, 2, 5, 1, 2, 2, 4, 2, 11, 2, 5, 2, 2, 1, 5, 2, 1, 1, 1, 2, 20, 2, 5, 6, 1, 4, 2, 1, 4, 1, 2, 1, 2, 6, 1, 1, 2, 3,
        1, 1, 6, 1, 3, 1, 4, 1, 1, 1, 8, 1, 1, 2, 15, 1, 2, 1, 4, 1, 1, 1, 4, 5, 11, 2, 48, 3, 9, 1, 2, 1, 4, 1, 6, 1, 14, 1, 64, 1, 307, 2, 463, 3, 19, 2,
        51, 1, 4, 1, 1194, 3, 7, 4, 2, 2, 30, 1, 12, 1, 94, 1, 26, 1, 11, 2, 46, 1, 7, 2, 410, 1, 1, 1, 7014, 1, 9, 1, 2784, 1, 42066, 2, 447, 1, 1, 1, 6,
        2, 2, 1, 1, 1, 2, 1, 8, 2, 3, 1, 30, 1, 31, 1, 157, 2, 61446, 1, 202, 1, 160, 2, 12, 2, 14, 1, 2, 10, 102, 2, 23, 1, 20, 1, 2, 9, 21, 2, 174, 34,
        2, 112, 2, 2, 1, 3, 2, 83, 2, 3, 1, 263, 1, 63, 11, 6, 1, 24, 7, 2, 2, 8, 12, 1, 2, 4, 2, 1, 4, 2, 13, 2, 2, 1, 8, 2, 9, 1, 5, 3, 12, 3, 8, 3, 2,
        1, 1, 1, 4, 1, 6, 1, 3, 1, 6, 86, 48, 70, 5, 8, 2, 3, 4, 10, 3, 1, 1, 2, 3, 1, 2, 10, 227, 12, 4, 1, 283, 47, 1, 10, 1, 185, 112, 13, 3, 9, 7, 46,
        1, 7, 8, 14, 4, 9, 7, 9
    ];

    /// <summary>True for a special character.</summary>
    public static bool Contains(int codePoint) => codePoint < 0x80 ? Ascii[codePoint] : Others.Contains(codePoint);

    /// <summary>Counts the special characters of a text.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            if (Contains(Utf8.Decode(text, at, out int size))) count++;
            at += size;
        }
        return count;
    }

    /// <summary>Removes special characters at both ends of a word.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> word)
    {
        int start = 0, end = word.Length;
        while (start < end && Contains(Utf8.Decode(word, start, out int size))) start += size;
        while (end > start && Utf8.Before(word, end) is var before && Contains(Utf8.Decode(word, before, out _))) end = before;
        return word[start..end];
    }

    /// <summary>The length in bytes of the special characters at the start of a word.</summary>
    public static int LeadingBytes(ReadOnlySpan<byte> word)
    {
        int start = 0;
        while (start < word.Length && Contains(Utf8.Decode(word, start, out int size))) start += size;
        return start;
    }

    private static HashSet<int> Read()
    {
        HashSet<int> all = [];
        int at = 0;
        for (int i = 0; i < Ranges.Length; i += 2)
        {
            at += Ranges[i];
            for (int left = Ranges[i + 1]; left > 0; left--) all.Add(at++);
        }
        return all;
    }
}
