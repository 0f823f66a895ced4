namespace DataCuration;

/// <summary>
/// Default word boundaries of Unicode 14.0.0 (UAX 29, revision 39, section 4.1), without dictionaries. The rules are named as there.
/// </summary>
internal static unsafe class WordBreaks
{
    private const ushort Any = 0, CR = 1, LF = 2, Newline = 3, Extend = 4, Zwj = 5, RegionalIndicator = 6, Format = 7, Katakana = 8, HebrewLetter = 9,
        ALetter = 10, SingleQuote = 11, DoubleQuote = 12, MidNumLet = 13, MidLetter = 14, MidNum = 15, Numeric = 16, ExtendNumLet = 17, SegmentSpace = 18;

    private const ushort Pictographic = 32, ValueMask = 31;

    private static readonly CodePointClasses Classes = new CodePointClasses.Builder()
        .Add(Extend, WordBreakRanges.Extend).Add(RegionalIndicator, WordBreakRanges.RegionalIndicator).Add(Format, WordBreakRanges.Format)
        .Add(Katakana, WordBreakRanges.Katakana).Add(HebrewLetter, WordBreakRanges.HebrewLetter).Add(ALetter, WordBreakRanges.ALetter)
        .Add(MidNumLet, WordBreakRanges.MidNumLet).Add(MidLetter, WordBreakRanges.MidLetter).Add(MidNum, WordBreakRanges.MidNum)
        .Add(Numeric, WordBreakRanges.Numeric).Add(ExtendNumLet, WordBreakRanges.ExtendNumLet).Add(SegmentSpace, WordBreakRanges.WSegSpace)
        .Add(CR, "\r").Add(LF, "\n").Add(Newline, "\v\f\u0085\u2028\u2029").Add(Zwj, "\u200D").Add(SingleQuote, "'").Add(DoubleQuote, "\"")
        .Add(Pictographic, WordBreakRanges.Pictographic).Build();

    /// <summary>Returns the end of the segment that starts at a place.</summary>
    /// <param name="at">The start of the segment, before the end.</param>
    /// <param name="end">The end of the text in valid UTF-8.</param>
    /// <returns>The end of the segment.</returns>
    public static byte* SkipSegment(byte* at, byte* end)
    {
        // "last" is the last character; "value" the last one that is not skipped by WB4, and "before" the one before it.
        ushort last = ClassAt(ref at, end);
        ushort value = last, before = Any;
        int indicators = last == RegionalIndicator ? 1 : 0;
        while (at < end)
        {
            byte* next = at;
            ushort raw = RawAt(ref next), current = (ushort)(raw & ValueMask);
            if (last == CR && current == LF) return next; // WB3, WB3a
            if (last is CR or LF or Newline || current is CR or LF or Newline) return at; // WB3a, WB3b
            bool joins = last == Zwj && (raw & Pictographic) != 0 || last == SegmentSpace && current == SegmentSpace; // WB3c, WB3d
            last = current;
            if (current is Extend or Format or Zwj) // WB4
            {
                at = next;
                continue;
            }
            if (!joins && !Joins(before, value, current, next, end, indicators)) return at;
            indicators = current == RegionalIndicator ? indicators + 1 : 0;
            before = value;
            value = current;
            at = next;
        }
        return at;
    }

    private static bool Joins(ushort before, ushort value, ushort current, byte* next, byte* end, int indicators)
    {
        bool isLetter = IsLetter(value);
        switch (current)
        {
            case ALetter or HebrewLetter:
                if (isLetter || value is Numeric or ExtendNumLet) return true; // WB5, WB10, WB13b
                if (value is MidLetter or MidNumLet or SingleQuote && IsLetter(before)) return true; // WB7
                return value == DoubleQuote && before == HebrewLetter && current == HebrewLetter; // WB7c
            case Numeric:
                if (isLetter || value is Numeric or ExtendNumLet) return true; // WB8, WB9, WB13b
                return value is MidNum or MidNumLet or SingleQuote && before == Numeric; // WB11
            case MidLetter:
                return isLetter && IsLetter(ClassAfter(next, end)); // WB6
            case MidNum:
                return value == Numeric && ClassAfter(next, end) == Numeric; // WB12
            case MidNumLet or SingleQuote:
                if (current == SingleQuote && value == HebrewLetter) return true; // WB7a
                ushort after = ClassAfter(next, end);
                return isLetter && IsLetter(after) || value == Numeric && after == Numeric; // WB6, WB12
            case DoubleQuote:
                return value == HebrewLetter && ClassAfter(next, end) == HebrewLetter; // WB7b
            case Katakana:
                return value is Katakana or ExtendNumLet; // WB13, WB13b
            case ExtendNumLet:
                return isLetter || value is Numeric or Katakana or ExtendNumLet; // WB13a
            case RegionalIndicator:
                return value == RegionalIndicator && indicators % 2 == 1; // WB15, WB16
            default:
                return false; // WB999
        }
    }

    private static bool IsLetter(ushort value) => value is ALetter or HebrewLetter;

    /// <summary>The class of the next character that WB4 does not skip.</summary>
    private static ushort ClassAfter(byte* at, byte* end)
    {
        while (at < end)
        {
            ushort value = ClassAt(ref at, end);
            if (value is not (Extend or Format or Zwj)) return value;
        }
        return Any;
    }

    private static ushort ClassAt(ref byte* at, byte* end) => at < end ? (ushort)(RawAt(ref at) & ValueMask) : Any;

    private static ushort RawAt(ref byte* at)
    {
        int codePoint = Utf8CodePoints.Decode(at, out int size);
        at += size;
        return Classes[codePoint];
    }
}
