namespace DataCuration.Filters;

/// <summary>
/// Finds telephone numbers in three written forms. International ones have <c>+</c> or <c>00</c> and a country code (ITU-T E.164, at most 15 digits). North
/// American ones have their separators, and area and exchange codes as the North American Numbering Plan allows them. Others have the area code with its
/// leading zero in parentheses. Digits without any of these marks are no telephone number: most of them are something else.
/// </summary>
internal static class PhoneScanner
{
    private const int MinInternational = 8, MaxInternational = 15;

    /// <summary>A number of this length takes no further group: the next one is something else, such as a year.</summary>
    private const int Complete = 11;

    /// <summary>The country codes of two digits.</summary>
    private static ReadOnlySpan<byte> ShortCodes =>
        "20,27,30,31,32,33,34,36,39,40,41,43,44,45,46,47,48,49,51,52,53,54,55,56,57,58,60,61,62,63,64,65,66,81,82,84,86,90,91,92,93,94,95,98,"u8;

    /// <summary>Finds the number whose first digits are at an offset, with a plus sign or a parenthesis before them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The first digit.</param>
    /// <param name="digits">The number of digits in its group.</param>
    /// <param name="from">The first byte that may belong to the number.</param>
    /// <param name="start">The first byte.</param>
    /// <param name="end">The byte after the last one.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, int digits, int from, out int start, out int end)
    {
        start = at;
        end = 0;
        byte before = at > from ? text[at - 1] : (byte)0;
        if (before == '+') return TryInternational(text, at, start = at - 1, at, out end);
        if (before == '(') return TryParentheses(text, at, digits, start = at - 1, out end);
        if (AsciiText.IsWordBefore(text, at) || AsciiText.At(text, at - 1) is (byte)'-' or (byte)'.' or (byte)'/' or (byte)',' or (byte)'#') return false;
        if (digits is >= 3 and <= 6 && text[at] == '0' && text[at + 1] == '0')
        {
            // A group of digits before it makes it a part of a longer number.
            return !(AsciiText.At(text, at - 1) == ' ' && AsciiText.IsDigit(AsciiText.At(text, at - 2))) && TryInternational(text, at + 2, at, at + digits,
                out end);
        }
        if (digits == 3) return TryArea(text, at, false, out end);
        if (digits != 1 || text[at] != '1') return false;
        byte separator = AsciiText.At(text, at + 1);
        return separator is (byte)' ' or (byte)'-' or (byte)'.' && TryArea(text, at + 2, true, out end);
    }

    private static bool TryInternational(ReadOnlySpan<byte> text, int at, int start, int firstEnd, out int end)
    {
        end = 0;
        if (AsciiText.At(text, at) is < (byte)'1' or > (byte)'9' || AsciiText.IsWordBefore(text, start) || AsciiText.At(text, start - 1) is (byte)'+')
            return false;
        if (text[at] == '1') return TryNorthAmerican(text, at, out end) && (start + 1 == at || end > firstEnd);
        if (!MayBeCountry(text, at)) return false;
        int limit = MaxInternational;
        int total = 0, next = at, separators = 0;
        while (true)
        {
            int group = AsciiText.DigitsAt(text[..Math.Min(text.Length, next + MaxInternational + 1)], next);
            if (total + group > limit || group == 0) break;
            total += group;
            end = next + group;
            if (total >= limit || (total >= Complete && separators > 0)) break;
            next = SkipSeparators(text, end);
            if (next == end) break;
            separators++;
        }
        // "00" is a prefix only if the number is divided: else it is a number with leading zeros.
        if (start + 2 == at && separators == 0 && firstEnd == end) return false;
        return total >= MinInternational && IsEnd(text, end);
    }

    /// <summary>
    /// Country code 1, three digits of the area, three of the exchange and four, with or without separators between them. Other groups are a date after a time
    /// zone, or an amount.
    /// </summary>
    private static bool TryNorthAmerican(ReadOnlySpan<byte> text, int at, out int end)
    {
        ReadOnlySpan<byte> groups = [1, 3, 3, 4];
        end = at;
        for (int i = 0; i < groups.Length; i++)
        {
            if (i > 0) end = SkipSeparators(text, end);
            if (i is 1 or 2 && AsciiText.At(text, end) is < (byte)'2' or > (byte)'9') return false;
            for (int left = groups[i]; left > 0; left--)
                if (!AsciiText.IsDigit(AsciiText.At(text, end++))) return false;
        }
        return !AsciiText.IsDigit(AsciiText.At(text, end)) && IsEnd(text, end);
    }

