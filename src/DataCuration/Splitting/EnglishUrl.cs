namespace DataCuration;

/// <summary>
/// Recognizes addresses as spaCy 3.8 does (URL_PATTERN of spacy/lang/tokenizer_exceptions.py, after mathiasbynens.be/demo/url-regex and
/// gist.github.com/dperini/729294): scheme and user are optional, then a public IPv4 address or a host name, a port, a path. Such a text is one word.
/// </summary>
internal static unsafe class EnglishUrl
{
    private const int MaxLabel = 64, MinTopLevel = 2, MaxTopLevel = 63;

    /// <summary>Returns true if a text without white space is an address as a whole.</summary>
    public static bool IsMatch(byte* at, byte* end)
    {
        if (!new ReadOnlySpan<byte>(at, (int)(end - at)).Contains((byte)'.')) return false;
        if (IsHostAndPath(at, end)) return true;
        byte* scheme = SkipScheme(at, end);
        if (scheme != null && IsHostAndPath(scheme, end)) return true;
        // A user is at least one character and ends with any "@".
        for (byte* sign = at + 1; sign < end; sign++)
            if (*sign == '@' && IsHostAndPath(sign + 1, end)) return true;
        return false;
    }

    private static byte* SkipScheme(byte* at, byte* end)
    {
        int count = 0;
        while (at < end && *at != ':')
        {
            int codePoint = Utf8CodePoints.Decode(at, out int size);
            if (codePoint is not ('+' or '-' or '.') && (UnicodeRules.Classify(codePoint) & UnicodeRules.Word) == 0) return null;
            at += size;
            count++;
        }
        return count >= 2 && end - at >= 3 && at[1] == '/' && at[2] == '/' ? at + 3 : null;
    }

    private static bool IsHostAndPath(byte* at, byte* end)
    {
        byte* next = SkipHost(at, end);
        if (next == null) next = SkipPublicAddress(at, end);
        if (next == null) return false;
        if (next < end && *next == ':')
        {
            byte* digits = next + 1;
            int count = SkipDigits(ref digits, end);
            if (count is < 2 or > 5) return false;
            next = digits;
        }
        return next == end || *next is (byte)'/' or (byte)'?' or (byte)'#';
    }

    /// <summary>Skips labels that end with a full stop and a top-level domain in lower case; returns null if there is no host name.</summary>
    private static byte* SkipHost(byte* at, byte* end)
    {
        bool hasLabel = false;
        while (at < end)
        {
            byte* label = at;
            int count = 0, hosts = 0, lower = 0;
            bool isFirstHost = false, isLastHost = false;
            while (at < end)
            {
                int codePoint = Utf8CodePoints.Decode(at, out int size);
                ushort flags = EnglishCharacters.Of(codePoint);
                bool isHost = (flags & EnglishCharacters.Host) != 0, isLower = (flags & EnglishCharacters.Lower) != 0;
                if (!isHost && !isLower && codePoint is not ('_' or '-')) break;
                if (count == 0) isFirstHost = isHost;
                isLastHost = isHost;
                count++;
                if (isHost || codePoint is '_' or '-') hosts++;
                if (isLower) lower++;
                at += size;
                if (count > MaxLabel) return null;
            }
            if (at < end && *at == '.')
            {
                if (count == 0 || hosts != count || !isFirstHost || !isLastHost) return null;
                hasLabel = true;
                at++;
                continue;
            }
            return hasLabel && lower == count && count is >= MinTopLevel and <= MaxTopLevel ? at : null;
        }
        return null;
    }

    /// <summary>Skips an IPv4 address that is not private and not reserved; returns null without one.</summary>
    private static byte* SkipPublicAddress(byte* at, byte* end)
    {
        byte** parts = stackalloc byte*[4];
        int* counts = stackalloc int[4];
        for (int i = 0; i < 4; i++)
        {
            if (i > 0 && (at == end || *at++ != '.')) return null;
            parts[i] = at;
            counts[i] = SkipDigits(ref at, end);
            if (counts[i] is < 1 or > 3) return null;
        }
        if (Is(parts[0], counts[0], "10") || Is(parts[0], counts[0], "127")) return null;
        if (Is(parts[0], counts[0], "169") && Is(parts[1], counts[1], "254") || Is(parts[0], counts[0], "192") && Is(parts[1], counts[1], "168")) return null;
        if (Is(parts[0], counts[0], "172") && counts[1] == 2 && (parts[1][0] == '1' && parts[1][1] is >= (byte)'6' and <= (byte)'9' || parts[1][0] == '2'
            || parts[1][0] == '3' && parts[1][1] is (byte)'0' or (byte)'1')) return null;
        return IsFirst(parts[0], counts[0]) && IsMiddle(parts[1], counts[1]) && IsMiddle(parts[2], counts[2]) && IsLast(parts[3], counts[3]) ? at : null;
    }

    // [1-9]\d?|1\d\d|2[01]\d|22[0-3]; \d is a digit of any script.
    private static bool IsFirst(byte* part, int count) => part[0] is >= (byte)'1' and <= (byte)'9' && (count < 3 || part[0] == '1'
        || part[0] == '2' && (part[1] is (byte)'0' or (byte)'1' || part[1] == '2' && part[2] is >= (byte)'0' and <= (byte)'3'));

    // 1?\d{1,2}|2[0-4]\d|25[0-5]
    private static bool IsMiddle(byte* part, int count) => count < 3 || part[0] == '1'
        || part[0] == '2' && (part[1] is >= (byte)'0' and <= (byte)'4' || part[1] == '5' && part[2] is >= (byte)'0' and <= (byte)'5');

    // [1-9]\d?|1\d\d|2[0-4]\d|25[0-4]
    private static bool IsLast(byte* part, int count) => part[0] is >= (byte)'1' and <= (byte)'9' && (count < 3 || part[0] == '1'
        || part[0] == '2' && (part[1] is >= (byte)'0' and <= (byte)'4' || part[1] == '5' && part[2] is >= (byte)'0' and <= (byte)'4'));

    private static bool Is(byte* part, int count, string digits)
    {
        if (count != digits.Length) return false;
        for (int i = 0; i < count; i++) if (part[i] != digits[i]) return false;
        return true;
    }

    private static int SkipDigits(ref byte* at, byte* end)
    {
        int count = 0;
        while (at < end)
        {
            int codePoint = Utf8CodePoints.Decode(at, out int size);
            if (!UnicodeFolding.IsDigit(codePoint)) break;
            at += size;
            count++;
        }
        return count;
    }
}
