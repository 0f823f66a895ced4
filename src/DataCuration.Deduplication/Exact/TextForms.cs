namespace DataCuration.Deduplication;

/// <summary>Writes texts in the normal forms of <see cref="TextForm"/>.</summary>
internal static class TextForms
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
        int to = 0;
        bool isPending = false;
        for (int at = 0; at < text.Length;)
        {
            byte value = text[at];
            // Most bytes: visible ASCII, and bytes that cannot begin a white-space character.
            int space = value is > (byte)' ' and not (0xC2 or 0xE1 or 0xE2 or 0xE3) ? 0 : Utf8WhiteSpace.LengthAt(text, at);
            if (space > 0)
            {
                isPending = to > 0;
                at += space;
                continue;
            }
            if (isPending) target[to++] = (byte)' ';
            isPending = false;
            target[to++] = value;
            at++;
        }
        return to;
    }
}
