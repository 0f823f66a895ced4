using System.Buffers.Text;

namespace DataCuration.Tokenization;

/// <summary>Reads strings of JSON as UTF-8, without a string object for each.</summary>
internal static class JsonTexts
{
    private const int HighFirst = 0xD800, LowFirst = 0xDC00, LowLast = 0xDFFF;

    /// <summary>Returns the text of a string in JSON. Escapes are resolved in a buffer, which grows.</summary>
    /// <param name="raw">The string between its quotes, already checked by a JSON reader.</param>
    /// <param name="buffer">The buffer.</param>
    /// <exception cref="InvalidDataException">Half a character is escaped.</exception>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw, ref byte[] buffer)
    {
        if (raw.IndexOf((byte)'\\') < 0) return raw;
        if (buffer.Length < raw.Length) buffer = new byte[Math.Max(raw.Length, 2 * buffer.Length)];
        int used = 0;
        for (int at = 0; at < raw.Length;)
        {
            byte value = raw[at++];
            if (value != '\\')
            {
                buffer[used++] = value;
                continue;
            }
            byte kind = raw[at++];
            if (kind != 'u')
            {
                buffer[used++] = kind switch
                {
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    _ => kind,
                };
                continue;
            }
            int point = Hex(raw, ref at);
            if (point is >= LowFirst and <= LowLast) throw Half();
            if (point is >= HighFirst and < LowFirst)
            {
                if (at + 6 > raw.Length || raw[at] != '\\' || raw[at + 1] != 'u') throw Half();
                at += 2;
                int low = Hex(raw, ref at);
                if (low is < LowFirst or > LowLast) throw Half();
                point = 0x10000 + ((point - HighFirst) << 10) + low - LowFirst;
            }
            used += CodePoints.Encode(point, buffer.AsSpan(used));
        }
        return buffer.AsSpan(0, used);
    }

    private static int Hex(ReadOnlySpan<byte> raw, ref int at)
    {
        if (at + 4 > raw.Length || !Utf8Parser.TryParse(raw.Slice(at, 4), out ushort value, out int read, 'x') || read != 4)
            throw new InvalidDataException("A text has a wrong escape.");
        at += 4;
        return value;
    }

    private static InvalidDataException Half() => new("A text has half a character: a surrogate without its other half.");
}
