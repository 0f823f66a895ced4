using System.Text;
using System.Text.RegularExpressions;

namespace DataCuration.Filters;

/// <summary>
/// Finds what Dolma's expressions for e-mail addresses, telephone numbers and IP addresses match (<c>dolma/taggers/pii.py</c>), by hand and in linear time.
/// Offsets are bytes; <see cref="DolmaPersonalDataTagger"/> counts code points.
/// </summary>
internal static partial class DolmaPii
{
    public const string Email = "EMAIL_ADDRESS", Phone = "PHONE_NUMBER", Ip = "IP_ADDRESS";

    /// <summary>Code points before and after a find that the context rules look at.</summary>
    private const int Window = 100;

    /// <summary>A find: its first byte, the byte after its last one, and for e-mail the expression's group, without the marks and blanks around it.</summary>
    internal readonly record struct Match(string Type, int Start, int End, int Address, int AddressEnd);

    /// <summary>
    /// Dolma's expression for URLs. Its word boundary is written in a string without an <c>r</c>, and so is the character U+0008. White space is written out
    /// because .NET's class leaves out U+001C to U+001F.
    /// </summary>
    [GeneratedRegex("\u0008(?:https?://|www[0-9]{0,3}[.]|[a-z0-9.\\-]+[.][a-z]{2,4}/)(?:[^\\s\u001C-\u001F()<>]+|\\(([^\\s\u001C-\u001F()<>]+|"
        + "(\\([^\\s\u001C-\u001F()<>]+\\)))*\\))+"
        + "(?:\\(([^\\s\u001C-\u001F()<>]+|(\\([^\\s\u001C-\u001F()<>]+\\)))*\\)|[^\\s\u001C-\u001F`!()\\[\\]{};:'\".,<>?«»“”‘’])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Url();

    /// <summary>Finds the matches of one type in a part of a text.</summary>
    public static void Find(string type, ReadOnlySpan<byte> text, int from, int to, List<Match> found)
    {
        ReadOnlySpan<byte> part = text[..to];
        if (type == Email) FindEmails(part, from, found);
        else if (type == Phone) FindPhones(part, from, found);
        else FindAddresses(part, from, found);
    }

    /// <summary>
    /// The rule of the taggers without "fast": the find as a whole, split at its first at sign, must have a dot after it and more than a parenthesis before it.
    /// </summary>
    public static bool IsWholeEmail(ReadOnlySpan<byte> text, Match match) => IsEmail(text[match.Start..match.End], splitAtEach: true);

    /// <summary>The rule of the fast tagger: the same for the expression's group, whose domain continues after a second at sign.</summary>
    public static bool IsGroupEmail(ReadOnlySpan<byte> text, Match match) => IsEmail(text[match.Address..match.AddressEnd], splitAtEach: false);

    /// <summary>True if the text around a find has one of the marks of other numbers.</summary>
    public static bool HasOtherNumber(ReadOnlySpan<byte> text, Match match)
    {
        int start = match.Start, end = match.End;
        for (int i = 0; i < Window && start > 0; i++)
            do start--; while (start > 0 && (text[start] & 0xC0) == 0x80);
        for (int i = 0; i < Window && end < text.Length; i++)
            do end++; while (end < text.Length && (text[end] & 0xC0) == 0x80);
        ReadOnlySpan<byte> context = text[start..end];
        return context.IndexOf("isbn"u8) >= 0 || context.IndexOf("doi"u8) >= 0 || context.Contains((byte)'#');
    }

    public static bool HasUrl(ReadOnlySpan<byte> text) => text.Contains((byte)'\b') && Url().IsMatch(Encoding.UTF8.GetString(text));

    private static bool IsEmail(ReadOnlySpan<byte> mention, bool splitAtEach)
    {
        int at = mention.IndexOf((byte)'@');
        ReadOnlySpan<byte> domain = mention[(at + 1)..];
        if (splitAtEach && domain.IndexOf((byte)'@') is >= 0 and int second) domain = domain[..second];
        return domain.Contains((byte)'.') && !Trim(mention[..at]).SequenceEqual("("u8);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && Utf8WhiteSpace.LengthAt(text, 0) is > 0 and int size) text = text[size..];
        while (SpaceBefore(text, text.Length) is > 0 and int size) text = text[..^size];
        return text;
    }

    /// <summary>
    /// The expression: marks, a group of a local part, an at sign and a domain, at most one mark, white space. The domain is as short as possible.
    /// </summary>
    private static void FindEmails(ReadOnlySpan<byte> text, int from, List<Match> found)
    {
        int free = from;
        for (int at = from; text[at..].IndexOf((byte)'@') is >= 0 and int next; at++)
        {
            at += next;
            int local = at;
            while (local > free && text[local - 1] != '@' && SpaceBefore(text, local) == 0) local--;
            if (local == at) continue;
            int start = local;
            while (start > free && MarkBefore(text, start) is > 0 and int size) start -= size;
            int address = SkipMarks(text, local, text.Length);
            Match match;
            if (address >= at)
            {
                match = FindLast(text, start, at, address);
                if (match.End == 0) at = address - 1; // none of the at signs between these marks has an address
            }
            else
            {
                int end = DomainEnd(text, at + 1, out int addressEnd);
                match = end == 0 ? default : new(Email, start, end, address, addressEnd);
            }
            if (match.End == 0) continue;
            found.Add(match);
            free = match.End;
            at = free - 1;
        }
    }

    /// <summary>
    /// Finds the match that starts with a run of marks with at signs in it. The expression first takes all marks that it can: so an address after the run
    /// comes before those whose local part is a mark, and of these the last one.
    /// </summary>
    private static Match FindLast(ReadOnlySpan<byte> text, int start, int firstSign, int runEnd)
    {
        int next = runEnd;
        while (next < text.Length && text[next] != '@' && Utf8WhiteSpace.LengthAt(text, next) == 0) next++;
        if (next > runEnd && next < text.Length && text[next] == '@' && DomainEnd(text, next + 1, out int addressEnd) is > 0 and int end)
            return new(Email, start, end, runEnd, addressEnd);
        for (int sign = runEnd - 1; sign >= firstSign; sign--)
        {
            if (text[sign] != '@' || text[sign - 1] == '@' || SpaceBefore(text, sign) > 0) continue;
            if (DomainEnd(text, sign + 1, out addressEnd) is > 0 and int lastEnd) return new(Email, start, lastEnd, sign - 1, addressEnd);
        }
        return default;
    }

    /// <summary>Returns the end of the match whose domain begins at an offset; 0 if it does not match.</summary>
    private static int DomainEnd(ReadOnlySpan<byte> text, int from, out int domainEnd)
    {
        for (domainEnd = from; domainEnd < text.Length; domainEnd++)
        {
            int at = domainEnd, mark = MarkAt(text, at);
            if (at > from)
            {
                if (mark > 0 && at + mark < text.Length && Utf8WhiteSpace.LengthAt(text, at + mark) is > 0 and int after) return at + mark + after;
                if (Utf8WhiteSpace.LengthAt(text, at) is > 0 and int space) return at + space;
            }
            if (mark > 0 && text[at] != '.') return 0;
        }
        return 0;
    }

    private static int SkipMarks(ReadOnlySpan<byte> text, int from, int to)
    {
        while (from < to && MarkAt(text, from) is > 0 and int size) from += size;
        return from;
    }

    /// <summary>Returns the length of a mark at an offset: <c>. @ , ? ! ; : ) (</c> or white space.</summary>
    private static int MarkAt(ReadOnlySpan<byte> text, int at) =>
        text[at] is (byte)'.' or (byte)'@' or (byte)',' or (byte)'?' or (byte)'!' or (byte)';' or (byte)':' or (byte)')' or (byte)'(' ? 1
            : Utf8WhiteSpace.LengthAt(text, at);

    private static int MarkBefore(ReadOnlySpan<byte> text, int at) => text[at - 1] < 0x80 ? MarkAt(text, at - 1) : SpaceBefore(text, at);

    private static int SpaceBefore(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0) return 0;
        int start = at - 1;
        while (start > 0 && (text[start] & 0xC0) == 0x80) start--;
        return Utf8WhiteSpace.LengthAt(text, start);
    }

