using System.Buffers;
using System.Globalization;
using System.Text;

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
    /// Returns the end of an address: the first white space, quotation mark, angle bracket or mark outside ASCII, without the marks of the sentence before
    /// it. Letters outside ASCII belong to it. Those of scripts without spaces do so only from the start or a mark such as a slash on, because text in these
    /// scripts follows an address directly. After the slash of an ASCII host they do so only if more of a path follows them. Otherwise they are more
    /// likely text.
    /// </summary>
    public static int EndOf(ReadOnlySpan<byte> text, int from)
    {
        int end = from;
        bool mayBeDense = true, isHost = true, isAscii = true;
        while (end < text.Length)
        {
            byte value = text[end];
            if (value is > 0x20 and < 0x7F and not ((byte)'"' or (byte)'<' or (byte)'>' or (byte)'`'))
            {
                bool endsHost = isHost && (value is (byte)'/' or (byte)'?' or (byte)'#');
                end++;
                mayBeDense = "/=_-&#?%+"u8.Contains(value) && !(endsHost && isAscii && value == '/' && !PathContinues(text[end..]));
                if (endsHost) isHost = false;
                continue;
            }
            if (value < 0x80 || Rune.DecodeFromUtf8(text[end..], out Rune rune, out int length) != OperationStatus.Done || !IsLetter(rune)) break;
            if (IsDense(rune) && !mayBeDense) break;
            isAscii = false;
            end += length;
        }
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
            else if (mark == '(')
            {
                extraRound++; // opened and not closed
            }
            else if (mark == '[')
            {
                extraSquare++;
            }
            else if (!IsSentenceMark(mark))
            {
                break;
            }
        }
        return end;
    }

    // True if letters outside ASCII are followed by a mark of a path, or by the extension of a file.
    private static bool PathContinues(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length && text[at] >= 0x80 && Rune.DecodeFromUtf8(text[at..], out Rune rune, out int length) == OperationStatus.Done && IsLetter(rune))
            at += length;
        if (at == text.Length) return false;
        return "/=_-&#?%+"u8.Contains(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiLetter((char)text[at + 1]));
    }

    private static bool IsLetter(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>
    /// True for the blocks of scripts whose text may follow an address without a space: Thai to Myanmar, Khmer, those of Chinese, Japanese and Korean.
    /// </summary>
    private static bool IsDense(Rune rune) => rune.Value is (>= 0x0E00 and <= 0x109F) or (>= 0x1100 and <= 0x11FF) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x2E80 and <= 0xA4CF) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFFEF)
        or >= 0x20000;

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
