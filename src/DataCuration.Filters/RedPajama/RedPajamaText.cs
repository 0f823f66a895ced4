namespace DataCuration.Filters;

/// <summary>
/// RedPajama-Data v2's normal form (app/src/utilities/text/normalization.py): ASCII punctuation deleted, lower case, white space at both ends removed and
/// elsewhere collapsed to a blank, NFD.
/// </summary>
internal sealed class RedPajamaText
{
    private const int MaxKept = 1 << 23;
    private byte[] plain = new byte[1024];
    private byte[] lower = new byte[1024];
    private byte[] result = new byte[1024];

    /// <summary>Normalizes a text.</summary>
    /// <returns>The normal form, until the next call.</returns>
    public ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> text)
    {
        int deleted = Delete(text, Reserve(ref plain, text.Length));
        int lowered = LowerText.Write(plain.AsSpan(0, deleted), Reserve(ref lower, LowerText.Capacity(deleted)));
        int collapsed = Collapse(lower.AsSpan(0, lowered), Reserve(ref plain, lowered));
        ReadOnlySpan<byte> folded = plain.AsSpan(0, collapsed);
        if (System.Text.Ascii.IsValid(folded)) return folded;
        int written = CanonicalForm.Write(folded, Reserve(ref result, CanonicalForm.Capacity(collapsed)));
        return result.AsSpan(0, written);
    }

    private static Span<byte> Reserve(ref byte[] buffer, int size)
    {
        if (buffer.Length < size || buffer.Length > MaxKept) buffer = new byte[Math.Max(size, 1024)];
        return buffer;
    }

    private static int Delete(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int written = 0;
        foreach (byte one in text)
            if (!IsPunctuation(one)) target[written++] = one;
        return written;
    }

    private static int Collapse(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int written = 0;
        text = Utf8.Trim(text);
        for (int at = 0; at < text.Length;)
        {
            int space = Utf8WhiteSpace.LengthAt(text, at);
            if (space == 0)
            {
                target[written++] = text[at++];
                continue;
            }
            target[written++] = (byte)' ';
            do at += space;
            while (at < text.Length && (space = Utf8WhiteSpace.LengthAt(text, at)) > 0);
        }
        return written;
    }

    private static bool IsPunctuation(byte one) => one is (>= 0x21 and <= 0x2F) or (>= 0x3A and <= 0x40) or (>= 0x5B and <= 0x60) or (>= 0x7B and <= 0x7E);
}
