namespace DataCuration;

/// <summary>Parts of a text, such as its sentences: byte ranges in the order of the text. Immutable and thread-safe.</summary>
public sealed class TextSpans
{
    private readonly ReadOnlyMemory<byte> text;
    private readonly int[] ranges;

    /// <summary>Creates a view of a text.</summary>
    /// <param name="utf8Text">The text in UTF-8. It is not copied and must not change afterwards.</param>
    /// <param name="ranges">The start and the length in bytes of each part, one after the other. Not copied.</param>
    /// <exception cref="ArgumentException">The number of values is odd, or the last range is not inside the text.</exception>
    public TextSpans(ReadOnlyMemory<byte> utf8Text, int[] ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        if (ranges.Length % 2 != 0) throw new ArgumentException($"Ranges are pairs of start and length; {ranges.Length} values were given.", nameof(ranges));
        if (ranges.Length > 0 && (long)ranges[^2] + ranges[^1] > utf8Text.Length)
            throw new ArgumentException($"The last range ends at byte {(long)ranges[^2] + ranges[^1]} of a text of {utf8Text.Length} bytes.", nameof(ranges));
        text = utf8Text;
        this.ranges = ranges;
    }

    /// <summary>The number of parts.</summary>
    public int Count => ranges.Length / 2;

    /// <summary>The UTF-8 bytes of a part.</summary>
    /// <param name="index">The part's index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            CheckIndex(index);
            return text.Span.Slice(ranges[2 * index], ranges[2 * index + 1]);
        }
    }

    /// <summary>Gets the byte offset of a part in the text.</summary>
    /// <param name="index">The part's index, from 0.</param>
    /// <returns>The offset of its first byte.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public int GetStart(int index)
    {
        CheckIndex(index);
        return ranges[2 * index];
    }

    /// <summary>Removes Unicode white space from both ends of each part, and parts that have nothing else.</summary>
    /// <returns>The parts that are left.</returns>
    public TextSpans Trim()
    {
        ReadOnlySpan<byte> bytes = text.Span;
        var left = new RangeBuffer(0);
        for (int i = 0; i < ranges.Length; i += 2)
        {
            int start = ranges[i], end = start + ranges[i + 1];
            while (start < end && Utf8WhiteSpace.LengthAt(bytes, start) is > 0 and var size) start += size;
            end = TrimEnd(bytes, start, end);
            if (end > start) left.Add(start, end - start);
        }
        return new(text, left.ToArrayAndReturn());
    }

    /// <summary>Returns the end of a range without the white space at its end.</summary>
    internal static int TrimEnd(ReadOnlySpan<byte> text, int start, int end)
    {
        while (end > start)
        {
            int last = end - 1;
            while (last > start && (sbyte)text[last] <= Utf8CodePoints.LastContinuation) last--;
            if (Utf8WhiteSpace.LengthAt(text, last) == 0) break;
            end = last;
        }
        return end;
    }

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(index), index, $"The text has {Count} parts.");
    }
}
