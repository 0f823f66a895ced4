using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>Writes JSON text into a growing buffer: raw UTF-8 with only quotes, backslashes and control characters escaped.</summary>
internal sealed class JsonBuffer
{
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(value => (byte)value)]);

    private byte[] bytes = new byte[16 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void WriteRaw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        Length += text.Length;
    }

    public void WriteRaw(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Writes a string with its quotes. Lone surrogates become U+FFFD.</summary>
    public void WriteString(string text)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        int length = Encoding.UTF8.GetBytes(text, rented);
        WriteString(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Writes a string with its quotes.</summary>
    /// <param name="utf8">The content in valid UTF-8.</param>
    public void WriteString(ReadOnlySpan<byte> utf8)
    {
        WriteRaw((byte)'"');
        while (true)
        {
            int plain = utf8.IndexOfAny(Escaped);
            if (plain < 0) break;
            WriteRaw(utf8[..plain]);
            WriteEscape(utf8[plain]);
            utf8 = utf8[(plain + 1)..];
        }
        WriteRaw(utf8);
        WriteRaw((byte)'"');
    }

    public void WriteInteger(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out int written);
        Length += written;
    }

    /// <summary>
    /// Writes a number in its shortest round-trip form, always with a point or an exponent, so that it is read as a number and not as an integer. NaN and
    /// infinities do not exist in JSON and are written as null.
    /// </summary>
    public void WriteNumber(double value)
    {
        if (!double.IsFinite(value)) { WriteRaw("null"u8); return; }
        Span<byte> text = Reserve(34);
        value.TryFormat(text, out int written, "R", CultureInfo.InvariantCulture);
        Length += written;
        if (text[..written].IndexOfAny((byte)'.', (byte)'E') < 0) WriteRaw(".0"u8);
    }

    /// <summary>Writes an annotation's value.</summary>
    /// <exception cref="InvalidDataException">A value of kind <see cref="AnnotationKind.Json"/> is not valid JSON.</exception>
    public void WriteValue(AnnotationValue value)
    {
        switch (value.Kind)
        {
            case AnnotationKind.Boolean: WriteRaw(value.AsBoolean() ? "true"u8 : "false"u8); break;
            case AnnotationKind.Integer: WriteInteger(value.AsInteger()); break;
            case AnnotationKind.Number: WriteNumber(value.AsNumber()); break;
            case AnnotationKind.String: WriteString(value.AsString()!); break;
            case AnnotationKind.Json: WriteJson(value.AsJson().Span); break;
            default: WriteRaw("null"u8); break;
        }
    }

    private void WriteJson(ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json);
        scanner.SkipSpace();
        if (!scanner.ReadValue(out _) || !scanner.ExpectEnd()) throw new InvalidDataException(JsonFaultText.Invalid(json, scanner));
        Span<byte> copy = Reserve(json.Length)[..json.Length];
        json.CopyTo(copy);
        // A line end outside of a string is white space, and a string cannot contain one. Written on one line, the value is the same.
        copy.Replace((byte)'\n', (byte)' ');
        copy.Replace((byte)'\r', (byte)' ');
        Length += json.Length;
    }

    private void WriteEscape(byte value)
    {
        byte letter = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            _ => 0,
        };
        if (letter != 0)
        {
            WriteRaw([(byte)'\\', letter]);
            return;
        }
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        WriteRaw([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[value >> 4], digits[value & 15]]);
    }

    private Span<byte> Reserve(int count)
    {
        if (bytes.Length - Length < count) Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * bytes.Length, (long)Length + count)));
        return bytes.AsSpan(Length);
    }
}
