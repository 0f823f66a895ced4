namespace DataCuration.Extraction;

/// <summary>A growing buffer of UTF-8 text. Reused between pages.</summary>
internal sealed class TextBuffer
{
    private byte[] bytes = new byte[1 << 16];

    /// <summary>The number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>The memory in use, in bytes.</summary>
    public long HeldBytes => bytes.Length;

    /// <summary>The text written so far.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<byte> text)
    {
        if (bytes.Length - Length < text.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + text.Length));
        text.CopyTo(bytes.AsSpan(Length));
        Length += text.Length;
    }

    public void Append(byte value)
    {
        if (Length == bytes.Length) Array.Resize(ref bytes, bytes.Length * 2);
        bytes[Length++] = value;
    }

    public void Append(int number)
    {
        Span<byte> digits = stackalloc byte[11];
        number.TryFormat(digits, out int written, default, System.Globalization.CultureInfo.InvariantCulture);
        Append(digits[..written]);
    }
}
