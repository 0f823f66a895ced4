namespace DataCuration;

/// <summary>
/// Canonical decomposition without nonspacing marks (category Mn), and decimal digits (category Nd), of Unicode 14.0.0: what CPython 3.11's
/// <c>unicodedata.normalize("NFD", text)</c> leaves after its marks are removed, and its <c>\d</c>. The table is expanded once from
/// <see cref="UnicodeDecompositions"/>.
/// </summary>
/// <remarks>
/// Marks that remain (25 characters of category Mc with a combining class) are not sorted by class. Two of them in the wrong order do not occur in text.
/// </remarks>
internal static class UnicodeFolding
{
    /// <summary>The results of one character at most.</summary>
    public const int MaxLength = 3;

    private const int HangulBase = 0xAC00, HangulCount = 11172, LeadBase = 0x1100, VowelBase = 0x1161, Vowels = 21, TailBase = 0x11A7, Tails = 28;
    private const int LastCodePoint = 0x10FFFF;

    /// <summary>An entry for a character that is removed. An entry of 0 keeps the character; a positive one replaces it.</summary>
    private const int Removed = -1;

    /// <summary>The flag of a decimal digit.</summary>
    private const int Digit = int.MinValue;

    /// <summary>The largest entry that is the place of a sequence: entry -2 - i is the sequence at i.</summary>
    private const int FirstSequence = -2;

    private static readonly Tables Expanded = Expand();

    /// <summary>Returns true for a decimal digit of any script.</summary>
    public static bool IsDigit(int codePoint) => codePoint < 0x80 ? codePoint is >= '0' and <= '9' : Entry(codePoint) == Digit;

    /// <summary>Decomposes a code point and leaves out its nonspacing marks.</summary>
    /// <param name="codePoint">The code point.</param>
    /// <param name="results">At least <see cref="MaxLength"/> entries.</param>
    /// <returns>The number of results, 0 for a nonspacing mark.</returns>
    public static int Fold(int codePoint, Span<int> results)
    {
        int entry = Entry(codePoint);
        if (entry == 0 && (uint)(codePoint - HangulBase) < HangulCount) return FoldHangul(codePoint - HangulBase, results);
        if (entry == Removed) return 0;
        if (entry is > FirstSequence or Digit)
        {
            results[0] = entry > 0 ? entry : codePoint;
            return 1;
        }
        ReadOnlySpan<int> sequence = UnicodeDecompositions.Several.Slice(FirstSequence - entry);
        int count = sequence[0];
        sequence.Slice(1, count).CopyTo(results);
        return count;
    }

    private static int FoldHangul(int syllable, Span<int> results)
    {
        results[0] = LeadBase + syllable / (Vowels * Tails);
        results[1] = VowelBase + syllable % (Vowels * Tails) / Tails;
        int tail = syllable % Tails;
        results[2] = TailBase + tail;
        return tail == 0 ? 2 : 3;
    }

    private static int Entry(int codePoint)
    {
        Tables tables = Expanded;
        return tables.Entries[(tables.Blocks[codePoint >> 8] << 8) | (codePoint & 0xFF)];
    }

    private static Tables Expand()
    {
        int[] entries = new int[LastCodePoint + 1];
        ReadOnlySpan<int> single = UnicodeDecompositions.Single;
        for (int i = 0, at = 0; i < single.Length; i += 2) entries[at += single[i]] = single[i + 1];
        ReadOnlySpan<int> several = UnicodeDecompositions.Several;
        for (int i = 0, at = 0; i < several.Length; i += 2 + several[i + 1]) entries[at += several[i]] = FirstSequence - (i + 1);
        Mark(entries, UnicodeDecompositions.Marks, Removed);
        Mark(entries, UnicodeDecompositions.Digits, Digit);
        return Share(entries);
    }

    private static void Mark(int[] entries, ReadOnlySpan<int> ranges, int value)
    {
        for (int i = 0, at = 0; i < ranges.Length; i += 2)
        {
            at += ranges[i];
            entries.AsSpan(at, ranges[i + 1]).Fill(value);
            at += ranges[i + 1];
        }
    }

    /// <summary>Stores equal blocks of 256 code points once. Almost all blocks are empty.</summary>
    private static Tables Share(int[] entries)
    {
        ushort[] blocks = new ushort[entries.Length >> 8];
        var stage = new List<int>(new int[256]); // block 0 is the empty one
        for (int block = 0; block < blocks.Length; block++)
        {
            ReadOnlySpan<int> content = entries.AsSpan(block << 8, 256);
            if (!content.ContainsAnyExcept(0)) continue;
            blocks[block] = (ushort)(stage.Count >> 8);
            stage.AddRange(content);
        }
        return new(blocks, [.. stage]);
    }

    private sealed record Tables(ushort[] Blocks, int[] Entries);
}
