using System.Numerics;
using System.Runtime.Intrinsics;

namespace DataCuration;

/// <summary>
/// The normal form in which datatrove compares texts for deduplication (<c>simplify_text</c> of datatrove/utils/text.py, version 0.10, with its defaults):
/// lower case, numbers as <c>0</c>, punctuation and white space as single spaces, no accents.
/// </summary>
internal static unsafe class SimplifiedText
{
    /// <summary>Bytes that may be written beyond a text's own end.</summary>
    private const int Slack = 16;

    /// <summary>The longest growth of a byte: a Hangul syllable of 3 bytes becomes three letters of 3 bytes.</summary>
    private const int Growth = 3;

    private const byte Zero = 1, Blank = 2;

    /// <summary>
    /// The characters of datatrove's PUNCTUATION beyond ASCII that are not control characters. A full-width 1 is left out: numbers are replaced before.
    /// </summary>
    public const string OtherPunctuation = "—”：％〈、━【「」，】；“《„’∶´．（–？！：～«〉》）。…►»";

    /// <summary>The characters of datatrove's PUNCTUATION that are in ASCII and not control characters.</summary>
    public const string AsciiPunctuation = "!/:&(\\#%+^]~';{|[=-`*?$,><)_.\"}@";

    /// <summary>Characters that continue a number if a digit follows: comma, dot and marks of Arabic and mathematical notation.</summary>
    private const string NumberMarks = ".,\u060C\u066B\u2396\u2397\u2398";

    // For each ASCII byte its lower case, and its class: a digit, a separator or neither.
    private static readonly byte[] Lower = new byte[128];
    private static readonly byte[] Classes = new byte[128];
    private static readonly bool[] IsSeparator = new bool[0x10000];

    static SimplifiedText()
    {
        for (int c = 0; c < 128; c++)
        {
            Lower[c] = (byte)(c is >= 'A' and <= 'Z' ? c + 32 : c);
            if (c is >= '0' and <= '9') Classes[c] = Zero;
            if (c <= ' ' || c == 127 || AsciiPunctuation.Contains((char)c)) Classes[c] = Blank;
        }
        for (int c = 127; c < 160; c++) IsSeparator[c] = true;
        foreach (char c in OtherPunctuation) IsSeparator[c] = true;
        for (int c = 128; c < IsSeparator.Length; c++)
            if ((UnicodeRules.Classify(c) & UnicodeRules.Space) != 0) IsSeparator[c] = true;
    }

    /// <summary>Returns the bytes that <see cref="Write"/> needs for a text of a length.</summary>
    public static int Capacity(int bytes) => checked(Growth * bytes + Slack);

    /// <summary>Writes the normal form of a text.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="target">At least <see cref="Capacity"/> bytes.</param>
    /// <returns>The length of the normal form in bytes.</returns>
    public static int Write(ReadOnlySpan<byte> utf8Text, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, Capacity(utf8Text.Length), nameof(target));
        fixed (byte* source = utf8Text)
        fixed (byte* result = target)
        {
            // Spaces are collapsed before marks are removed: a mark between two spaces leaves both. Those at the ends are removed at last.
            int length = Fold(source, utf8Text.Length, result);
            return TrimInPlace(target[..length]);
        }
    }

    private static int Fold(byte* source, int length, byte* target)
    {
        byte* to = target;
        bool isPending = false, hasStarted = false;
        Span<int> folded = stackalloc int[UnicodeFolding.MaxLength];
        int at = 0;
        while (at < length)
        {
            // Sixteen bytes at a time, up to the first that is no ASCII letter and no single blank.
            if (at + Vector128<byte>.Count <= length)
            {
                Vector128<byte> bytes = Vector128.Load(source + at), lower = bytes | Vector128.Create((byte)0x20);
                uint blanks = Vector128.Equals(bytes, Vector128.Create((byte)' ')).ExtractMostSignificantBits();
                uint letters = Vector128.LessThanOrEqual(lower - Vector128.Create((byte)'a'), Vector128.Create((byte)25)).ExtractMostSignificantBits();
                int run = BitOperations.TrailingZeroCount(~((letters | blanks) & ~(blanks & (blanks << 1))));
                if (run > 0)
                {
                    if ((blanks & 1) != 0 && (isPending || !hasStarted))
                    {
                        at++;
                        continue;
                    }
                    if (isPending && hasStarted) *to++ = (byte)' ';
                    lower.Store(to);
                    at += run;
                    isPending = (blanks >> (run - 1) & 1) != 0;
                    to += isPending ? run - 1 : run;
                    hasStarted = true;
                    continue;
                }
            }
            int codePoint = source[at], size = 1;
            if (codePoint < 0x80)
            {
                byte kind = Classes[codePoint];
                if (kind == 0)
                {
                    if (isPending && hasStarted) *to++ = (byte)' ';
                    (isPending, hasStarted) = (false, true);
                    *to++ = Lower[codePoint];
                    at++;
                    continue;
                }
                if (kind == Blank)
                {
                    isPending = true;
                    at++;
                    continue;
                }
            }
            else
            {
                codePoint = Utf8CodePoints.Decode(source + at, out size);
                if (codePoint < 0x10000 && IsSeparator[codePoint])
                {
                    isPending = true;
                    at += size;
                    continue;
                }
            }
            if (isPending && hasStarted) *to++ = (byte)' ';
            (isPending, hasStarted) = (false, true);
            if (UnicodeFolding.IsDigit(codePoint))
            {
                at = SkipNumber(source, at + size, length);
                *to++ = (byte)'0';
                continue;
            }
            if (codePoint == UnicodeRules.CapitalIWithDot) codePoint = 'i'; // its second half is a mark
            else if (codePoint == UnicodeRules.CapitalSigma) codePoint = Utf8WordTokenizer.IsFinalSigma(source, at, length) ? 0x3C2 : 0x3C3;
            else codePoint = UnicodeRules.ToLower(codePoint);
            int count = UnicodeFolding.Fold(codePoint, folded);
            for (int i = 0; i < count; i++) to += Utf8CodePoints.Encode(folded[i], to);
            at += size;
        }
        return (int)(to - target);
    }

    /// <summary>Returns the end of a number whose first digit is before <paramref name="at"/>: digits, and once a mark with digits after it.</summary>
    public static int SkipNumber(byte* source, int at, int length)
    {
        at = SkipDigits(source, at, length);
        if (at == length) return at;
        int mark = Utf8CodePoints.Decode(source + at, out int size);
        if (mark >= 0x10000 || !NumberMarks.Contains((char)mark)) return at;
        int end = SkipDigits(source, at + size, length);
        return end > at + size ? end : at;
    }

    private static int SkipDigits(byte* source, int at, int length)
    {
        while (at < length && UnicodeFolding.IsDigit(Utf8CodePoints.Decode(source + at, out int size))) at += size;
        return at;
    }

    private static int TrimInPlace(Span<byte> text)
    {
        int start = text.IndexOfAnyExcept((byte)' ');
        if (start < 0) return 0;
        int end = text.LastIndexOfAnyExcept((byte)' ') + 1;
        if (start > 0) text[start..end].CopyTo(text);
        return end - start;
    }
}
