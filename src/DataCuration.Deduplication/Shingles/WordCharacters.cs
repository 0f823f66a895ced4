using System.Globalization;

namespace DataCuration.Deduplication;

/// <summary>Character classes of the peers' regular expressions.</summary>
internal static class WordCharacters
{
    /// <summary>
    /// Returns true for <c>\w</c> of the Python module regex (Unicode Technical Standard 18, annex C): alphabetic, marks, decimal digits, connector punctuation
    /// and join controls. Python's own module re differs: numbers of other kinds count, marks do not.
    /// </summary>
    public static bool IsWord(int codePoint)
    {
        if (codePoint < 0x80) return codePoint is >= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_';
        return CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            <= UnicodeCategory.OtherLetter => true, // the five kinds of letters are the first ones
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => true,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
            UnicodeCategory.Format => codePoint is 0x200C or 0x200D,
            UnicodeCategory.OtherSymbol => codePoint is >= 0x24B6 and <= 0x24E9 or >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169
                or >= 0x1F170 and <= 0x1F189,
            _ => false,
        };
    }

    /// <summary>Returns true for <c>\w</c> of Python's module re.</summary>
    public static bool IsAlphanumeric(int codePoint) => (UnicodeRules.Classify(codePoint) & UnicodeRules.Word) != 0;

    /// <summary>Returns true for <c>\p{P}</c>.</summary>
    public static bool IsPunctuation(int codePoint) =>
        CharUnicodeInfo.GetUnicodeCategory(codePoint) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    /// <summary>Returns true for Python's <c>string.punctuation</c>.</summary>
    public static bool IsAsciiPunctuation(byte value) => value is >= 0x21 and <= 0x2F or >= 0x3A and <= 0x40 or >= 0x5B and <= 0x60 or >= 0x7B and <= 0x7E;
}
