using System.Buffers;
using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// The lines of a text. A line ends at a line feed; a carriage return directly before it belongs to the line end. Text after the last line feed is a line as
/// well, so <c>"a\nb"</c> and <c>"a\nb\n"</c> both have two lines, and an empty text has none.
/// </summary>
/// <remarks>
/// <see cref="Document.Lines"/> computes the lines once for all stages. A view holds 4 bytes per line and the text itself; it is immutable and thread-safe.
/// Other separators that Python's <c>str.splitlines()</c> knows (a lone carriage return, U+000B, U+000C, U+001C to U+001E, U+0085, U+2028, U+2029) end no line.
/// Python's <c>text.split("\n")</c> has one more, empty element if <see cref="HasFinalLineEnd"/> is true or the text is empty.
/// </remarks>
public sealed class TextLines
{
    /// <summary>A pooled buffer starts with space for 256 lines.</summary>
    private const int InitialLines = 256;
    private readonly ReadOnlyMemory<byte> text;

    /// <summary>The offset of each line's line feed. If the last line has none, its entry is the text's length.</summary>
    private readonly int[] feeds;

    private TextLines(ReadOnlyMemory<byte> text, int[] feeds)
    {
        this.text = text;
        this.feeds = feeds;
    }

    /// <summary>The number of lines.</summary>
    public int Count => feeds.Length;

    /// <summary>True if the text ends with a line feed.</summary>
    public bool HasFinalLineEnd => Count > 0 && feeds[^1] < text.Length;

    /// <summary>The number of line feeds in the text.</summary>
    public int LineFeeds => HasFinalLineEnd ? Count : Math.Max(0, Count - 1);

    /// <summary>The UTF-8 bytes of a line, without its line end.</summary>
    /// <param name="index">The line's index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            CheckIndex(index);
            return Slice(text.Span, feeds, index);
        }
    }

    /// <summary>Finds the lines of a text. For a document use <see cref="Document.Lines"/>, which keeps the result.</summary>
    /// <param name="utf8Text">The text in valid UTF-8. It is not copied and must not change afterwards.</param>
    /// <returns>The lines.</returns>
    public static TextLines Split(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> bytes = utf8Text.Span;
        int[] buffer = ArrayPool<int>.Shared.Rent(InitialLines);
        int count = 0;
        for (int start = 0; start < bytes.Length;)
        {
            int length = bytes[start..].IndexOf((byte)'\n');
            int feed = length < 0 ? bytes.Length : start + length;
            if (count == buffer.Length) buffer = Grow(buffer);
            buffer[count++] = feed;
            start = feed + 1;
        }
        int[] feeds = buffer.AsSpan(0, count).ToArray();
        ArrayPool<int>.Shared.Return(buffer);
        return new(utf8Text, feeds);
    }

    /// <summary>Gets the byte offset of a line in the text.</summary>
    /// <param name="index">The line's index.</param>
    /// <returns>The offset of its first byte; for an empty line, of its line end.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public int GetStart(int index)
    {
        CheckIndex(index);
        return StartOf(feeds, index);
    }

    /// <summary>Counts the code points of a line, without its line end.</summary>
    /// <param name="index">The line's index.</param>
    /// <returns>The number of code points.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public int CountCodePoints(int index) => (int)Utf8CodePoints.Count(this[index]);

    /// <summary>Enumerates the lines as UTF-8 bytes, without allocation.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(this);

    private static int StartOf(ReadOnlySpan<int> feeds, int index) => index == 0 ? 0 : feeds[index - 1] + 1;

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> text, ReadOnlySpan<int> feeds, int index)
    {
        int start = StartOf(feeds, index);
        int end = feeds[index];
        if (end < text.Length && end > start && text[end - 1] == '\r') end--;
        return text[start..end];
    }

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(index), index, $"The text has {Count} lines.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int[] Grow(int[] buffer)
    {
        int[] larger = ArrayPool<int>.Shared.Rent(checked(2 * buffer.Length));
        buffer.CopyTo(larger, 0);
        ArrayPool<int>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>Enumerates the lines of a text.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> text;
        private readonly ReadOnlySpan<int> feeds;
        private int index;

        internal Enumerator(TextLines lines)
        {
            text = lines.text.Span;
            feeds = lines.feeds;
            index = -1;
        }

        /// <summary>The current line as UTF-8 bytes, without its line end.</summary>
        public readonly ReadOnlySpan<byte> Current => Slice(text, feeds, index);

        /// <summary>Moves to the next line.</summary>
        /// <returns>False after the last line.</returns>
        public bool MoveNext() => ++index < feeds.Length;
    }
}
