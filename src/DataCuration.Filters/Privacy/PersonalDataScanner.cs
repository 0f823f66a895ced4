using System.Buffers;

namespace DataCuration.Filters;

/// <summary>
/// Finds personal data in UTF-8 in one pass. A vectorised search stops at at signs, digits and colons; everything else is decided there, by bounded looks in
/// both directions. So the time is linear in the text, and sound text costs little more than the search.
/// </summary>
internal static class PersonalDataScanner
{
    private static readonly SearchValues<byte> Email = SearchValues.Create("@"u8);
    private static readonly SearchValues<byte> EmailAndNumbers = SearchValues.Create("@0123456789"u8);
    private static readonly SearchValues<byte> All = SearchValues.Create("@0123456789:"u8);

    /// <summary>Finds all places.</summary>
    /// <param name="text">The text in valid UTF-8.</param>
    /// <param name="kinds">The kinds to find.</param>
    /// <param name="publicOnly">True to find public IP addresses only.</param>
    /// <param name="found">Receives the places, in the order of the text, without overlap.</param>
    public static void Find(ReadOnlySpan<byte> text, PersonalDataKinds kinds, bool publicOnly, List<PersonalDataSpan> found)
    {
        SearchValues<byte> marks = (kinds & PersonalDataKinds.IpAddress) != 0 ? All
            : (kinds & ~PersonalDataKinds.Email) != 0 ? EmailAndNumbers : Email;
        int at = 0, from = 0, emailFrom = 0;
        while (true)
        {
            int next = text[at..].IndexOfAny(marks);
            if (next < 0) return;
            at += next;
            byte mark = text[at];
            if (mark == '@')
            {
                if ((kinds & PersonalDataKinds.Email) != 0 && FindEmail(text, at, emailFrom, found, out int end)) at = from = emailFrom = end;
                else at++;
            }
            else if (mark == ':')
            {
                if (MayBeLong(text, at) && AddressScanner.TryFindLong(text, at, from, publicOnly, out int start, out int end))
                {
                    found.Add(new(PersonalDataKinds.IpAddress, start, end - start));
                    at = from = end;
                }
                else at++;
            }
            else
            {
                int digits = AsciiText.DigitsAt(text, at);
                PersonalDataSpan span = FindNumber(text, at, digits, from, kinds, publicOnly);
                if (span.Length > 0)
                {
                    found.Add(span);
                    at = from = span.End;
                }
                else at += digits;
            }
        }
    }

    /// <summary>An address takes the place of numbers that were found in its local part.</summary>
    private static bool FindEmail(ReadOnlySpan<byte> text, int at, int from, List<PersonalDataSpan> found, out int end)
    {
        if (!EmailScanner.TryFind(text, at, from, out int start, out end)) return false;
        while (found.Count > 0 && found[^1].End > start) found.RemoveAt(found.Count - 1);
        found.Add(new(PersonalDataKinds.Email, start, end - start));
        return true;
    }

    /// <summary>True if the colon is between hexadecimal digits or beside another colon: not after a word or in a time of day.</summary>
    private static bool MayBeLong(ReadOnlySpan<byte> text, int at) =>
        AsciiText.At(text, at + 1) is var next && (next == ':' || AsciiText.Hex(next) >= 0) && (at == 0 || text[at - 1] != '/') && HasSecondColon(text, at + 1);

    private static bool HasSecondColon(ReadOnlySpan<byte> text, int from) => text.Slice(from, Math.Min(5, text.Length - from)).Contains((byte)':');

    private static PersonalDataSpan FindNumber(ReadOnlySpan<byte> text, int at, int digits, int from, PersonalDataKinds kinds, bool publicOnly)
    {
        int start = at, end;
        if ((kinds & PersonalDataKinds.Iban) != 0 && at >= 2 && AsciiText.IsUpper(text[at - 1]) && AccountScanner.TryIban(text, at, digits, from, out start,
            out end))
            return new(PersonalDataKinds.Iban, start, end - start);
        if ((kinds & PersonalDataKinds.IpAddress) != 0 && digits <= 3 && AsciiText.At(text, at + digits) == '.'
            && AddressScanner.TryFindShort(text, at, publicOnly, out end))
            return new(PersonalDataKinds.IpAddress, at, end - at);
        if ((kinds & PersonalDataKinds.NationalIds) != 0
            && NationalIdScanner.TryFind(text, at, digits, from, kinds, out PersonalDataKinds kind, out start, out end))
            return new(kind, start, end - start);
        if ((kinds & PersonalDataKinds.CreditCard) != 0 && AccountScanner.TryCard(text, at, digits, out end)) return new(PersonalDataKinds.CreditCard, at,
            end - at);
        if ((kinds & PersonalDataKinds.Phone) != 0 && PhoneScanner.TryFind(text, at, digits, from, out start, out end))
            return new(PersonalDataKinds.Phone, start, end - start);
        return default;
    }
}
