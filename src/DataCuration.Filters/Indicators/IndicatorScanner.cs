namespace DataCuration.Filters;

/// <summary>
/// Finds technical indicators in a text. Time is linear in the text: each kind looks at a bounded number of bytes, or moves on by what it read.
/// </summary>
internal static class IndicatorScanner
{
    private const int MaxCveDigits = 19, MaxCweDigits = 5, LongestHash = 128;

    /// <summary>Adds the indicators of a text, in its order, without overlap.</summary>
    /// <param name="text">The text in valid UTF-8.</param>
    /// <param name="kinds">The kinds to find.</param>
    /// <param name="publicOnly">True to find public IP addresses only.</param>
    /// <param name="found">Receives the places.</param>
    public static void Find(ReadOnlySpan<byte> text, IndicatorKinds kinds, bool publicOnly, List<IndicatorSpan> found)
    {
        bool wantsAddresses = (kinds & IndicatorKinds.IpAddress) != 0;
        int from = 0;
        for (int at = 0; at < text.Length;)
        {
            byte first = text[at];
            if (first == ':' && wantsAddresses && AddressScanner.TryFindLong(text, at, from, publicOnly, out int start, out int end))
            {
                found.Add(new IndicatorSpan(IndicatorKinds.IpAddress, start, end - start));
                at = from = end;
                continue;
            }
            if (!AsciiText.IsLetterOrDigit(first))
            {
                at++;
                continue;
            }
            int word = WordEnd(text, at);
            if (!AsciiText.IsWordBefore(text, at) && TryFind(text, at, word, kinds, publicOnly, out IndicatorKinds kind, out end))
            {
                found.Add(new IndicatorSpan(kind, at, end - at));
                at = from = end;
            }
            else
            {
                at = word;
            }
        }
    }

    private static int WordEnd(ReadOnlySpan<byte> text, int at)
    {
        int end = at;
        while (end < text.Length && AsciiText.IsLetterOrDigit(text[end])) end++;
        return end;
    }

    private static bool TryFind(ReadOnlySpan<byte> text, int at, int word, IndicatorKinds kinds, bool publicOnly, out IndicatorKinds kind, out int end)
    {
        kind = IndicatorKinds.Url;
        if ((kinds & kind) != 0 && (text[at] | 0x20) is 'h' or 'f' && UrlScanner.TryFind(text, at, out end)) return true;
        kind = IndicatorKinds.Cve;
        if ((kinds & kind) != 0 && word - at == 3 && IsName(text, at, 'v', 'e') && TryVulnerability(text, word, out end)) return true;
        kind = IndicatorKinds.Cwe;
        if ((kinds & kind) != 0 && word - at == 3 && IsName(text, at, 'w', 'e') && TryNumber(text, word, 1, MaxCweDigits, out end)) return true;
        kind = IndicatorKinds.Technique;
        if ((kinds & kind) != 0 && word - at == 5 && text[at] == 'T' && AsciiText.DigitsAt(text, at + 1) == 4 && TryTechnique(text, word, out end)) return true;
        kind = IndicatorKinds.Hash;
        end = word;
        if ((kinds & kind) != 0 && IsHash(text[at..word]) && !AsciiText.IsWordAt(text, word)) return true;
        kind = IndicatorKinds.IpAddress;
        return (kinds & kind) != 0 && AsciiText.IsDigit(text[at]) && TryAddress(text, at, publicOnly, out end);
    }

    private static bool IsName(ReadOnlySpan<byte> text, int at, char second, char third) =>
        (text[at] | 0x20) == 'c' && (text[at + 1] | 0x20) == second && (text[at + 2] | 0x20) == third;

    private static bool TryVulnerability(ReadOnlySpan<byte> text, int at, out int end) =>
        TryNumber(text, at, 4, 4, out end, mayContinue: true) && TryNumber(text, end, 4, MaxCveDigits, out end);

    /// <summary>Reads a hyphen and a number of digits that ends with a word.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> text, int at, int min, int max, out int end, bool mayContinue = false)
    {
        end = at;
        if (AsciiText.At(text, at) != '-') return false;
        int digits = AsciiText.DigitsAt(text, at + 1);
        end = at + 1 + digits;
        return digits >= min && digits <= max && (mayContinue || !AsciiText.IsWordAt(text, end));
    }

    private static bool TryTechnique(ReadOnlySpan<byte> text, int at, out int end)
    {
        end = at;
        if (AsciiText.IsWordAt(text, at)) return false;
        // A number after a full stop is a part of the technique; a full stop alone ends the sentence.
        if (AsciiText.At(text, at) == '.' && AsciiText.DigitsAt(text, at + 1) == 3 && !AsciiText.IsWordAt(text, at + 4)) end = at + 4;
        return true;
    }

    private static bool IsHash(ReadOnlySpan<byte> word)
    {
        if (word.Length is not (32 or 40 or 64 or LongestHash)) return false;
        bool hasDigit = false, hasLetter = false;
        foreach (byte one in word)
        {
            if (AsciiText.Hex(one) < 0) return false;
            if (AsciiText.IsDigit(one)) hasDigit = true;
            else hasLetter = true;
        }
        // Thirty-two decimal digits are a number of another kind, and letters alone a word.
        return hasDigit && hasLetter;
    }

    private static bool TryAddress(ReadOnlySpan<byte> text, int at, bool publicOnly, out int end)
    {
        if (AddressScanner.TryFindShort(text, at, publicOnly, out end)) return true;
        // With brackets around some of its dots. At least one has them: the plain form was tried.
        uint address = 0;
        int next = at;
        end = at;
        if (AsciiText.At(text, at - 1) == '.') return false;
        for (int part = 0; part < 4; part++)
        {
            if (part > 0)
            {
                int dot = text[next..].StartsWith("[.]"u8) || text[next..].StartsWith("(.)"u8) ? 3 : AsciiText.At(text, next) == '.' ? 1 : 0;
                if (dot == 0) return false;
                next += dot;
            }
            int digits = AsciiText.DigitsAt(text, next);
            if (digits is 0 or > 3 || (digits > 1 && text[next] == '0')) return false;
            uint value = 0;
            for (int i = 0; i < digits; i++) value = (value * 10) + text[next + i] - '0';
            if (value > 255) return false;
            address = (address << 8) | value;
            next += digits;
        }
        end = next;
        if (AsciiText.IsWordAt(text, end) || (AsciiText.At(text, end) == '.' && AsciiText.IsDigit(AsciiText.At(text, end + 1)))) return false;
        return !publicOnly || PublicAddresses.IsPublic(address);
    }
}
