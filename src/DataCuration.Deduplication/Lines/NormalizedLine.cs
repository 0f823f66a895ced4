using System.Text;

namespace DataCuration.Deduplication;

/// <summary>
/// The form in which CCNet compares lines (<c>normalize_for_dedup</c> of cc_net/text_normalizer.py). It has no white space at the ends, is in lower case, and
/// has all digits as <c>0</c>. It lacks the control characters U+0000 to U+001F and U+007F to U+009F and CCNet's 34 typographic marks. ASCII punctuation
/// stays.
/// </summary>
internal static unsafe class NormalizedLine
{
    // A full-width 1 is in CCNet's list, but digits are replaced before.
    private const string Marks = "，。、„”“«»」「《》´∶：？！（）；–—．～’…━〈〉【】％►";

    /// <summary>Returns the bytes that <see cref="Write"/> needs for a line of a length.</summary>
    public static int Capacity(int bytes) => checked((2 * bytes) + 16);

    /// <summary>Writes the normal form.</summary>
    /// <returns>Its length in bytes.</returns>
    public static int Write(ReadOnlySpan<byte> line, Span<byte> target)
    {
        line = WhiteSpaceTrim.Trim(line);
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, Capacity(line.Length));
        fixed (byte* source = line)
        fixed (byte* start = target)
        {
            byte* to = start;
            for (int at = 0; at < line.Length;)
            {
                int codePoint = source[at], size = 1;
                if (codePoint < 0x80)
                {
                    at++;
                    if (codePoint is < 0x20 or 0x7F) continue;
                    *to++ = (byte)(codePoint is >= '0' and <= '9' ? '0' : codePoint is >= 'A' and <= 'Z' ? codePoint + 32 : codePoint);
                    continue;
                }
                codePoint = Utf8CodePoints.Decode(source + at, out size);
                if (codePoint == UnicodeRules.CapitalSigma) codePoint = Utf8WordTokenizer.IsFinalSigma(source, at, line.Length) ? 0x3C2 : 0x3C3;
                else if (codePoint == UnicodeRules.CapitalIWithDot)
                {
                    *to++ = (byte)'i';
                    codePoint = 0x307; // its lower case has two code points
                }
                else codePoint = UnicodeRules.ToLower(codePoint);
                at += size;
                if (codePoint is >= 0x80 and <= 0x9F || (codePoint < 0x10000 && Marks.Contains((char)codePoint))) continue;
                if (UnicodeFolding.IsDigit(codePoint)) *to++ = (byte)'0';
                else to += Utf8CodePoints.Encode(codePoint, to);
            }
            return (int)(to - start);
        }
    }

    /// <summary>Returns the normal form of a line.</summary>
    public static string Of(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        byte[] target = new byte[Capacity(bytes.Length)];
        return Encoding.UTF8.GetString(target.AsSpan(0, Write(bytes, target)));
    }
}
