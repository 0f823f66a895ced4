using System.Globalization;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Decodes character references (HTML Living Standard, sections 13.2.5.72 to 13.2.5.80 and 13.5). The 2,231 names are those of the standard's
/// <c>entities.json</c>.
/// </summary>
internal static class HtmlCharacterReferences
{
    /// <summary>The maximum number of bytes that a reference decodes to.</summary>
    public const int MaxBytes = 8;

    private const int MaxNameLength = 32;
    private const int Slots = 8192;

    private static readonly (byte[] Name, byte[] Text)[] Names = ReadNames();
    private static readonly short[] Table = MakeTable(Names);

    // The numbers 0x80 to 0x9F mean windows-1252 characters, except for its five undefined ones.
    private static ReadOnlySpan<ushort> Windows1252 =>
    [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ];

    /// <summary>Decodes a reference.</summary>
    /// <param name="text">The text, starting at the ampersand.</param>
    /// <param name="inAttribute">
    /// True in an attribute value. There a name without semicolon is not a reference if a letter, a digit or an equals sign follows.
    /// </param>
    /// <param name="destination">Receives the decoded bytes; at least <see cref="MaxBytes"/> long.</param>
    /// <param name="written">The number of bytes written.</param>
    /// <returns>The length of the reference; 0 if the ampersand is plain text.</returns>
    public static int Read(ReadOnlySpan<byte> text, bool inAttribute, Span<byte> destination, out int written)
    {
        written = 0;
        if (text.Length < 3) return 0;
        return text[1] == '#' ? ReadNumber(text, destination, out written) : ReadName(text, inAttribute, destination, out written);
    }

    private static int ReadNumber(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        written = 0;
        int position = 2;
        bool isHexadecimal = (text[2] | 0x20) == 'x';
        if (isHexadecimal) position++;
        int first = position;
        int code = 0;
        while (position < text.Length)
        {
            int digit = DigitOf(text[position], isHexadecimal);
            if (digit < 0) break;
            code = Math.Min(0x110000, (code * (isHexadecimal ? 16 : 10)) + digit); // further digits cannot bring it back into range
            position++;
        }
        if (position == first) return 0;
        if (position < text.Length && text[position] == ';') position++;
        if (code is >= 0x80 and < 0xA0) code = Windows1252[code - 0x80];
        Rune rune = Rune.IsValid(code) && code != 0 ? new Rune(code) : Rune.ReplacementChar;
        written = rune.EncodeToUtf8(destination);
        return position;
    }

    private static int DigitOf(byte value, bool isHexadecimal)
    {
        if (value is >= (byte)'0' and <= (byte)'9') return value - '0';
        int letter = (value | 0x20) - 'a';
        return isHexadecimal && letter is >= 0 and < 6 ? letter + 10 : -1;
    }

    private static int ReadName(ReadOnlySpan<byte> text, bool inAttribute, Span<byte> destination, out int written)
    {
        written = 0;
        int end = 1;
        while (end < text.Length && end <= MaxNameLength && IsLetterOrDigit(text[end])) end++;
        if (end < 3) return 0;
        if (end < text.Length && text[end] == ';' && Find(text[1..(end + 1)]) is { } exact) return Copy(exact, end + 1, destination, out written);
        // Some legacy names need no semicolon. The longest match counts.
        for (int length = Math.Min(end, 7); length >= 3; length--)
        {
            if (Find(text[1..length]) is not { } old) continue;
            if (inAttribute && length < text.Length && (text[length] == '=' || IsLetterOrDigit(text[length]))) return 0;
            return Copy(old, length, destination, out written);
        }
        return 0;
    }

    private static int Copy(byte[] text, int length, Span<byte> destination, out int written)
    {
        text.CopyTo(destination);
        written = text.Length;
        return length;
    }

    private static byte[]? Find(ReadOnlySpan<byte> name)
    {
        int slot = SlotOf(name);
        while (Table[slot] is var number and > 0)
        {
            if (Names[number - 1].Name.AsSpan().SequenceEqual(name)) return Names[number - 1].Text;
            slot = (slot + 1) & (Slots - 1);
        }
        return null;
    }

    private static int SlotOf(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        foreach (byte value in name) hash = unchecked((hash ^ value) * 16777619); // FNV-1a
        return (int)((hash ^ (hash >> 15)) & (Slots - 1));
    }

    private static bool IsLetterOrDigit(byte value) => value is >= (byte)'0' and <= (byte)'9' || (uint)((value | 0x20) - 'a') <= 'z' - 'a';

    private static (byte[] Name, byte[] Text)[] ReadNames()
    {
        using Stream stream = typeof(HtmlCharacterReferences).Assembly.GetManifestResourceStream("NamedCharacterReferences.txt")!;
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var names = new List<(byte[] Name, byte[] Text)>();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(' ');
            string text = string.Concat(fields.Skip(1)
                .Select(static code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
            names.Add((Encoding.ASCII.GetBytes(fields[0]), Encoding.UTF8.GetBytes(text)));
        }
        return [.. names];
    }

    private static short[] MakeTable((byte[] Name, byte[] Text)[] names)
    {
        var table = new short[Slots];
        for (int i = 0; i < names.Length; i++)
        {
            int slot = SlotOf(names[i].Name);
            while (table[slot] != 0) slot = (slot + 1) & (Slots - 1);
            table[slot] = checked((short)(i + 1));
        }
        return table;
    }
}
