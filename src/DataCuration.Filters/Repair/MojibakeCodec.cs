using System.Text;

namespace DataCuration.Filters;

/// <summary>Writes text in the encodings that it may have been read in, and reads the bytes as UTF-8.</summary>
internal static class MojibakeCodec
{
    private const byte Lost = 0x1A;

    /// <summary>For each encoding, the byte of each character of the basic plane; -1 if it has none.</summary>
    private static readonly short[][] Bytes = [.. MojibakeTables.Encodings.Select(encoding => MakeBytes(encoding.Name, encoding.Characters))];

    /// <summary>Writes a text in an encoding.</summary>
    /// <returns>The bytes; null if a character is not in the encoding.</returns>
    public static List<byte>? Encode(ReadOnlySpan<int> text, int encoding)
    {
        short[] table = Bytes[encoding];
        foreach (int character in text) if (character >= table.Length || table[character] < 0) return null;
        var bytes = new List<byte>(text.Length);
        foreach (int character in text) bytes.Add((byte)table[character]);
        return bytes;
    }

    /// <summary>
    /// Reads UTF-8, with two-part surrogates (CESU-8) and the null of Java if the text has bytes for them (<c>utf-8-variants</c>).
    /// </summary>
    /// <returns>The text; null if the bytes are not UTF-8.</returns>
    public static int[]? Decode(ReadOnlySpan<byte> bytes, bool withVariants)
    {
        var text = new List<int>(bytes.Length);
        for (int at = 0; at < bytes.Length;)
        {
            if (bytes[at] < 0x80)
            {
                text.Add(bytes[at++]);
                continue;
            }
            ReadOnlySpan<byte> rest = bytes[at..];
            if (withVariants && rest is [0xC0, 0x80, ..])
            {
                text.Add(0);
                at += 2;
            }
            else if (withVariants && rest is [0xED, >= 0xA0 and <= 0xAF, >= 0x80 and <= 0xBF, 0xED, >= 0xB0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
            {
                text.Add(0x10000 + ((rest[1] & 0x0F) << 16) + ((rest[2] & 0x3F) << 10) + ((rest[4] & 0x0F) << 6) + (rest[5] & 0x3F));
                at += 6;
            }
            else
            {
                if (Rune.DecodeFromUtf8(rest, out Rune rune, out int size) != System.Buffers.OperationStatus.Done) return null;
                text.Add(rune.Value);
                at += size;
            }
        }
        return [.. text];
    }

    /// <summary>
    /// Puts bytes A0 back that became blanks, if they complete a sequence of UTF-8 (restore_byte_a0 of ftfy/fixes.py). The word <c>à</c> keeps its blank.
    /// </summary>
    /// <returns>The bytes; the same list if there is nothing to restore.</returns>
    public static List<byte> RestoreA0(List<byte> bytes)
    {
        if (!HasAltered(bytes)) return bytes;
        var spaced = new List<byte>(bytes.Count + 8);
        for (int i = 0; i < bytes.Count; i++)
        {
            spaced.Add(bytes[i]);
            if (bytes[i] != 0xC3 || i + 1 >= bytes.Count || bytes[i + 1] != ' ' || IsContracted(bytes, i + 2)) continue;
            spaced.Add(0xA0);
            spaced.Add((byte)' ');
            i++;
        }
        for (int i = 0; i < spaced.Count;)
        {
            int length = AlteredLength(spaced, i);
            for (int j = i; j < i + length; j++) if (spaced[j] == ' ') spaced[j] = 0xA0;
            i += Math.Max(1, length);
        }
        return spaced;
    }

    /// <summary>Replaces sequences of UTF-8 that have lost bytes by the replacement character (replace_lossy_sequences of ftfy/fixes.py).</summary>
    /// <returns>The bytes; the same list if there are no such sequences.</returns>
    public static List<byte> ReplaceLost(List<byte> bytes)
    {
        List<byte>? replaced = null;
        for (int i = 0; i < bytes.Count;)
        {
            int length = LostLength(bytes, i);
            if (length > 0) (replaced ??= bytes.GetRange(0, i)).AddRange([0xEF, 0xBF, 0xBD]);
            else replaced?.Add(bytes[i]);
            i += Math.Max(1, length);
        }
        return replaced ?? bytes;
    }

    private static bool HasAltered(List<byte> bytes)
    {
        for (int i = 0; i < bytes.Count; i++) if (bytes[i] >= 0xC2 && AlteredLength(bytes, i) > 0) return true;
        return false;
    }

    /// <summary>Words of Portuguese that start with à.</summary>
    private static bool IsContracted(List<byte> bytes, int at)
    {
        foreach (string word in (string[])[" ", "quele", "quela", "quilo", "s "])
        {
            int i = 0;
            while (i < word.Length && at + i < bytes.Count && bytes[at + i] == word[i]) i++;
            if (i == word.Length) return true;
        }
        return false;
    }

    /// <summary>ALTERED_UTF8_RE: the length of a sequence of UTF-8 with a blank for A0.</summary>
    private static int AlteredLength(List<byte> bytes, int at)
    {
        byte a = bytes[at], b = At(bytes, at + 1), c = At(bytes, at + 2), d = At(bytes, at + 3);
        if (a is 0xC2 or 0xC3 or 0xC5 or 0xCE or 0xD0 or 0xD9) return b == ' ' ? 2 : 0;
        if (a is 0xE2 or 0xE3 && b == ' ' && IsUsual(c)) return 3;
        if (a is >= 0xE0 and <= 0xE3) return IsUsual(b) && c == ' ' ? 3 : 0;
        if (a != 0xF0) return 0;
        return b == ' ' && IsNext(c) && IsNext(d) || IsNext(b) && c == ' ' && IsNext(d) || IsNext(b) && IsNext(c) && d == ' ' ? 4 : 0;
    }

    /// <summary>LOSSY_UTF8_RE: the length of a sequence of UTF-8 with lost bytes. One of them may be a question mark.</summary>
    private static int LostLength(List<byte> bytes, int at)
    {
        byte a = bytes[at];
        if (a == Lost) return 1;
        if (a < 0xC2) return 0;
        byte b = At(bytes, at + 1), c = At(bytes, at + 2), d = At(bytes, at + 3);
        if (a <= 0xDF) return b == Lost || a <= 0xC3 && b == '?' ? 2 : 0;
        if (a == 0xED && b is >= 0xA0 and <= 0xAF && d == 0xED && At(bytes, at + 4) is >= 0xB0 and <= 0xBF)
        {
            byte f = At(bytes, at + 5);
            if (IsLost(c) && (IsLost(f) || IsNext(f)) || (IsLost(c) || IsNext(c)) && IsLost(f)) return 6;
        }
        if (a <= 0xEF) return IsLost(b) && IsPart(c) || IsPart(b) && IsLost(c) ? 3 : 0;
        if (a > 0xF4) return 0;
        return IsLost(b) && IsPart(c) && IsPart(d) || IsPart(b) && IsLost(c) && IsPart(d) || IsPart(b) && IsPart(c) && IsLost(d) ? 4 : 0;
    }

    private static byte At(List<byte> bytes, int at) => at < bytes.Count ? bytes[at] : (byte)0;

    private static bool IsNext(byte value) => value is >= 0x80 and <= 0xBF;

    private static bool IsUsual(byte value) => IsNext(value) && value is not (0x85 or 0xA0);

    private static bool IsLost(byte value) => value is Lost or (byte)'?';

    private static bool IsPart(byte value) => value == Lost || IsNext(value);

    private static short[] MakeBytes(string name, string characters)
    {
        short[] table = new short[0x10000];
        Array.Fill(table, (short)-1);
        for (short i = 0; i < 128; i++) table[i] = i;
        // The "sloppy" encodings write a replacement character as the byte 1A.
        if (name.StartsWith("sloppy", StringComparison.Ordinal))
        {
            table[Lost] = -1;
            table[0xFFFD] = Lost;
        }
        for (int i = 0; i < characters.Length; i++) table[characters[i]] = (short)(0x80 + i);
        return table;
    }
}
