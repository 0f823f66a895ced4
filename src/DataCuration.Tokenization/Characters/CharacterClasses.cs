using System.Globalization;

namespace DataCuration.Tokenization;

/// <summary>General categories of all code points, by the runtime's tables, and the classes that tokenizers derive from them.</summary>
internal static class CharacterClasses
{
    /// <summary>Sets of categories: bit n is the category n.</summary>
    public const uint Letters = 0x1F, Marks = 0xE0, Numbers = 0x700, Punctuation = 0x1FC0000, Symbols = 0x1E000000, Separators = 0x3800, Others = 0x2003C000;

    private static readonly byte[] Categories = Build();

    /// <summary>Returns the category of a code point.</summary>
    public static UnicodeCategory CategoryOf(int point) => (UnicodeCategory)Categories[point];

    /// <summary>Returns true if the category of a code point is one of a set.</summary>
    public static bool IsIn(int point, uint categories) => ((categories >> Categories[point]) & 1) != 0;

    /// <summary>Returns true for Unicode's property White_Space.</summary>
    public static bool IsWhiteSpace(int point) => point < 0x80
        ? point is ' ' or (>= 9 and <= 13)
        : point is 0x85 or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000;

    /// <summary>Returns true for <c>\w</c> of Unicode's Annex 18: alphabetic characters, marks, decimal digits and connectors.</summary>
    public static bool IsWord(int point) => IsIn(point, Letters | Marks | (1u << (int)UnicodeCategory.DecimalDigitNumber)
        | (1u << (int)UnicodeCategory.LetterNumber) | (1u << (int)UnicodeCategory.ConnectorPunctuation))
        || point is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    /// <summary>Returns true for ASCII's punctuation and symbols.</summary>
    public static bool IsAsciiPunctuation(int point) =>
        point is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~');

    private static byte[] Build()
    {
        byte[] categories = new byte[CodePoints.Count];
        for (int point = 0; point < categories.Length; point++) categories[point] = (byte)CharUnicodeInfo.GetUnicodeCategory(point);
        return categories;
    }
}
