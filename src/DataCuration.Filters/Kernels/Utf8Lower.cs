using System.Text;

namespace DataCuration.Filters;

/// <summary>Lower case as Python's <c>str.lower()</c> of CPython 3.11 (Unicode 14), with U+0130 and the final sigma.</summary>
internal static class Utf8Lower
{
    /// <summary>Writes a text in lower case.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">Receives the text; at least 1.5 times as long, and 4 bytes more.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Convert(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int ascii = System.Text.Ascii.ToLower(text, target, out int written) == System.Buffers.OperationStatus.Done ? text.Length : written;
        int at = ascii, used = ascii;
        while (at < text.Length)
        {
            int point = Utf8Text.Decode(text, at, out int size);
            if (point < 0x80)
            {
                target[used++] = point is >= 'A' and <= 'Z' ? (byte)(point | 0x20) : (byte)point;
            }
            else if (point == UnicodeRules.CapitalIWithDot)
            {
                target[used++] = (byte)'i';
                used += new Rune(0x307).EncodeToUtf8(target[used..]);
            }
            else
            {
                int lower = point == UnicodeRules.CapitalSigma ? (IsFinal(text, at, size) ? 0x3C2 : 0x3C3) : UnicodeRules.ToLower(point);
                used += new Rune(lower).EncodeToUtf8(target[used..]);
            }
            at += size;
        }
        return used;
    }

    /// <summary>True if a cased letter is before and none after, with characters between that case rules ignore.</summary>
    private static bool IsFinal(ReadOnlySpan<byte> text, int at, int size)
    {
        int before = at;
        bool isCased = false;
        while (before > 0)
        {
            do before--;
            while (before > 0 && (text[before] & 0xC0) == 0x80);
            byte bits = UnicodeRules.Classify(Utf8Text.Decode(text, before, out _));
            if ((bits & UnicodeRules.CaseIgnorable) != 0) continue;
            isCased = (bits & UnicodeRules.Cased) != 0;
            break;
        }
        if (!isCased) return false;
        for (int after = at + size; after < text.Length;)
        {
            byte bits = UnicodeRules.Classify(Utf8Text.Decode(text, after, out int length));
            after += length;
            if ((bits & UnicodeRules.CaseIgnorable) != 0) continue;
            return (bits & UnicodeRules.Cased) == 0;
        }
        return true;
    }
}
