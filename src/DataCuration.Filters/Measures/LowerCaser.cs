namespace DataCuration.Filters;

/// <summary>Lower-cases UTF-8 text as CPython's <c>str.lower</c>, with the final form of sigma and the two code points of the dotted capital I.</summary>
internal sealed class LowerCaser
{
    private const int MaxKept = 1 << 22;
    private byte[] buffer = new byte[1024];

    /// <summary>Lower-cases a text.</summary>
    /// <returns>The result, until the next call.</returns>
    public ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> text)
    {
        int capacity = Capacity(text.Length);
        if (buffer.Length < capacity || buffer.Length > MaxKept) buffer = new byte[Math.Max(capacity, 1024)];
        return buffer.AsSpan(0, Write(text, buffer));
    }

    /// <summary>The bytes that <see cref="Write"/> needs: two bytes can become three.</summary>
    public static int Capacity(int bytes) => checked(bytes + bytes / 2 + 4);

    /// <summary>Writes the lower case of a text and returns its length.</summary>
    public static unsafe int Write(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int written = 0;
        fixed (byte* to = target)
        {
            for (int at = 0; at < text.Length;)
            {
                byte first = text[at];
                if (first < 0x80)
                {
                    to[written++] = first is >= (byte)'A' and <= (byte)'Z' ? (byte)(first | 0x20) : first;
                    at++;
                    continue;
                }
                int codePoint = Utf8.Decode(text, at, out int size);
                if (codePoint == UnicodeRules.CapitalIWithDot)
                {
                    to[written++] = (byte)'i';
                    written += Utf8CodePoints.Encode(0x307, to + written);
                }
                else
                {
                    int lower = codePoint == UnicodeRules.CapitalSigma ? (IsFinal(text, at, size) ? 0x3C2 : 0x3C3) : UnicodeRules.ToLower(codePoint);
                    written += Utf8CodePoints.Encode(lower, to + written);
                }
                at += size;
            }
        }
        return written;
    }

    /// <summary>Unicode's Final_Sigma: a cased letter before it and none after it, case-ignorable characters left out.</summary>
    private static bool IsFinal(ReadOnlySpan<byte> text, int at, int size)
    {
        bool before = false;
        for (int i = at; i > 0;)
        {
            i = Utf8.Before(text, i);
            byte bits = UnicodeRules.Classify(Utf8.Decode(text, i, out _));
            if ((bits & UnicodeRules.CaseIgnorable) != 0) continue;
            before = (bits & UnicodeRules.Cased) != 0;
            break;
        }
        if (!before) return false;
        for (int i = at + size; i < text.Length;)
        {
            byte bits = UnicodeRules.Classify(Utf8.Decode(text, i, out int step));
            i += step;
            if ((bits & UnicodeRules.CaseIgnorable) == 0) return (bits & UnicodeRules.Cased) == 0;
        }
        return true;
    }
}
