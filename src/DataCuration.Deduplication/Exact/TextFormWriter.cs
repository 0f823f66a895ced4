using System.Runtime.Intrinsics;

namespace DataCuration.Deduplication;

/// <summary>Writes texts in the normal forms of <see cref="TextForm"/>.</summary>
internal static class TextFormWriter
{
    /// <summary>Returns a text in a normal form.</summary>
    /// <param name="text">The text in valid UTF-8.</param>
    /// <param name="form">The form.</param>
    /// <param name="buffer">Working memory; the result lies in it or is the text.</param>
    public static ReadOnlySpan<byte> Write(ReadOnlySpan<byte> text, TextForm form, ref byte[] buffer)
    {
        switch (form)
        {
            case TextForm.Unchanged:
                return text;
            case TextForm.WhiteSpace:
                ShingleBuffers.Room(ref buffer, text.Length);
                return buffer.AsSpan(0, Collapse(text, buffer));
            case TextForm.CaseAndWhiteSpace:
                ShingleBuffers.Room(ref buffer, LowerText.Capacity(text.Length));
                Span<byte> lower = buffer.AsSpan(0, LowerText.Write(text, buffer));
                return lower[..Collapse(lower, lower)];
            default:
                ShingleBuffers.Room(ref buffer, SimplifiedText.Capacity(text.Length));
                return buffer.AsSpan(0, SimplifiedText.Write(text, buffer));
        }
    }

    /// <summary>Makes one space of each run of white space, and removes it at the ends.</summary>
    /// <param name="text">The text in valid UTF-8.</param>
    /// <param name="target">As long as the text; it may be the text itself.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Collapse(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int to = 0, at = 0;
        bool isPending = false;
        while (at < text.Length)
        {
            if (Vector256.IsHardwareAccelerated && TryCopyBlock(text, target, at, ref to, ref isPending))
            {
                at += Vector256<byte>.Count;
                continue;
            }
            int end = Math.Min(text.Length, at + Vector256<byte>.Count);
            while (at < end) at += CopyOne(text, target, at, ref to, ref isPending);
        }
        return to;
    }

    /// <summary>
    /// Copies 32 bytes if their white space needs no more than to become a space: it is one byte long, and not next to other white space.
    /// </summary>
    private static bool TryCopyBlock(ReadOnlySpan<byte> text, Span<byte> target, int at, ref int to, ref bool isPending)
    {
        if (text.Length - at < Vector256<byte>.Count) return false;
        Vector256<byte> block = Vector256.Create(text.Slice(at, Vector256<byte>.Count));
        Vector256<byte> isLong = Vector256.Equals(block, Vector256.Create((byte)0xC2))
            | Vector256.LessThanOrEqual(block - Vector256.Create((byte)0xE1), Vector256.Create((byte)2));
        if (isLong != Vector256<byte>.Zero) return false;
        Vector256<byte> isSpace = Vector256.Equals(block, Vector256.Create((byte)' '))
            | Vector256.LessThanOrEqual(block - Vector256.Create((byte)9), Vector256.Create((byte)4))
            | Vector256.LessThanOrEqual(block - Vector256.Create((byte)0x1C), Vector256.Create((byte)3));
        uint spaces = isSpace.ExtractMostSignificantBits();
        bool beginsAfterSpace = isPending || to == 0;
        if ((spaces & ((spaces << 1) | (beginsAfterSpace ? 1u : 0))) != 0) return false;
        if (isPending) target[to++] = (byte)' ';
        Vector256.ConditionalSelect(isSpace, Vector256.Create((byte)' '), block).CopyTo(target[to..]);
        isPending = spaces >> 31 != 0;
        to += Vector256<byte>.Count - (isPending ? 1 : 0);
        return true;
    }

    private static int CopyOne(ReadOnlySpan<byte> text, Span<byte> target, int at, ref int to, ref bool isPending)
    {
        byte value = text[at];
        // Most bytes: visible ASCII, and bytes that cannot begin a white-space character.
        int space = value is > (byte)' ' and not (0xC2 or 0xE1 or 0xE2 or 0xE3) ? 0 : Utf8WhiteSpace.LengthAt(text, at);
        if (space > 0)
        {
            isPending = to > 0;
            return space;
        }
        if (isPending) target[to++] = (byte)' ';
        isPending = false;
        target[to++] = value;
        return 1;
    }
}
