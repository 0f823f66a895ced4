namespace DataCuration.Filters;

/// <summary>Finds addresses with a scheme in a text: http, https, ftp, and the forms hxxp and hxxps that security reports write.</summary>
internal static class UrlScanner
{
    /// <summary>Finds an address that begins at an offset.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The offset of the scheme's first letter.</param>
    /// <param name="end">The byte after the address's last one.</param>
    /// <returns>False if there is no address.</returns>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, out int end)
    {
        end = at;
        int scheme = SchemeLength(text[at..]);
        if (scheme == 0) return false;
        int from = at + scheme;
        if (text[from..].StartsWith("://"u8)) from += 3;
        else if (text[from..].StartsWith("[:]//"u8)) from += 5;
        else return false;
        end = EndOf(text, from);
        return end > from;
    }

    /// <summary>
    /// Returns the end of an address: the first white space, quotation mark, angle bracket or character outside ASCII, without the marks of the sentence before
    /// it. Characters outside ASCII end it because scripts without spaces follow an address directly.
    /// </summary>
    public static int EndOf(ReadOnlySpan<byte> text, int from)
    {
        int end = from;
        while (end < text.Length && text[end] is > 0x20 and < 0x7F and not ((byte)'"' or (byte)'<' or (byte)'>' or (byte)'`')) end++;
        // A bracket belongs to the sentence unless it was opened inside the address, as in Wikipedia's addresses and in example[.]com.
        ReadOnlySpan<byte> address = text[from..end];
        int extraRound = address.Count((byte)')') - address.Count((byte)'('), extraSquare = address.Count((byte)']') - address.Count((byte)'[');
        for (; end > from; end--)
        {
            byte mark = text[end - 1];
            if (mark == ')')
            {
                if (extraRound-- <= 0) break;
            }
            else if (mark == ']')
            {
                if (extraSquare-- <= 0) break;
            }
            else if (!IsSentenceMark(mark))
            {
                break;
            }
        }
        return end;
    }

    private static bool IsSentenceMark(byte mark) => ".,;:!?'*_}"u8.Contains(mark);

    private static int SchemeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3) return 0;
        if (Equal(text, "ftp"u8)) return 3;
        if (!Equal(text, "http"u8) && !Equal(text, "hxxp"u8)) return 0;
        return text.Length > 4 && (text[4] | 0x20) == 's' ? 5 : 4;
    }

    private static bool Equal(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length < lower.Length) return false;
        for (int i = 0; i < lower.Length; i++)
            if ((text[i] | 0x20) != lower[i]) return false;
        return true;
    }
}
