using System.Globalization;

namespace DataCuration.Tokenization;

/// <summary>
/// Classes of characters as the tokenizers library has them: punctuation, control characters and nonspacing marks of Unicode 8.0, and marks of Unicode 9.0. All
/// code points were compared with that library.
/// </summary>
internal static class ReferenceClasses
{
    private const uint Removed = (1u << (int)UnicodeCategory.Control) | (1u << (int)UnicodeCategory.Format) | (1u << (int)UnicodeCategory.PrivateUse);

    /// <summary>Returns true for ASCII's punctuation and symbols, and for Unicode's punctuation.</summary>
    public static bool IsPunctuation(int point)
    {
        if (point < 0x80) return CharacterClasses.IsAsciiPunctuation(point);
        // Two characters that were punctuation in Unicode 8.
        return (CharacterClasses.IsIn(point, CharacterClasses.Punctuation) && UnicodeAges.IsAssignedIn(8, point)) || point is 0x166D or 0x111C9;
    }

    /// <summary>Returns true for control and format characters and for private use.</summary>
    public static bool IsControl(int point) => CharacterClasses.IsIn(point, Removed) && (point < 0x80 || UnicodeAges.IsAssignedIn(8, point));

    /// <summary>Returns true for nonspacing marks. Some characters changed their category after Unicode 8.</summary>
    public static bool IsNonspacingMark(int point) => point >= 0x300
        && ((CharacterClasses.CategoryOf(point) == UnicodeCategory.NonSpacingMark && UnicodeAges.IsAssignedIn(8, point)
                && point is not (0x1885 or 0x1886 or 0xA9BD or 0x111C9))
            || point is 0x1734 or 0x1171E);

    /// <summary>Returns true for marks of any kind.</summary>
    public static bool IsMark(int point) => point >= 0x300
        && ((CharacterClasses.IsIn(point, CharacterClasses.Marks) && UnicodeAges.IsAssignedIn(9, point) && point != 0x111C9) || point is 0x1CF2 or 0x1CF3);
}
