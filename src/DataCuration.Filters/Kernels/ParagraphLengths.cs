namespace DataCuration.Filters;

/// <summary>Counts long lines.</summary>
internal static class ParagraphLengths
{
    /// <summary>Counts the lines (between line feeds) of at least a number of code points.</summary>
    /// <param name="text">The text.</param>
    /// <param name="minLength">The minimum length in code points.</param>
    /// <param name="lines">Receives the number of lines. An empty text has one, and a final line feed starts another.</param>
    public static int CountLong(ReadOnlySpan<byte> text, int minLength, out int lines)
    {
        int count = 0;
        lines = 0;
        for (int start = 0; start <= text.Length;)
        {
            int length = text[start..].IndexOf((byte)'\n');
            if (length < 0) length = text.Length - start;
            lines++;
            if (length >= minLength && Utf8CodePoints.Count(text.Slice(start, length)) >= minLength) count++;
            start += length + 1;
        }
        return count;
    }
}
