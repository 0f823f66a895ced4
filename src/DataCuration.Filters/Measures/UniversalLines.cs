namespace DataCuration.Filters;

/// <summary>
/// Enumerates the lines of a text as Python's <c>str.splitlines()</c>: a line ends at a line feed, carriage return or both, U+000B, U+000C, U+001C to U+001E,
/// U+0085, U+2028 or U+2029. An empty text has no line, and there is no empty line after the last line end.
/// </summary>
internal ref struct UniversalLines(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> rest = text;

    /// <summary>The current line without its line end.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Moves to the next line.</summary>
    public bool MoveNext()
    {
        if (rest.IsEmpty) return false;
        for (int at = 0; at < rest.Length; at++)
        {
            int end = LineEnd(rest, at);
            if (end == 0) continue;
            Current = rest[..at];
            rest = rest[(at + end)..];
            return true;
        }
        Current = rest;
        rest = default;
        return true;
    }

    /// <summary>Enumerates by <c>foreach</c>.</summary>
    public readonly UniversalLines GetEnumerator() => this;

    private static int LineEnd(ReadOnlySpan<byte> text, int at)
    {
        byte first = text[at];
        if (first is >= 0x20 and < 0xC2) return 0;
        if (first == '\r') return at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        if (first is (>= 0x0A and <= 0x0C) or (>= 0x1C and <= 0x1E)) return 1;
        if (first == 0xC2) return text[at + 1] == 0x85 ? 2 : 0;
        return first == 0xE2 && text[at + 1] == 0x80 && text[at + 2] is 0xA8 or 0xA9 ? 3 : 0;
    }
}
