using System.Runtime.InteropServices;

namespace DataCuration.Extraction;

/// <summary>
/// Marks in a text for the start and end of links and images. They consist of bytes that never occur in UTF-8, so they survive all processing and are removed
/// at the end.
/// </summary>
internal static class ReferenceMarks
{
    private const byte First = 0xFF;
    private const byte Last = 0xFE;
    private const int Length = 6;

    /// <summary>Returns true if a text starts with a mark.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text) => !text.IsEmpty && text[0] == First;

    /// <summary>Gets the number of bytes of marks in a text.</summary>
    public static int BytesIn(ReadOnlySpan<byte> text) => Length * (text.Count(First) + text.Count(Last));

    /// <summary>Creates the mark for the start of a reference.</summary>
    public static byte[] Begin(int number) => Mark(First, number);

    /// <summary>Creates the mark for the end of a reference.</summary>
    public static byte[] End(int number) => Mark(Last, number);

    /// <summary>Removes the marks from a text and records the references.</summary>
    /// <param name="marked">The text with marks.</param>
    /// <param name="known">All references, by number.</param>
    /// <param name="references">
    /// Receives the references in the text with their positions, ordered by start. If text was repeated, the first occurrence counts.
    /// </param>
    /// <returns>The text without marks.</returns>
    public static byte[] Remove(ReadOnlySpan<byte> marked, RowList<PageReference> known, List<PageReference> references)
    {
        byte[] text = new byte[marked.Length];
        int written = 0;
        var begun = new Dictionary<int, int>();
        while (true)
        {
            int mark = marked.IndexOfAny(First, Last);
            ReadOnlySpan<byte> plain = mark < 0 ? marked : marked[..mark];
            plain.CopyTo(text.AsSpan(written));
            written += plain.Length;
            if (mark < 0) break;
            int number = NumberOf(marked.Slice(mark, Length));
            if (marked[mark] == First)
            {
                if (begun.TryAdd(number, references.Count)) references.Add(known[number] with { Offset = written, Length = -1 });
            }
            else
            {
                ref PageReference reference = ref CollectionsMarshal.AsSpan(references)[begun[number]];
                if (reference.Length < 0) reference = reference with { Length = written - reference.Offset };
            }
            marked = marked[(mark + Length)..];
        }
        Array.Resize(ref text, written);
        return text;
    }

    private static byte[] Mark(byte kind, int number)
    {
        byte[] mark = new byte[Length];
        mark[0] = kind;
        for (int i = 1; i < Length; i++) mark[i] = (byte)(0x80 | ((number >> (6 * (i - 1))) & 0x3F));
        return mark;
    }

    private static int NumberOf(ReadOnlySpan<byte> mark)
    {
        int number = 0;
        for (int i = Length - 1; i >= 1; i--) number = (number << 6) | (mark[i] & 0x3F);
        return number;
    }
}
