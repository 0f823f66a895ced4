using System.Buffers;

namespace DataCuration.Filters;

/// <summary>
/// Enumerates the lines of a text as Python's <c>str.splitlines()</c> does: they end at line feed, carriage return (also both), U+000B, U+000C, U+001C to
/// U+001E, U+0085, U+2028 and U+2029. A text that ends with a separator has no empty line after it, and an empty text has no line.
/// </summary>
internal ref struct PythonLines(ReadOnlySpan<byte> text)
{
    /// <summary>The first bytes of all separators. 0xC2 and 0xE2 start other characters too.</summary>
    private static readonly SearchValues<byte> Starts = SearchValues.Create([0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0xC2, 0xE2]);

    private readonly ReadOnlySpan<byte> text = text;
    private int next;

    /// <summary>The offset of the current line.</summary>
    public int Start { get; private set; }

    /// <summary>The current line without its separator.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly PythonLines GetEnumerator() => this;

    public bool MoveNext()
    {
        if (next >= text.Length) return false;
        Start = next;
        int at = next;
        while (true)
        {
            int offset = text[at..].IndexOfAny(Starts);
            if (offset < 0)
            {
                at = text.Length;
                next = at;
                break;
            }
            at += offset;
            int separator = SeparatorLength(text, at);
            if (separator > 0)
            {
                next = at + separator;
                break;
            }
            at++;
        }
        Current = text[Start..at];
        return true;
    }

    private static int SeparatorLength(ReadOnlySpan<byte> text, int at) => text[at] switch
    {
        0x0D => at + 1 < text.Length && text[at + 1] == 0x0A ? 2 : 1,
        0xC2 => text[at + 1] == 0x85 ? 2 : 0,
        0xE2 => text[at + 1] == 0x80 && text[at + 2] is 0xA8 or 0xA9 ? 3 : 0,
        _ => 1,
    };
}