    /// <summary>The expression: white space, three digits perhaps in parentheses, marks, three digits, at most one mark, four digits.</summary>
    private static void FindPhones(ReadOnlySpan<byte> text, int from, List<Match> found)
    {
        int at = from;
        while (at < text.Length)
        {
            int start = at, size;
            while (at < text.Length && (size = Utf8WhiteSpace.LengthAt(text, at)) > 0) at += size;
            if (at == start)
            {
                at++;
                continue;
            }
            int end = PhoneEnd(text, at);
            if (end == 0) continue;
            found.Add(new(Phone, start, end, start, end));
            at = end;
        }
    }

    private static int PhoneEnd(ReadOnlySpan<byte> text, int at)
    {
        if (AsciiText.At(text, at) == '(') at++;
        if ((at = SkipDigits(text, at, 3)) < 0) return 0;
        if (AsciiText.At(text, at) == ')') at++;
        while (AsciiText.At(text, at) is (byte)'-' or (byte)'.' or (byte)' ') at++;
        if ((at = SkipDigits(text, at, 3)) < 0) return 0;
        if (AsciiText.At(text, at) is (byte)'-' or (byte)'.' or (byte)' ') at++;
        return Math.Max(0, SkipDigits(text, at, 4));
    }

    /// <summary>Skips decimal digits of any script; -1 if there are too few.</summary>
    private static int SkipDigits(ReadOnlySpan<byte> text, int at, int count)
    {
        for (; count > 0; count--)
        {
            if (at >= text.Length) return -1;
            int size = 1;
            if (text[at] < 0x80 ? !AsciiText.IsDigit(text[at]) : !UnicodeFolding.IsDigit(AsciiText.Decode(text, at, out size))) return -1;
            at += size;
        }
        return at;
    }

    private static void FindAddresses(ReadOnlySpan<byte> text, int from, List<Match> found)
    {
        for (int at = from; text[at..].IndexOfAnyInRange((byte)'0', (byte)'9') is >= 0 and int next;)
        {
            at += next;
            int length = DatatrovePii.MatchAddress(text, at);
            if (length > 0) found.Add(new(Ip, at, at + length, at, at + length));
            at += Math.Max(1, length);
        }
    }
}
