using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>Finds prefixes, suffixes and infixes as spaCy 3.8 does (spacy/lang/punctuation.py, spacy/lang/en/punctuation.py).</summary>
internal static unsafe class EnglishAffixes
{
    /// <summary>A unit has up to 5 characters of up to 3 bytes.</summary>
    private const int MaxUnitBytes = 10;

    /// <summary>The longest units that end with a character of ASCII are kmh, km/h and mbar.</summary>
    private const int MaxAsciiUnit = 4;

    private static readonly EnglishTable Units =
        new(EnglishCharacters.Units.Split(' ').Distinct().Select(unit => KeyValuePair.Create(unit, (string[])[unit])));

    private static readonly ushort[] Ascii = EnglishCharacters.Ascii;

    /// <summary>Returns the length in bytes of the prefix of a text; 0 if it has none.</summary>
    public static int PrefixLength(byte* at, byte* end)
    {
        int first = *at;
        if (first < 0x80)
        {
            if ((Ascii[first] & EnglishCharacters.Prefix) != 0) return 1;
            if (first == '+') return end - at > 1 && at[1] is >= (byte)'0' and <= (byte)'9' ? 0 : 1;
            if (first == '.')
            {
                byte* next = at + 1;
                while (next < end && *next == '.') next++;
                return next - at > 1 ? (int)(next - at) : 0;
            }
            if (first is 'C' or 'A') return end - at > 1 && at[1] == '$' ? 2 : 0;
            return first == 'U' && end - at > 2 && at[1] == 'S' && at[2] == '$' ? 3 : 0;
        }
        int codePoint = Utf8CodePoints.Decode(at, out int size);
        return (EnglishCharacters.Of(codePoint) & EnglishCharacters.Prefix) != 0 ? size : 0;
    }

    /// <summary>Returns the length in bytes of the longest suffix of a text; 0 if it has none.</summary>
    public static int SuffixLength(byte* start, byte* end)
    {
        if (start == end) return 0;
        int last = Before(start, end, out int size);
        ushort flags = EnglishCharacters.Of(last);
        if (last == '.') return StopLength(start, end);
        byte* previous = end - size;
        if (last is 's' or 'S' && previous > start && Before(start, previous, out int apostrophe) is '\'' or '’') return size + apostrophe;
        if (last == '…' && previous > start && Before(start, previous, out int dots) == '…') return size + dots;
        if ((flags & EnglishCharacters.Suffix) != 0) return size;
        if ((flags & EnglishCharacters.UnitEnd) != 0) return UnitLength(start, end);
        if (last == '+') return IsDigitBefore(start, previous) ? 1 : 0;
        if ((flags & EnglishCharacters.Currency) == 0) return 0;
        if (last == '$' && previous > start && previous[-1] is (byte)'C' or (byte)'A' or (byte)'S')
        {
            byte* sign = previous - 1;
            if (*sign == 'S') sign = sign > start && sign[-1] == 'U' ? sign - 1 : null;
            if (sign != null && IsDigitBefore(start, sign)) return (int)(end - sign);
        }
        return IsDigitBefore(start, previous) ? size : 0;
    }

    /// <summary>Finds the next infix.</summary>
    /// <param name="start">The start of the text.</param>
    /// <param name="at">The first place for an infix.</param>
    /// <param name="end">The end of the text.</param>
    /// <param name="length">The length of the infix in bytes.</param>
    /// <returns>The infix; null if no infix is left.</returns>
    public static byte* FindInfix(byte* start, byte* at, byte* end, out int length)
    {
        while (at < end)
        {
            if (*at < 0x80)
            {
                if ((Ascii[*at] & EnglishCharacters.InfixStart) != 0 && (length = AsciiInfixLength(start, at, end)) > 0) return at;
                at++;
                continue;
            }
            int codePoint = Utf8CodePoints.Decode(at, out int size);
            ushort flags = EnglishCharacters.Of(codePoint);
            if ((flags & EnglishCharacters.Infix) != 0)
            {
                length = size;
                return at;
            }
            if ((flags & EnglishCharacters.InfixStart) != 0 && HasLetterOrDigitBefore(start, at))
            {
                length = size;
                if (IsLetter(at + size, end)) return at;
                if (codePoint == '—' && end - at > 2 * size && Utf8CodePoints.Decode(at + size, out _) == '—' && IsLetter(at + 2 * size, end))
                {
                    length = 2 * size;
                    return at;
                }
            }
            at += size;
        }
        length = 0;
        return null;
    }

