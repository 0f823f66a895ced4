using System.Globalization;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Reads integers as <c>int()</c> of CPython 3.11 does.</summary>
internal static class PythonInteger
{
    /// <summary>Larger absolute values are cut to this one. It leaves room for adding one.</summary>
    public const long Limit = 1L << 60;

    /// <summary>CPython refuses more digits since 3.10.7.</summary>
    private const int MaxDigits = 4_300;

    /// <summary>
    /// The decimal digits that Unicode added after version 14, which CPython 3.11 has: Kawi and Nag Mundari (15), Garay, Myanmar, Sunuwar, outlined digits and
    /// Ol Onal (16), Tolong Siki (17).
    /// </summary>
    private static readonly (int First, int Last)[] LaterDigits =
    [
        (0x10D40, 0x10D49), (0x116D0, 0x116E3), (0x11BF0, 0x11BF9), (0x11DE0, 0x11DE9), (0x11F50, 0x11F59), (0x1CCF0, 0x1CCF9), (0x1E4F0, 0x1E4F9),
        (0x1E5F1, 0x1E5FA),
    ];

    /// <summary>
    /// Reads an integer: blanks at both ends, a sign, digits of any script with single underscores between them. Large values are cut to ±<see cref="Limit"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long value)
    {
        if (TryParseShort(text, out value)) return true;
        value = 0;
        text = PythonText.Strip(text);
        bool isNegative = text.StartsWith('-');
        if (isNegative || text.StartsWith('+')) text = text[1..];
        int digits = 0;
        bool isDigitExpected = true;
        while (!text.IsEmpty)
        {
            if (text[0] == '_')
            {
                if (isDigitExpected) return false;
                isDigitExpected = true;
                text = text[1..];
                continue;
            }
            int digit = ReadDigit(text, out int length);
            if (digit < 0) return false;
            value = value > (Limit - digit) / 10 ? Limit : (value * 10) + digit;
            digits++;
            isDigitExpected = false;
            text = text[length..];
        }
        if (isNegative) value = -value;
        return !isDigitExpected && digits <= MaxDigits;
    }

    /// <summary>Reads what models nearly always write: a few ASCII digits.</summary>
    private static bool TryParseShort(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > 9) return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = (value * 10) + (c - '0');
        }
        return true;
    }

    private static int ReadDigit(ReadOnlySpan<char> text, out int length)
    {
        length = 1;
        if (char.IsAscii(text[0])) return char.IsAsciiDigit(text[0]) ? text[0] - '0' : -1;
        if (Rune.DecodeFromUtf16(text, out Rune rune, out length) != System.Buffers.OperationStatus.Done) return -1;
        if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.DecimalDigitNumber) return -1;
        foreach ((int first, int last) in LaterDigits)
            if (rune.Value >= first && rune.Value <= last) return -1;
        return (int)Rune.GetNumericValue(rune);
    }
}
