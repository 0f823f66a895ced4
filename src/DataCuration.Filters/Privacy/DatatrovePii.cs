using System.Buffers;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Replaces e-mail and IP addresses exactly as datatrove 0.10 does (<c>formatters/pii.py</c>): the matches of its two regular expressions, found by hand. An
/// instance takes its replacements in turn over all texts that it is given.
/// </summary>
internal sealed class DatatrovePii
{
    /// <summary>datatrove's replacements of e-mail addresses.</summary>
    public static readonly IReadOnlyList<string> Emails = ["email@example.com", "firstname.lastname@example.org"];

    /// <summary>datatrove's replacements of IP addresses.</summary>
    public static readonly IReadOnlyList<string> IpAddresses =
        ["22.214.171.124", "126.96.36.199", "188.8.131.52", "184.108.40.206", "220.127.116.11", "18.104.22.168"];

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);
    private static readonly bool[] IsAtom = ReadAtoms();

    private int emailTurn;
    private int addressTurn;

    /// <summary>Starts again with the first replacements.</summary>
    public void Restart() => emailTurn = addressTurn = 0;

    /// <summary>Replaces the e-mail addresses in a text.</summary>
    /// <returns>The new text; empty memory if nothing was replaced.</returns>
    public ReadOnlyMemory<byte> ReplaceEmails(ReadOnlySpan<byte> text, IReadOnlyList<string> replacements)
    {
        ArrayBufferWriter<byte>? result = null;
        int copied = 0;
        for (int at = 0; text[at..].IndexOf((byte)'@') is >= 0 and int next; at++)
        {
            at += next;
            int start = FindLocal(text, copied, at);
            if (start < 0 || FindDomain(text, at + 1) is not (> 0 and int end)) continue;
            Append(ref result, text[copied..start], replacements, ref emailTurn);
            copied = end;
            at = end - 1;
        }
        return Complete(result, text[copied..]);
    }

    /// <summary>Replaces the IP addresses in a text.</summary>
    /// <returns>The new text; empty memory if nothing was replaced.</returns>
    public ReadOnlyMemory<byte> ReplaceAddresses(ReadOnlySpan<byte> text, IReadOnlyList<string> replacements, bool publicOnly)
    {
        ArrayBufferWriter<byte>? result = null;
        int copied = 0;
        for (int at = 0; text[at..].IndexOfAny(Digits) is >= 0 and int next;)
        {
            at += next;
            if (MatchAddress(text, at) is not (> 0 and int length))
            {
                at++;
                continue;
            }
            // Python's ipaddress refuses leading zeros: such an address is consumed, and stays.
            if (AddressScanner.TryParseShort(text.Slice(at, length), 0, out _, out uint address) && (!publicOnly || PublicAddresses.IsPythonGlobal(address)))
            {
                Append(ref result, text[copied..at], replacements, ref addressTurn);
                copied = at + length;
            }
            at += length;
        }
        return Complete(result, text[copied..]);
    }

    /// <summary>
    /// Returns the length of the match of the expression for addresses at a digit; 0 without one. The expression has no boundaries: it begins and ends inside
    /// longer numbers.
    /// </summary>
    public static int MatchAddress(ReadOnlySpan<byte> text, int from)
    {
        int at = from;
        for (int part = 0; part < 3; part++)
        {
            int digits = AsciiText.DigitsAt(text[..Math.Min(text.Length, at + 4)], at);
            if (digits is 0 or > 3 || (digits == 3 && !IsOctet(text, at)) || AsciiText.At(text, at + digits) != '.') return 0;
            at += digits + 1;
        }
        int last = AsciiText.DigitsAt(text[..Math.Min(text.Length, at + 3)], at);
        if (last == 0) return 0;
        return at + (last == 3 && !IsOctet(text, at) ? 2 : last) - from;
    }

    private static bool IsOctet(ReadOnlySpan<byte> text, int at) => (text[at] - '0') * 100 + (text[at + 1] - '0') * 10 + text[at + 2] - '0' <= 255;

    /// <summary>
    /// Finds the leftmost start of a dot-atom before an at sign that has a word boundary: atoms of ASCII characters with single dots between them. The boundary
    /// is Unicode's, so it does not lie between an accented and an ASCII letter.
    /// </summary>
    private static int FindLocal(ReadOnlySpan<byte> text, int from, int at)
    {
        int first = at;
        while (first > from && (IsAtom[text[first - 1]] || (text[first - 1] == '.' && first < at && text[first] != '.'))) first--;
        for (int start = first; start < at; start++)
            if (text[start] != '.' && IsWord(text, start) != IsWordBefore(text, start)) return start;
        return -1;
    }

    private static int FindDomain(ReadOnlySpan<byte> text, int from)
    {
        int at = from, labels = 0, end = 0;
        while (at < text.Length && AsciiText.IsLetterOrDigit(text[at]))
        {
            int run = at;
            while (run < text.Length && (AsciiText.IsLetterOrDigit(text[run]) || text[run] == '-')) run++;
            int last = run;
            while (text[last - 1] == '-') last--;
            if (labels > 0) end = last;
            if (last < run || AsciiText.At(text, run) != '.') break;
            labels++;
            at = run + 1;
        }
        return end > 0 || AsciiText.At(text, from) != '[' ? end : FindLiteral(text, from + 1);
    }

    private static int FindLiteral(ReadOnlySpan<byte> text, int at)
    {
        for (int part = 0; part < 3; part++)
        {
            int digits = AsciiText.DigitsAt(text, at);
            if (digits is 0 or > 3 || (digits == 3 && !IsOctet(text, at)) || AsciiText.At(text, at + digits) != '.') return 0;
            at += digits + 1;
        }
        int count = AsciiText.DigitsAt(text, at);
        if (count is > 0 and <= 3 && (count < 3 || IsOctet(text, at)) && AsciiText.At(text, at + count) == ']') return at + count + 1;
        int end = at;
        while (end < text.Length && (AsciiText.IsLetterOrDigit(text[end]) || text[end] == '-')) end++;
        return end > at && text[end - 1] != '-' && AsciiText.At(text, end) == ':' && AsciiText.At(text, end + 1) == ']' ? end + 2 : 0;
    }

    private static bool IsWord(ReadOnlySpan<byte> text, int at) => AsciiText.IsLetterOrDigit(text[at]) || text[at] == '_';

    private static bool IsWordBefore(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0) return false;
        int start = at - 1;
        while (start > 0 && (text[start] & 0xC0) == 0x80) start--;
        return (UnicodeRules.Classify(AsciiText.Decode(text, start, out _)) & UnicodeRules.Word) != 0;
    }

    private static void Append(ref ArrayBufferWriter<byte>? result, ReadOnlySpan<byte> before, IReadOnlyList<string> replacements, ref int turn)
    {
        result ??= new();
        result.Write(before);
        Encoding.UTF8.GetBytes(replacements[turn], result);
        turn = (turn + 1) % replacements.Count;
    }

    private static ReadOnlyMemory<byte> Complete(ArrayBufferWriter<byte>? result, ReadOnlySpan<byte> rest)
    {
        if (result is null) return default;
        result.Write(rest);
        return result.WrittenMemory;
    }

    private static bool[] ReadAtoms()
    {
        bool[] atoms = new bool[256];
        for (int c = 0; c < 128; c++) atoms[c] = AsciiText.IsLetterOrDigit((byte)c) || "!#$%&'*+/=?^_`{|}~-".Contains((char)c);
        return atoms;
    }
}
