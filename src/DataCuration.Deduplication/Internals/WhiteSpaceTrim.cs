namespace DataCuration.Deduplication;

/// <summary>Finds the parts of UTF-8 texts without white space at their ends, as Python's <c>str.strip()</c> does.</summary>
internal static class WhiteSpaceTrim
{
    /// <summary>Counts the bytes of white space at the start.</summary>
    public static int CountAtStart(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length && Utf8WhiteSpace.LengthAt(text, at) is > 0 and var length) at += length;
        return at;
    }

    /// <summary>Counts the bytes of white space at the end.</summary>
    public static int CountAtEnd(ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        while (end > 0)
        {
            int start = end - 1;
            while (start > 0 && (sbyte)text[start] <= Utf8CodePoints.LastContinuation) start--;
            if (Utf8WhiteSpace.LengthAt(text, start) != end - start) break;
            end = start;
        }
        return text.Length - end;
    }

    /// <summary>Returns the part between the white space at the ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = text[CountAtStart(text)..];
        return text[..^CountAtEnd(text)];
    }
}
