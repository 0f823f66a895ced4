namespace DataCuration.Filters;

/// <summary>Finds payment card numbers and bank account numbers.</summary>
internal static class AccountScanner
{
    private const int MaxCard = 19;

    /// <summary>The lengths of account numbers by country (registry of ISO 13616, release 99 of 2024).</summary>
    private const string Lengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22"
        + "IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18"
        + "SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    private static readonly byte[] LengthByCountry = ReadLengths();

    /// <summary>Finds a card number whose first group of digits is at an offset.</summary>
    public static bool TryCard(ReadOnlySpan<byte> text, int at, int digits, out int end)
    {
        end = 0;
        if (digits is not (4 or (>= 13 and <= MaxCard)) || text[at] is < (byte)'2' or > (byte)'6' || !IsStart(text, at)) return false;
        Span<byte> number = stackalloc byte[MaxCard];
        int count = digits;
        text.Slice(at, digits).CopyTo(number);
        end = at + digits;
        if (digits == 4 && !TryGroups(text, number, ref count, ref end)) return false;
        return IsEnd(text, end) && IsIssuer(number[..count]) && HasLuhnDigit(number[..count]);
    }

    /// <summary>Reads groups of 4-4-4-4, 4-4-4-4-3, 4-4-4-1, 4-6-5 (American Express) or 4-6-4 (Diners Club) digits with the same separator.</summary>
    private static bool TryGroups(ReadOnlySpan<byte> text, Span<byte> number, ref int count, ref int end)
    {
        byte separator = AsciiText.At(text, end);
        if (separator is not ((byte)' ' or (byte)'-')) return false;
        int groups = 1, second = 0;
        while (groups < 5 && AsciiText.At(text, end) == separator)
        {
            int digits = AsciiText.DigitsAt(text, end + 1);
            bool fits = groups == 1 ? digits is 4 or 6 : second == 6 ? groups == 2 && digits is 4 or 5 : groups == 4 ? digits is > 0 and <= 3
                : digits is > 0 and <= 4;
            if (!fits) break;
            if (groups == 1) second = digits;
            text.Slice(end + 1, digits).CopyTo(number[count..]);
            count += digits;
            end += 1 + digits;
            groups++;
            if (digits < 4) break;
        }
        return count >= 13 && (second != 6 || groups == 3);
    }

    /// <summary>The issuer ranges of ISO/IEC 7812 that networks publish, with their lengths.</summary>
    private static bool IsIssuer(ReadOnlySpan<byte> digits)
    {
        int two = Number(digits, 2), three = Number(digits, 3), four = Number(digits, 4);
        return digits.Length switch
        {
            13 => two / 10 == 4, // Visa
            14 => two is 36 or 38 or 39 || three is >= 300 and <= 305, // Diners Club
            15 => two is 34 or 37, // American Express
            16 or 19 => two / 10 == 4 || (digits.Length == 16 && (two is >= 51 and <= 55 || four is >= 2221 and <= 2720)) // Visa, Mastercard
                || four == 6011 || three is >= 644 and <= 649 || two == 65 // Discover
                || four is >= 3528 and <= 3589 || two == 62, // JCB, UnionPay
            17 or 18 => two == 62,
            _ => false,
        };
    }

    private static int Number(ReadOnlySpan<byte> digits, int count)
    {
        int number = 0;
        for (int i = 0; i < count; i++) number = number * 10 + digits[i] - '0';
        return number;
    }

    /// <summary>Checks the last digit by Luhn's formula (ISO/IEC 7812-1, annex B).</summary>
    private static bool HasLuhnDigit(ReadOnlySpan<byte> digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            sum += (i & 1) == 0 ? digit : 2 * digit - (digit > 4 ? 9 : 0);
        }
        return sum % 10 == 0;
    }

    /// <summary>Finds an account number whose two check digits are at an offset, with its country before them.</summary>
    public static bool TryIban(ReadOnlySpan<byte> text, int at, int digits, int from, out int start, out int end)
    {
        start = at - 2;
        end = 0;
        if (digits < 2 || start < from || !AsciiText.IsUpper(text[start]) || !AsciiText.IsUpper(text[start + 1])) return false;
        int length = LengthByCountry[(text[start] - 'A') * 26 + text[start + 1] - 'A'];
        if (length == 0 || !IsStart(text, start)) return false;
        Span<byte> account = stackalloc byte[40];
        int count = 0, next = start;
        while (count < length)
        {
            byte value = AsciiText.At(text, next);
            if (value == ' ' && count > 0 && count % 4 == 0 && text[next - 1] != ' ') next++;
            else if (AsciiText.IsDigit(value) || AsciiText.IsUpper(value))
            {
                account[count++] = value;
                next++;
            }
            else return false;
        }
        end = next;
        return IsEnd(text, end) && Remainder97(account[..count]) == 1;
    }

    /// <summary>Computes the remainder modulo 97 of an account number with its first four characters moved to the end, letters as 10 to 35.</summary>
    private static int Remainder97(ReadOnlySpan<byte> account)
    {
        int remainder = 0;
        for (int i = 0; i < account.Length; i++)
        {
            byte value = account[(i + 4) % account.Length];
            remainder = AsciiText.IsDigit(value) ? (remainder * 10 + value - '0') % 97 : (remainder * 100 + value - 'A' + 10) % 97;
        }
        return remainder;
    }

    /// <summary>True if a number may begin at an offset: no letter, digit, decimal mark or hyphen is before it.</summary>
    public static bool IsStart(ReadOnlySpan<byte> text, int at) =>
        !AsciiText.IsWordBefore(text, at) && !(AsciiText.At(text, at - 1) is (byte)'-' or (byte)'.' or (byte)',' or (byte)'/'
            && AsciiText.IsDigit(AsciiText.At(text, at - 2)))
        && AsciiText.At(text, at - 1) is not ((byte)'+' or (byte)'#');

    /// <summary>True if a number may end before an offset: no letter, digit or further group follows.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> text, int end) => !AsciiText.IsWordAt(text, end) && AsciiText.At(text, end) != '@'
        && !(AsciiText.At(text, end) is (byte)'-' or (byte)'.' or (byte)',' or (byte)'/' && AsciiText.IsDigit(AsciiText.At(text, end + 1)));

    private static byte[] ReadLengths()
    {
        byte[] lengths = new byte[26 * 26];
        for (int i = 0; i < Lengths.Length; i += 4)
            lengths[(Lengths[i] - 'A') * 26 + Lengths[i + 1] - 'A'] = (byte)((Lengths[i + 2] - '0') * 10 + Lengths[i + 3] - '0');
        return lengths;
    }
}
