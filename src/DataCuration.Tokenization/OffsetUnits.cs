namespace DataCuration.Tokenization;

/// <summary>Converts places in a text from bytes to characters.</summary>
internal static class OffsetUnits
{
    /// <summary>
    /// Converts the places of tokens. A place inside a character becomes the start of the character, if a token starts there, or its end, if one ends there.
    /// </summary>
    /// <param name="text">The text in valid UTF-8.</param>
    /// <param name="tokens">The tokens, with places in bytes.</param>
    /// <param name="unit">The unit to convert to.</param>
    public static void Convert(ReadOnlySpan<byte> text, Span<TokenOffset> tokens, TokenOffsetUnit unit)
    {
        if (unit == TokenOffsetUnit.Bytes || !text.ContainsAnyExceptInRange((byte)0, (byte)0x7F)) return;
        // The number of units before each byte; inside a character, before it.
        int[] before = new int[text.Length + 1];
        int units = 0;
        for (int at = 0; at < text.Length;)
        {
            int length = Math.Min(CodePoints.LengthOf(text[at]), text.Length - at);
            before.AsSpan(at, length).Fill(units);
            units += unit == TokenOffsetUnit.Utf16Units && length == 4 ? 2 : 1;
            at += length;
        }
        before[text.Length] = units;
        foreach (ref TokenOffset token in tokens)
        {
            int end = token.End;
            while (end > token.Start && end < text.Length && (text[end] & 0xC0) == 0x80) end++;
            token = token with { Start = before[token.Start], End = before[end] };
        }
    }
}
