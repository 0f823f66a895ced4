namespace DataCuration.Selection;

/// <summary>Writes texts as lines that fastText reads as words only.</summary>
internal static class ExampleLine
{
    /// <summary>The prefix of labels.</summary>
    public const string Prefix = "__label__";

    private static ReadOnlySpan<byte> LabelPrefix => "__label__"u8;

    private static ReadOnlySpan<byte> EndOfLine => "</s>"u8;

    /// <summary>Writes a text. Separators become spaces, and a word that would be a label or the end of the line loses its first character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="line">The buffer for the line, as long as the text.</param>
    /// <returns>The line's length.</returns>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> line)
    {
        int written = 0;
        bool beginsWord = true;
        for (int i = 0; i < text.Length; i++)
        {
            if (IsSeparator(text[i]))
            {
                line[written++] = (byte)' ';
                beginsWord = true;
                continue;
            }
            // The rest of "__label____label__x" begins like a label again.
            while (beginsWord && i < text.Length && IsSpecial(text[i..])) i++;
            beginsWord = false;
            line[written++] = text[i];
        }
        return written;
    }

    /// <summary>Replaces white space in a label.</summary>
    public static string Label(string label) => string.Create(label.Length, label, static (characters, label) =>
    {
        for (int i = 0; i < label.Length; i++) characters[i] = label[i] < 0x80 && IsSeparator((byte)label[i]) ? '_' : label[i];
    });

    private static bool IsSpecial(ReadOnlySpan<byte> rest) =>
        rest.StartsWith(LabelPrefix) || (rest.StartsWith(EndOfLine) && (rest.Length == EndOfLine.Length || IsSeparator(rest[EndOfLine.Length])));

    /// <summary>Returns true for bytes that separate words in fastText (dictionary.cc, readWord).</summary>
    private static bool IsSeparator(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or 0x0B or 0x0C or 0;
}
