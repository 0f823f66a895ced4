namespace DataCuration.Filters;

/// <summary>Finds national identity numbers whose form or check digits exclude most other numbers. <see cref="PersonalDataKinds"/> names the sources.</summary>
internal static class NationalIdScanner
{
    /// <summary>Finds a number whose first group of digits is at an offset.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, int digits, int from, PersonalDataKinds kinds, out PersonalDataKinds kind, out int start,
        out int end)
    {
        start = at;
        kind = digits switch
        {
            1 or 15 => PersonalDataKinds.FrenchSocialSecurityNumber,
            3 => AsciiText.At(text, at + 3) == '.' ? PersonalDataKinds.BrazilianCpf : PersonalDataKinds.UsSocialSecurityNumber,
            7 or 8 => PersonalDataKinds.SpanishIdentityNumber,
            11 => PersonalDataKinds.PolishPesel,
            17 or 18 => PersonalDataKinds.ChineseIdentityNumber,
            6 => PersonalDataKinds.FrenchSocialSecurityNumber, // 1850 52A...: the department of Corsica has a letter
            _ => PersonalDataKinds.None,
        } & kinds;
        end = 0;
        bool found = kind switch
        {
            PersonalDataKinds.UsSocialSecurityNumber => TryUs(text, at, out end),
            PersonalDataKinds.FrenchSocialSecurityNumber => TryFrench(text, at, out end),
            PersonalDataKinds.SpanishIdentityNumber => TrySpanish(text, at, digits, from, out start, out end),
            PersonalDataKinds.BrazilianCpf => TryBrazilian(text, at, out end),
            PersonalDataKinds.PolishPesel => TryPolish(text, at, out end),
            PersonalDataKinds.ChineseIdentityNumber => TryChinese(text, at, digits, out end),
            _ => false,
        };
        return found && AccountScanner.IsStart(text, start) && AccountScanner.IsEnd(text, end);
    }

    /// <summary>ddd-dd-dddd or ddd dd dddd; the area is not 000, 666 or 900 to 999, the group not 00, the serial number not 0000.</summary>
    private static bool TryUs(ReadOnlySpan<byte> text, int at, out int end)
    {
        end = at + 11;
        byte separator = AsciiText.At(text, at + 3);
        if (separator is not ((byte)'-' or (byte)' ') || AsciiText.DigitsAt(text, at + 4) != 2 || AsciiText.At(text, at + 6) != separator
            || AsciiText.DigitsAt(text, at + 7) != 4)
            return false;
        int area = (int)Number(text, at, 3);
        return area is not (0 or 666) && area < 900 && Number(text, at + 4, 2) != 0 && Number(text, at + 7, 4) != 0;
    }

    /// <summary>Sex, year, month, department, commune, order and key: 1 2 2 2 3 3 2 digits, together or in these groups. The Corsican departments are 2A and
    /// 2B.</summary>
    private static bool TryFrench(ReadOnlySpan<byte> text, int at, out int end)
    {
        ReadOnlySpan<byte> groups = [1, 2, 2, 2, 3, 3, 2];
        Span<byte> number = stackalloc byte[15];
        end = at;
        int count = 0;
        bool isGrouped = AsciiText.At(text, at + 1) == ' ';
        foreach (byte group in groups)
        {
            if (count > 0 && isGrouped && AsciiText.At(text, end++) != ' ') return false;
            for (int i = 0; i < group; i++)
            {
                byte value = AsciiText.At(text, end++);
                if (!AsciiText.IsDigit(value) && !(count == 6 && value is (byte)'A' or (byte)'B' && number[5] == '2')) return false;
                number[count++] = value;
            }
        }
        if (number[0] is < (byte)'1' or > (byte)'4') return false; // 3 and 4 are numbers under construction
        // 2A counts as 19, 2B as 18.
        if (number[6] is (byte)'A' or (byte)'B') (number[5], number[6]) = ((byte)'1', number[6] == 'A' ? (byte)'9' : (byte)'8');
        int month = (int)Number(number, 3, 2);
        return month is (>= 1 and <= 12) or >= 20 && 97 - Number(number, 0, 13) % 97 == Number(number, 13, 2);
    }

    /// <summary>Eight digits and a letter, or X, Y or Z, seven digits and a letter; a hyphen may be before the letter.</summary>
    private static bool TrySpanish(ReadOnlySpan<byte> text, int at, int digits, int from, out int start, out int end)
    {
        start = at;
        end = at + digits;
        if (AsciiText.At(text, end) == '-') end++;
        byte letter = AsciiText.At(text, end++);
        if (!AsciiText.IsUpper(letter)) return false;
        long number = Number(text, at, digits);
        if (digits == 7)
        {
            if (AsciiText.At(text, at - 1) == '-') start--;
            byte first = AsciiText.At(text, --start);
            if (start < from || first is < (byte)'X' or > (byte)'Z') return false;
            number += (first - 'X') * 10_000_000L;
        }
        return "TRWAGMYFPDXBNJZSQVHLCKE"u8[(int)(number % 23)] == letter;
    }

    private static bool TryBrazilian(ReadOnlySpan<byte> text, int at, out int end)
    {
        end = at + 14;
        if (AsciiText.DigitsAt(text, at + 4) != 3 || AsciiText.At(text, at + 7) != '.' || AsciiText.DigitsAt(text, at + 8) != 3
            || AsciiText.At(text, at + 11) != '-' || AsciiText.DigitsAt(text, at + 12) != 2)
            return false;
        Span<byte> digits = stackalloc byte[11];
        text.Slice(at, 3).CopyTo(digits);
        text.Slice(at + 4, 3).CopyTo(digits[3..]);
        text.Slice(at + 8, 3).CopyTo(digits[6..]);
        text.Slice(at + 12, 2).CopyTo(digits[9..]);
        if (!digits.ContainsAnyExcept(digits[0])) return false; // 111.111.111-11 and the like are valid by the formula, and never assigned
        for (int check = 9; check < 11; check++)
        {
            int sum = 0;
            for (int i = 0; i < check; i++) sum += (digits[i] - '0') * (check + 1 - i);
            if (sum * 10 % 11 % 10 != digits[check] - '0') return false;
        }
        return true;
    }

    /// <summary>Birth date with the century in the month, serial number and check digit.</summary>
    private static bool TryPolish(ReadOnlySpan<byte> text, int at, out int end)
    {
        end = at + 11;
        ReadOnlySpan<byte> weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
        int sum = 0;
        for (int i = 0; i < weights.Length; i++) sum += (text[at + i] - '0') * weights[i];
        int month = (int)Number(text, at + 2, 2) % 20, day = (int)Number(text, at + 4, 2);
        return month is >= 1 and <= 12 && day is >= 1 and <= 31 && (10 - sum % 10) % 10 == text[at + 10] - '0';
    }

    /// <summary>Region, birth date, serial number and check character: 0 to 9 or X.</summary>
    private static bool TryChinese(ReadOnlySpan<byte> text, int at, int digits, out int end)
    {
        end = at + 18;
        byte last = AsciiText.At(text, at + 17);
        if (digits == 17 && last is not ((byte)'X' or (byte)'x')) return false;
        long year = Number(text, at + 6, 4), month = Number(text, at + 10, 2), day = Number(text, at + 12, 2);
        if (text[at] == '0' || year is < 1850 or > 2100 || month is < 1 or > 12 || day is < 1 or > 31) return false;
        int sum = 0;
        for (int i = 0; i < 17; i++) sum += (text[at + i] - '0') * ((1 << (17 - i)) % 11);
        return "10X98765432"u8[sum % 11] == last || (sum % 11 == 2 && last == 'x');
    }

    private static long Number(ReadOnlySpan<byte> text, int at, int digits)
    {
        long number = 0;
        for (int i = 0; i < digits; i++) number = number * 10 + text[at + i] - '0';
        return number;
    }
}
