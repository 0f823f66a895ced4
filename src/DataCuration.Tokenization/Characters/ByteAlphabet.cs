namespace DataCuration.Tokenization;

/// <summary>
/// The characters by which byte-level vocabularies spell bytes (openai/gpt-2, encoder.py, bytes_to_unicode): printable characters of Latin-1 are themselves,
/// the other bytes are the characters from U+0100 on.
/// </summary>
internal static class ByteAlphabet
{
    private const int AfterLast = 0x144;
    private static readonly ushort[] Points = new ushort[256];
    private static readonly short[] Bytes = new short[AfterLast];

    static ByteAlphabet()
    {
        Bytes.AsSpan().Fill(-1);
        int next = 0x100;
        for (int value = 0; value < 256; value++)
        {
            bool isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            Points[value] = (ushort)(isPrintable ? value : next++);
            Bytes[Points[value]] = (short)value;
        }
    }

    /// <summary>Returns the character of a byte.</summary>
    public static int PointOf(byte value) => Points[value];

    /// <summary>Returns the byte of a character; -1 if it spells no byte.</summary>
    public static int ByteOf(int point) => point < AfterLast ? Bytes[point] : -1;

    /// <summary>Converts a spelling in UTF-8 to bytes.</summary>
    /// <returns>The number of bytes; -1 if a character spells no byte.</returns>
    public static int ToBytes(ReadOnlySpan<byte> spelling, Span<byte> bytes)
    {
        int count = 0;
        for (int at = 0; at < spelling.Length;)
        {
            int value = ByteOf(CodePoints.Decode(spelling, at, out int length));
            if (value < 0) return -1;
            bytes[count++] = (byte)value;
            at += length;
        }
        return count;
    }
}
