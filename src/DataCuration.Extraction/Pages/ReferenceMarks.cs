using System.Runtime.InteropServices;

namespace DataCuration.Extraction;

/// <summary>
/// Marks in the bytes of a text for where a link or an image begins and ends. They are bytes that UTF-8 never has, go with the text through everything that is done to it, and are taken out at the end.
/// </summary>
internal static class ReferenceMarks
{
    private const byte First = 0xFF;
    private const byte Last = 0xFE;
    private const int Length = 6;

    /// <summary>Whether a text begins with a mark.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text) => !text.IsEmpty && text[0] == First;

    /// <summary>How many bytes of a text are marks.</summary>
    public static int BytesIn(ReadOnlySpan<byte> text) => Length * (text.Count(First) + text.Count(Last));

    /// <summary>The mark for the begin of a reference.</summary>
    public static byte[] Begin(int number) => Mark(First, number);

    /// <summary>The mark for its end.</summary>
    public static byte[] End(int number) => Mark(Last, number);

    /// <summary>Takes the marks out of a text.</summary>
    /// <param name="marked">The text.</param>
    /// <param name="known">The references by number.</param>
    /// <param name="references">Takes those that are in the text, with their places, in the order in which they begin. Of text that was repeated the first counts.</param>
    /// <returns>The text without marks.</returns>
    public static byte[] Remove(ReadOnlySpan<byte> marked, List<PageReference> known, List<PageReference> references)
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
