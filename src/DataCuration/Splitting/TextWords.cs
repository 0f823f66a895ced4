using System.Buffers;
using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// The words of a text, as a <see cref="WordSplitter"/> finds them: byte ranges in the order of the text. <see cref="Split"/> finds those between white space.
/// </summary>
/// <remarks>
/// A document keeps its words for all stages. A view holds 8 bytes per word and the text itself; it is immutable and thread-safe. No word of the built-in
/// splitters contains a line feed, so the words of a line are consecutive: see <see cref="FindFirst"/>.
/// </remarks>
public sealed class TextWords
{
    /// <summary>A pooled buffer starts with space for 1,024 words.</summary>
    private const int InitialInts = 2 * 1024;
    private readonly ReadOnlyMemory<byte> text;

    /// <summary>Start and length in bytes of each word in <see cref="text"/>.</summary>
    private readonly int[] ranges;

    /// <summary>The start of each word in the document's text, if <see cref="text"/> is another one.</summary>
    private readonly int[]? starts;

    /// <summary>Creates a view of words, for splitters of your own.</summary>
    /// <param name="utf8Text">The text in valid UTF-8. It is not copied and must not change afterwards.</param>
    /// <param name="ranges">The start and the length in bytes of each word, one after the other, in the order of the text. Not copied.</param>
    /// <exception cref="ArgumentException">The number of values is odd, or words are outside the text, out of order or overlap.</exception>
    public TextWords(ReadOnlyMemory<byte> utf8Text, int[] ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        if (ranges.Length % 2 != 0) throw new ArgumentException($"Ranges are pairs of start and length; {ranges.Length} values were given.", nameof(ranges));
        long end = 0;
        for (int i = 0; i < ranges.Length; i += 2)
        {
            if (ranges[i] < end || ranges[i + 1] < 0)
                throw new ArgumentException($"Word {i / 2} has start {ranges[i]} and length {ranges[i + 1]}; the one before it ends at {end}.", nameof(ranges));
            end = (long)ranges[i] + ranges[i + 1];
            if (end > utf8Text.Length)
                throw new ArgumentException($"Word {i / 2} ends at byte {end} of a text of {utf8Text.Length} bytes.", nameof(ranges));
            CodePoints += (int)Utf8CodePoints.Count(utf8Text.Span.Slice(ranges[i], ranges[i + 1]));
        }
        text = utf8Text;
        this.ranges = ranges;
    }

    internal TextWords(ReadOnlyMemory<byte> text, int[] ranges, int codePoints, int[]? starts = null)
    {
        this.text = text;
        this.ranges = ranges;
        this.starts = starts;
        CodePoints = codePoints;
    }

    /// <summary>The number of words.</summary>
    public int Count => ranges.Length / 2;

    /// <summary>Start and length in bytes of each word.</summary>
    internal ReadOnlySpan<int> Ranges => ranges;

    /// <summary>The number of code points of all words together. Divided by <see cref="Count"/> it is the mean word length.</summary>
    public int CodePoints { get; }

    /// <summary>The UTF-8 bytes of a word.</summary>
    /// <param name="index">The word's index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such word.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            CheckIndex(index);
            return text.Span.Slice(ranges[2 * index], ranges[2 * index + 1]);
        }
    }

    /// <summary>
    /// Finds the words of a text between white space, as Python's <c>str.split()</c> does: the Unicode property White_Space and U+001C to U+001F, which Python
    /// counts and <see cref="char.IsWhiteSpace(char)"/> does not. A document keeps this result.
    /// </summary>
    /// <param name="utf8Text">The text in valid UTF-8. It is not copied and must not change afterwards.</param>
    /// <returns>The words.</returns>
    public static TextWords Split(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> bytes = utf8Text.Span;
        int[] buffer = ArrayPool<int>.Shared.Rent(InitialInts);
        int used = 0;
        int codePoints = 0;
        int at = 0;
        while (true)
        {
            while (at < bytes.Length && Utf8WhiteSpace.LengthAt(bytes, at) is > 0 and var space) at += space;
            if (at == bytes.Length) break;
            int start = at;
            while (at < bytes.Length && Utf8WhiteSpace.LengthAt(bytes, at) == 0)
            {
                if ((sbyte)bytes[at] > Utf8CodePoints.LastContinuation) codePoints++;
                at++;
            }
            if (used + 2 > buffer.Length) buffer = Grow(buffer);
            buffer[used++] = start;
            buffer[used++] = at - start;
        }
        int[] ranges = buffer.AsSpan(0, used).ToArray();
        ArrayPool<int>.Shared.Return(buffer);
        return new(utf8Text, ranges, codePoints);
    }

    /// <summary>Gets the byte offset of a word in the text.</summary>
    /// <param name="index">The word's index.</param>
    /// <returns>The offset of its first byte.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such word.</exception>
    public int GetStart(int index)
    {
        CheckIndex(index);
        return starts is null ? ranges[2 * index] : starts[index];
    }

    /// <summary>Counts the code points of a word.</summary>
    /// <param name="index">The word's index.</param>
    /// <returns>The number of code points.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such word.</exception>
    public int CountCodePoints(int index) => (int)Utf8CodePoints.Count(this[index]);

    /// <summary>
    /// Finds the first word that starts at or after a byte offset, by binary search. The words of a line are those from the line's start to its end.
    /// </summary>
    /// <param name="offset">A byte offset in the text.</param>
    /// <returns>The word's index; <see cref="Count"/> if no word starts there or later.</returns>
    public int FindFirst(int offset)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            if ((starts is null ? ranges[2 * middle] : starts[middle]) < offset) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Enumerates the words as UTF-8 bytes, without allocation.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(this);

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(index), index, $"The text has {Count} words.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int[] Grow(int[] buffer)
    {
        int[] larger = ArrayPool<int>.Shared.Rent(checked(2 * buffer.Length));
        buffer.CopyTo(larger, 0);
        ArrayPool<int>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>Enumerates the words of a text.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> text;
        private readonly ReadOnlySpan<int> ranges;
        private int next;

        internal Enumerator(TextWords words)
        {
            text = words.text.Span;
            ranges = words.ranges;
            next = -2;
        }

        /// <summary>The current word as UTF-8 bytes.</summary>
        public readonly ReadOnlySpan<byte> Current => text.Slice(ranges[next], ranges[next + 1]);

        /// <summary>Moves to the next word.</summary>
        /// <returns>False after the last word.</returns>
        public bool MoveNext() => (next += 2) < ranges.Length;
    }
}