    private static int AsciiInfixLength(byte* start, byte* at, byte* end)
    {
        byte c = *at;
        byte* next = at + 1;
        if (c == '.')
        {
            if (next < end && *next == '.')
            {
                while (next < end && *next == '.') next++;
                return (int)(next - at);
            }
            return at > start && next < end && (FlagsBefore(start, at) & (EnglishCharacters.Lower | EnglishCharacters.Quote)) != 0
                && (FlagsAt(next) & (EnglishCharacters.Upper | EnglishCharacters.Quote)) != 0 ? 1 : 0;
        }
        if (at == start || next == end) return 0;
        bool isOperator = c is (byte)'+' or (byte)'-' or (byte)'*' or (byte)'^' && IsDigitBefore(start, at);
        if (isOperator && *next is (>= (byte)'0' and <= (byte)'9') or (byte)'-') return 1;
        switch (c)
        {
            case (byte)',':
                return (FlagsBefore(start, at) & EnglishCharacters.Letter) != 0 && IsLetter(next, end) ? 1 : 0;
            case (byte)'-':
                if (!HasLetterOrDigitBefore(start, at)) return 0;
                for (int length = 1; length <= 3; length++, next++)
                {
                    if (IsLetter(next, end)) return length;
                    if (next >= end || *next != '-') return 0;
                }
                return 0;
            case (byte)'~' or (byte)':' or (byte)'<' or (byte)'>' or (byte)'=' or (byte)'/':
                return HasLetterOrDigitBefore(start, at) && IsLetter(next, end) ? 1 : 0;
            default:
                return 0;
        }
    }

    /// <summary>A final full stop, or all dots of a final ellipsis.</summary>
    private static int StopLength(byte* start, byte* end)
    {
        byte* dots = end - 1;
        while (dots > start && dots[-1] == '.') dots--;
        if (end - dots > 1) return (int)(end - dots);
        if (dots == start) return 0;
        int previous = Before(start, dots, out int size);
        ushort flags = EnglishCharacters.Of(previous);
        if ((flags & EnglishCharacters.BeforeStop) != 0) return 1;
        if (dots - size == start) return 0;
        int second = Before(start, dots - size, out _);
        if ((flags & EnglishCharacters.Upper) != 0 && (EnglishCharacters.Of(second) & EnglishCharacters.Upper) != 0) return 1;
        return second == '°' && previous is 'F' or 'f' or 'C' or 'c' or 'K' or 'k' ? 1 : 0;
    }

    /// <summary>The length of a unit of measurement that follows a digit.</summary>
    private static int UnitLength(byte* start, byte* end)
    {
        // Units of ASCII are short; the others have only bytes beyond ASCII but for some slashes.
        byte* limit = end - start > MaxUnitBytes ? end - MaxUnitBytes : start + 1;
        if (end[-1] < 0x80 && end - limit > MaxAsciiUnit) limit = end - MaxAsciiUnit;
        for (byte* unit = end - 1; unit >= limit; unit--)
        {
            if (unit[-1] is >= (byte)'0' and <= (byte)'9') return Units.Find(unit, (int)(end - unit)) is null ? 0 : (int)(end - unit);
        }
        return 0;
    }

    private static bool IsDigitBefore(byte* start, byte* at) => at > start && at[-1] is >= (byte)'0' and <= (byte)'9';

    private static bool IsLetter(byte* at, byte* end) => at < end && (FlagsAt(at) & EnglishCharacters.Letter) != 0;

    private static bool HasLetterOrDigitBefore(byte* start, byte* at) =>
        at > start && (FlagsBefore(start, at) & (EnglishCharacters.Letter | EnglishCharacters.Digit)) != 0;

    private static int FlagsAt(byte* at) => *at < 0x80 ? Ascii[*at] : EnglishCharacters.Of(Utf8CodePoints.Decode(at, out _));

    private static int FlagsBefore(byte* start, byte* at) => at[-1] < 0x80 ? Ascii[at[-1]] : EnglishCharacters.Of(Before(start, at, out _));

    /// <summary>Decodes the character before a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Before(byte* start, byte* at, out int size)
    {
        byte* first = at - 1;
        if (*first < 0x80)
        {
            size = 1;
            return *first;
        }
        while (first > start && (sbyte)*first <= Utf8CodePoints.LastContinuation) first--;
        return Utf8CodePoints.Decode(first, out size);
    }
}
