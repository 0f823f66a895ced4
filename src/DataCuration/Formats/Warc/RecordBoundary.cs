namespace DataCuration;

/// <summary>Detects where crawl records start.</summary>
internal static class RecordBoundary
{
    /// <summary>The number of bytes that detection needs, except for ARC lines.</summary>
    public const int LookAhead = 64;

    /// <summary>True if a WARC record can start with these bytes: <c>WARC/</c>, digit, point, digit.</summary>
    public static bool IsWarc(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 8 && bytes.StartsWith("WARC/"u8) && char.IsAsciiDigit((char)bytes[5]) && bytes[6] == '.' && char.IsAsciiDigit((char)bytes[7]);

    /// <summary>
    /// True if a WARC record certainly starts here, in the middle of other bytes: the version is alone in its line, and a field name follows.
    /// </summary>
    public static bool IsSurelyWarc(ReadOnlySpan<byte> bytes)
    {
        if (!IsWarc(bytes)) return false;
        ReadOnlySpan<byte> rest = bytes[8..];
        // WARC/0.17 and 0.18, the versions of some large archives.
        if (!rest.IsEmpty && char.IsAsciiDigit((char)rest[0])) rest = rest[1..];
        if (rest.StartsWith("\r"u8)) rest = rest[1..];
        if (!rest.StartsWith("\n"u8)) return false;
        return StartsWithName(rest[1..], "warc-"u8) || StartsWithName(rest[1..], "content-"u8);
    }

    private static bool StartsWithName(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name) =>
        bytes.Length >= name.Length && System.Text.Ascii.EqualsIgnoreCase(bytes[..name.Length], name);

    /// <summary>Counts the bytes of line ends at the end, of two lines at most.</summary>
    public static int TrailingLineEnds(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.Length;
        for (int i = 0; i < 2 && end > 0 && bytes[end - 1] == '\n'; i++) end -= end > 1 && bytes[end - 2] == '\r' ? 2 : 1;
        return bytes.Length - end;
    }

    /// <summary>Counts the line ends at the start.</summary>
    public static int LeadingLineEnds(ReadOnlySpan<byte> bytes, out int length)
    {
        int lines = 0;
        length = 0;
        while (length < bytes.Length && bytes[length] is 13 or 10) lines += bytes[length++] == '\n' ? 1 : 0;
        return lines;
    }
}
