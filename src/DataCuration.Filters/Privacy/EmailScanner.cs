namespace DataCuration.Filters;

/// <summary>
/// Finds an e-mail address around an at sign. The local part is a dot-atom (RFC 5322, section 3.2.3) without the characters <c>/ ? = &amp; { | } `</c>, which
/// are legal there but in practice belong to the text before it (addresses in query strings, code). Letters of all scripts are allowed, with their
/// marks (RFC 6531). The domain has two labels or more, and its last label begins with a letter and has two characters or more.
/// </summary>
internal static class EmailScanner
{
    /// <summary>The longest label of a domain name (RFC 1035, section 2.3.4).</summary>
    private const int MaxLabel = 63;

    /// <summary>The first code point of the scripts that are written without spaces.</summary>
    private const int FirstUnspaced = 0x2E80;

    /// <summary>Finds the address around an at sign.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The offset of the at sign.</param>
    /// <param name="from">The first byte that may belong to the address.</param>
    /// <param name="start">The address's first byte.</param>
    /// <param name="end">The byte after its last one.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, int from, out int start, out int end)
    {
        end = 0;
        start = LocalStart(text, at, from);
        return start < at && TryDomain(text, at + 1, out end);
    }

    private static int LocalStart(ReadOnlySpan<byte> text, int at, int from)
    {
        int start = at;
        bool? isUnspaced = null;
        while (start > from)
        {
            byte last = text[start - 1];
            if (last < 0x80)
            {
                bool isDot = last == '.';
                // A dot neither ends the local part nor follows another one.
                if (isUnspaced == true || (isDot && (start == at || text[start] == '.')) || (!isDot && !IsAtom(last))) break;
                if (!isDot) isUnspaced ??= false;
                start--;
                continue;
            }
            int first = start - 1;
            while (first > from && (text[first] & 0xC0) == 0x80) first--;
            int codePoint = AsciiText.Decode(text, first, out _);
            if ((CharacterClasses.Of(codePoint) & CharacterClasses.RegexWord) == 0) break;
            bool unspaced = codePoint >= FirstUnspaced;
            if (unspaced != (isUnspaced ??= unspaced)) break;
            start = first;
        }
        // Marks in front belong to the text: quotes, stars, a plus sign.
        while (start < at && text[start] < 0x80 && !AsciiText.IsLetterOrDigit(text[start]) && text[start] != '_') start++;
        return start;
    }

    private static bool IsAtom(byte value) => AsciiText.IsLetterOrDigit(value)
        || value is (byte)'_' or (byte)'-' or (byte)'+' or (byte)'%' or (byte)'\'' or (byte)'!' or (byte)'#' or (byte)'$' or (byte)'*' or (byte)'^'
            or (byte)'~';

    private static bool TryDomain(ReadOnlySpan<byte> text, int from, out int end)
    {
        end = 0;
        if (AsciiText.At(text, from) == '[') return TryLiteral(text, from, out end);
        int labels = 0;
        int at = from;
        while (true)
        {
            int label = LabelLength(text, at, out int characters);
            if (label == 0) break;
            labels++;
            // The longest domain whose last label can be a top-level one: longer ones may run into the next sentence.
            if (labels >= 2 && characters >= 2 && !AsciiText.IsDigit(text[at])) end = at + label;
            at += label;
            if (AsciiText.At(text, at) != '.') break;
            at++;
        }
        return end > 0;
    }

    /// <summary>Returns the length in bytes of the label at an offset; 0 without one.</summary>
    private static int LabelLength(ReadOnlySpan<byte> text, int from, out int characters)
    {
        int at = from, lastLetter = from;
        characters = 0;
        bool? isUnspaced = null;
        while (at < text.Length)
        {
            byte first = text[at];
            int size = 1;
            if (first < 0x80)
            {
                if (first == '-')
                {
                    if (at == from) break;
                }
                else if (!AsciiText.IsLetterOrDigit(first) || isUnspaced == true) break;
                else isUnspaced ??= false;
            }
            else
            {
                int codePoint = AsciiText.Decode(text, at, out size);
                if ((CharacterClasses.Of(codePoint) & CharacterClasses.RegexWord) == 0) break;
                bool unspaced = codePoint >= FirstUnspaced;
                if (unspaced != (isUnspaced ??= unspaced)) break;
            }
            at += size;
            characters++;
            if (first != '-') lastLetter = at;
        }
        if (at > lastLetter) characters -= at - lastLetter; // hyphens at the end
        return characters <= MaxLabel ? lastLetter - from : 0;
    }

    /// <summary>Finds an address literal: <c>[192.0.2.1]</c> or <c>[IPv6:2001:db8::1]</c> (RFC 5321, section 4.1.3).</summary>
    private static bool TryLiteral(ReadOnlySpan<byte> text, int from, out int end)
    {
        int at = from + 1;
        bool isLong = text[at..].StartsWith("IPv6:"u8);
        bool found = isLong ? AddressScanner.TryParseLong(text, at + 5, out int length, out _, out _)
            : AddressScanner.TryParseShort(text, at, out length, out _);
        end = at + (isLong ? 5 : 0) + length + 1;
        return found && AsciiText.At(text, end - 1) == ']';
    }
}
