namespace DataCuration.Filters;

/// <summary>Finds IP addresses: four decimal parts without leading zeros, and the forms of RFC 4291, section 2.2.</summary>
internal static class AddressScanner
{
    /// <summary>Finds an address of version 4 whose first digit is at an offset.</summary>
    public static bool TryFindShort(ReadOnlySpan<byte> text, int at, bool publicOnly, out int end)
    {
        end = 0;
        if (!TryParseShort(text, at, out int length, out uint address)) return false;
        end = at + length;
        if (AsciiText.IsWordBefore(text, at) || AsciiText.At(text, at - 1) == '.' || AsciiText.IsWordAt(text, end)) return false;
        if (AsciiText.At(text, end) == '.' && AsciiText.IsDigit(AsciiText.At(text, end + 1))) return false; // a fifth part
        return !publicOnly || PublicAddresses.IsPublic(address);
    }

    /// <summary>Finds an address of version 6 whose first colon is at an offset.</summary>
    public static bool TryFindLong(ReadOnlySpan<byte> text, int colon, int from, bool publicOnly, out int start, out int end)
    {
        start = colon;
        end = 0;
        while (start > from && colon - start < 5 && AsciiText.Hex(text[start - 1]) >= 0) start--;
        if (colon - start > 4 || AsciiText.IsWordBefore(text, start) || AsciiText.At(text, start - 1) is (byte)':' or (byte)'.') return false;
        if (!TryParseLong(text, start, out int length, out ulong high, out ulong low)) return false;
        end = start + length;
        // A colon after it is one of the text, unless more of an address follows.
        if (AsciiText.IsWordAt(text, end)) return false;
        if (AsciiText.At(text, end) == ':' && (AsciiText.At(text, end + 1) == ':' || AsciiText.Hex(AsciiText.At(text, end + 1)) >= 0)) return false;
        if (AsciiText.At(text, end) == '.' && AsciiText.IsDigit(AsciiText.At(text, end + 1))) return false;
        return publicOnly ? PublicAddresses.IsPublic(high, low) : length > 2; // "::" alone is a mark of programming languages
    }

    /// <summary>Reads four decimal parts.</summary>
    public static bool TryParseShort(ReadOnlySpan<byte> text, int at, out int length, out uint address)
    {
        address = 0;
        int next = at;
        length = 0;
        for (int part = 0; part < 4; part++)
        {
            if (part > 0 && AsciiText.At(text, next++) != '.') return false;
            int digits = AsciiText.DigitsAt(text, next);
            if (digits is 0 or > 3 || (digits > 1 && text[next] == '0')) return false;
            uint value = 0;
            for (int i = 0; i < digits; i++) value = value * 10 + text[next + i] - '0';
            if (value > 255) return false;
            address = (address << 8) | value;
            next += digits;
        }
        length = next - at;
        return true;
    }

    /// <summary>Reads eight groups of hexadecimal digits, one run of them left out as two colons, the last two perhaps as four decimal parts.</summary>
    public static bool TryParseLong(ReadOnlySpan<byte> text, int at, out int length, out ulong high, out ulong low)
    {
        Span<ushort> groups = stackalloc ushort[8];
        int count = 0, gap = -1, next = at;
        length = 0;
        high = low = 0;
        if (AsciiText.At(text, next) == ':')
        {
            if (AsciiText.At(text, next + 1) != ':') return false;
            gap = 0;
            next += 2;
        }
        while (count < 8)
        {
            if (count <= 6 && (gap >= 0 || count == 6) && TryParseShort(text, next, out int tail, out uint address))
            {
                groups[count++] = (ushort)(address >> 16);
                groups[count++] = (ushort)address;
                next += tail;
                break;
            }
            int digits = 0, value = 0;
            while (digits < 5 && next + digits < text.Length && AsciiText.Hex(text[next + digits]) is >= 0 and int digit)
            {
                value = (value << 4) | digit;
                digits++;
            }
            if (digits > 4) return false;
            if (digits == 0) break;
            groups[count++] = (ushort)value;
            next += digits;
            if (count == 8 || AsciiText.At(text, next) != ':') break;
            if (AsciiText.At(text, next + 1) == ':')
            {
                if (gap >= 0) return false;
                gap = count;
                next += 2;
            }
            else if (AsciiText.Hex(AsciiText.At(text, next + 1)) >= 0)
            {
                next++;
            }
            else
            {
                break; // a colon of the text
            }
        }
        if (gap < 0 ? count != 8 : count > 7) return false;
        Span<ushort> full = stackalloc ushort[8];
        full.Clear();
        if (gap < 0) groups.CopyTo(full);
        else
        {
            groups[..gap].CopyTo(full);
            groups[gap..count].CopyTo(full[(8 - (count - gap))..]);
        }
        for (int i = 0; i < 4; i++) (high, low) = ((high << 16) | full[i], (low << 16) | full[i + 4]);
        length = next - at;
        return true;
    }
}
