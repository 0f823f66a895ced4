using System.Globalization;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>Reads values of style declarations.</summary>
internal static class StyleText
{
    private const double FarPixels = -300;
    private const double FarLetters = -40;
    private const double FarWindows = -100;

    /// <summary>The white space of style sheets.</summary>
    public static ReadOnlySpan<byte> Spaces => " \t\r\n\f"u8;

    /// <summary>Returns true if a text begins with another one, given in lower case.</summary>
    public static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length >= lower.Length && Ascii.EqualsIgnoreCase(text[..lower.Length], lower);

    /// <summary>Reads a number and its unit.</summary>
    public static bool Length(ReadOnlySpan<byte> value, out double number, out ReadOnlySpan<byte> unit)
    {
        int end = 0;
        while (end < value.Length && value[end] is (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'-' or (byte)'.') end++;
        unit = value[end..];
        return double.TryParse(value[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Returns true if a length is zero or a pixel.</summary>
    public static bool IsTiny(ReadOnlySpan<byte> value) =>
        Length(value, out double number, out ReadOnlySpan<byte> unit) && number >= 0 && (number < 0.02 || (number <= 1 && StartsWith(unit, "px"u8)));

    /// <summary>Returns true if a distance is far outside the window.</summary>
    public static bool IsFar(ReadOnlySpan<byte> value)
    {
        // Of several values, as in a margin, the farthest counts.
        while (!value.IsEmpty)
        {
            int end = value.IndexOfSpace();
            ReadOnlySpan<byte> one = end < 0 ? value : value[..end];
            value = end < 0 ? default : value[(end + 1)..].TrimSpacesStart();
            if (!Length(one, out double number, out ReadOnlySpan<byte> unit)) continue;
            double far = StartsWith(unit, "px"u8) || StartsWith(unit, "pt"u8) || unit.IsEmpty ? FarPixels
                : StartsWith(unit, "em"u8) || StartsWith(unit, "rem"u8) || StartsWith(unit, "ch"u8) ? FarLetters
                : StartsWith(unit, "vw"u8) || StartsWith(unit, "vh"u8) ? FarWindows
                : StartsWith(unit, "%"u8) ? 5 * FarWindows
                : double.NegativeInfinity;
            if (number <= far) return true;
        }
        return false;
    }

    /// <summary>Returns true for a clip that leaves nothing.</summary>
    public static bool IsEmptyShape(ReadOnlySpan<byte> value) =>
        StartsWith(value, "inset(50%"u8) || StartsWith(value, "inset(100%"u8) || StartsWith(value, "circle(0"u8) || StartsWith(value, "polygon(0 0, 0 0, 0 0"u8)
            || StartsWith(value, "polygon(0px 0px, 0px 0px"u8);

    /// <summary>Returns true for letters without colour.</summary>
    public static bool IsTransparent(ReadOnlySpan<byte> value)
    {
        if (StartsWith(value, "transparent"u8)) return true;
        if (!StartsWith(value, "rgba("u8)) return false;
        int close = value.IndexOf((byte)')');
        int comma = value[..Math.Max(0, close)].LastIndexOfAny(",/"u8);
        return comma > 0 && Length(value[(comma + 1)..close].TrimSpaces(), out double alpha, out _) && alpha < 0.02;
    }

    /// <summary>Reads a colour as 0xRRGGBB; -1 if it is not one.</summary>
    public static int Color(ReadOnlySpan<byte> value)
    {
        int end = 0;
        while (end < value.Length && !ByteText.IsSpace(value[end]) && value[end] != '!') end++;
        ReadOnlySpan<byte> word = value[..end];
        if (word.IsEmpty) return -1;
        if (word[0] == '#') return Hexadecimal(word[1..]);
        if (StartsWith(value, "rgb"u8)) return Numbers(value);
        return Ascii.EqualsIgnoreCase(word, "white"u8) ? 0xFFFFFF
            : Ascii.EqualsIgnoreCase(word, "black"u8) ? 0
            : Ascii.EqualsIgnoreCase(word, "red"u8) ? 0xFF0000
            : Ascii.EqualsIgnoreCase(word, "blue"u8) ? 0x0000FF
            : Ascii.EqualsIgnoreCase(word, "green"u8) ? 0x008000
            : Ascii.EqualsIgnoreCase(word, "yellow"u8) ? 0xFFFF00
            : Ascii.EqualsIgnoreCase(word, "gray"u8) || Ascii.EqualsIgnoreCase(word, "grey"u8) ? 0x808080
            : Ascii.EqualsIgnoreCase(word, "silver"u8) ? 0xC0C0C0
            : -1;
    }

    private static int Hexadecimal(ReadOnlySpan<byte> digits)
    {
        Span<byte> six = stackalloc byte[6];
        if (digits.Length is 3 or 4)
            for (int i = 0; i < 6; i++) six[i] = digits[i / 2];
        else if (digits.Length is 6 or 8) digits[..6].CopyTo(six);
        else return -1;
        return int.TryParse(six, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int color) ? color : -1;
    }

    private static int Numbers(ReadOnlySpan<byte> value)
    {
        int open = value.IndexOf((byte)'(');
        int color = 0, read = 0;
        ReadOnlySpan<byte> rest = open < 0 ? default : value[(open + 1)..];
        while (read < 3 && !rest.IsEmpty)
        {
            int end = rest.IndexOfAny(", )/"u8);
            ReadOnlySpan<byte> part = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (part.IsEmpty) continue;
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > 255) return -1;
            color = (color << 8) | number;
            read++;
        }
        return read == 3 ? color : -1;
    }
}