    /// <summary>
    /// True if the first group may begin with a country code. One digit alone is only the code of Russia and Kazakhstan, whose areas begin with 3 to 9; two
    /// digits alone are a code of two digits (ITU-T E.164, list of 2016).
    /// </summary>
    private static bool MayBeCountry(ReadOnlySpan<byte> text, int at)
    {
        int digits = AsciiText.DigitsAt(text[..Math.Min(text.Length, at + 3)], at);
        if (text[at] == '7')
        {
            int area = digits > 1 ? at + 1 : SkipSeparators(text, at + 1);
            return AsciiText.At(text, area) is >= (byte)'3' and <= (byte)'9';
        }
        return digits > 2 || (digits == 2 && ShortCodes.IndexOf([text[at], text[at + 1], (byte)',']) >= 0);
    }

    private static bool TryParentheses(ReadOnlySpan<byte> text, int at, int digits, int start, out int end)
    {
        end = 0;
        if (AsciiText.IsWordBefore(text, start)) return false;
        if (digits == 3 && text[at] != '0') return TryArea(text, start, true, out end);
        if (text[at] != '0' || digits is < 2 or > 6 || AsciiText.At(text, at + digits) != ')') return false;
        int next = SkipSeparators(text, at + digits);
        int total = 0;
        while (AsciiText.DigitsAt(text, next) is > 0 and var group)
        {
            total += group;
            end = next + group;
            if (total >= 7) break;
            next = SkipSeparators(text, end);
            if (next == end) break;
        }
        return total is >= 5 and <= 9 && IsEnd(text, end);
    }

    /// <summary>Reads area code, exchange and line number with their separators; the area code may be in parentheses.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The area code's first character.</param>
    /// <param name="allowBlanks">True if a blank may separate exchange and line number, because a mark before them shows that it is a number.</param>
    /// <param name="end">The byte after the number.</param>
    private static bool TryArea(ReadOnlySpan<byte> text, int at, bool allowBlanks, out int end)
    {
        end = 0;
        bool isParenthesised = AsciiText.At(text, at) == '(';
        int area = at + (isParenthesised ? 1 : 0);
        if (AsciiText.DigitsAt(text, area) != 3 || text[area] < '2' || text[area + 1] == '9' || IsServiceCode(text, area)) return false;
        int next = area + 3;
        byte first = AsciiText.At(text, next);
        if (isParenthesised)
        {
            if (first != ')') return false;
            if (AsciiText.At(text, ++next) is (byte)' ' or (byte)'-' or (byte)'.') next++;
        }
        else
        {
            if (first is not ((byte)'-' or (byte)'.') && !(allowBlanks && first == ' ')) return false;
            next++;
        }
        if (AsciiText.DigitsAt(text, next) != 3 || text[next] < '2' || IsServiceCode(text, next)) return false;
        next += 3;
        byte second = AsciiText.At(text, next);
        if (second is not ((byte)'-' or (byte)'.') && !(second == ' ' && (allowBlanks || isParenthesised))) return false;
        if (!isParenthesised && second != first) return false;
        end = ++next + 4;
        return AsciiText.DigitsAt(text, next) == 4 && IsEnd(text, end);
    }

    private static bool IsServiceCode(ReadOnlySpan<byte> text, int at) => text[at + 1] == '1' && text[at + 2] == '1';

    /// <summary>Skips one separator, or a pair such as <c>) </c>, if digits follow.</summary>
    private static int SkipSeparators(ReadOnlySpan<byte> text, int at)
    {
        int next = at;
        while (next < text.Length && next < at + 2 && text[next] is (byte)' ' or (byte)'-' or (byte)'.' or (byte)'(' or (byte)')' or (byte)'/') next++;
        return AsciiText.IsDigit(AsciiText.At(text, next)) ? next : at;
    }

    private static bool IsEnd(ReadOnlySpan<byte> text, int end) => !AsciiText.IsWordAt(text, end) && AsciiText.At(text, end) != '@'
        && !(AsciiText.At(text, end) is (byte)'-' or (byte)'.' or (byte)'/' && AsciiText.IsDigit(AsciiText.At(text, end + 1)));
}
