using System.Buffers;
using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>Writes the normal forms of lines.</summary>
internal static class NGramNormalizer
{
    /// <summary>Returns a line in a form. The result is the line itself, or a new array.</summary>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> line, NGramForm form)
    {
        if (form == NGramForm.Unchanged) return line;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(TextForms.MaxLength(line.Length));
        try
        {
            if (form == NGramForm.Simplified) return buffer.AsSpan(0, TextForms.Simplify(line.Span, buffer)).ToArray();
            int length = TextForms.Simplify(line.Span, buffer, TextSimplification.Lowercase | TextSimplification.Diacritics);
            return ReplaceSigns(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] ReplaceSigns(ReadOnlySpan<byte> text)
    {
        var target = new byte[text.Length];
        int to = 0;
        for (int at = 0; at < text.Length;)
        {
            byte first = text[at];
            if (first < 0x80)
            {
                if (first is >= (byte)'0' and <= (byte)'9') target[to++] = (byte)'0';
                else if (first is >= 32 and not 127) target[to++] = first;
                at++;
                continue;
            }
            OperationStatus status = Rune.DecodeFromUtf8(text[at..], out Rune rune, out int size);
            ReadOnlySpan<byte> source = text.Slice(at, size);
            at += size;
            // Every replacement is at most as long as what it replaces: three bytes of UTF-8 for three of ASCII.
            if (status == OperationStatus.Done && Ascii(rune.Value) is { Length: > 0 } sign) source = sign;
            else if (rune.Value is >= 0x80 and < 0xA0) continue;
            else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber) source = "0"u8;
            source.CopyTo(target.AsSpan(to));
            to += source.Length;
        }
        return target[..to];
    }

    /// <summary>
    /// CCNet's table of punctuation (<c>UNICODE_PUNCT</c>). A full-width 1 is in that table too, but CCNet replaces digits before it.
    /// </summary>
    private static ReadOnlySpan<byte> Ascii(int codePoint) => codePoint switch
    {
        0xFF0C or 0x3001 => ","u8,
        0x3002 => "."u8,
        0x201E or 0x201D or 0x201C or 0x00AB or 0x00BB or 0x300D or 0x300C or 0x300A or 0x300B => "\""u8,
        0x00B4 or 0x2019 => "'"u8,
        0x2236 or 0xFF1A => ":"u8,
        0xFF1F => "?"u8,
        0xFF01 => "!"u8,
        0xFF08 => "("u8,
        0xFF09 => ")"u8,
        0xFF1B => ";"u8,
        0x2013 or 0x2501 or 0x25BA => "-"u8,
        0x2014 => " - "u8,
        0xFF0E => ". "u8,
        0xFF5E => "~"u8,
        0x2026 => "..."u8,
        0x3008 => "<"u8,
        0x3009 => ">"u8,
        0x3010 => "["u8,
        0x3011 => "]"u8,
        0xFF05 => "%"u8,
        _ => default,
    };
}
