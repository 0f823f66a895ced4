using System.IO.Hashing;

namespace DataCuration.Deduplication;

/// <summary>Splits texts into sentences, lines or paragraphs, and hashes the normal forms of their windows.</summary>
/// <param name="unit">The parts.</param>
/// <param name="splitter">The definition of a sentence.</param>
/// <param name="windowSentences">The number of parts in a window.</param>
internal sealed class SentenceHashes(SentenceUnit unit, SentenceSplitter splitter, int windowSentences)
{
    private byte[] normal = [];
    private int[] starts = new int[64];
    private byte[] one = [];
    private int sentences;

    /// <summary>
    /// The bounds of the parts in the text. Part i reaches from bound i to bound i + 1: with the white space before a sentence, or the end of a line.
    /// </summary>
    public int[] Bounds { get; private set; } = new int[64];

    /// <summary>The number of windows.</summary>
    public int Count => Math.Max(0, sentences - windowSentences + 1);

    /// <summary>The number of parts.</summary>
    public int SentenceCount => sentences;

    public void Compute(ReadOnlyMemory<byte> utf8Text)
    {
        sentences = 0;
        Bounds[0] = starts[0] = 0;
        if (unit == SentenceUnit.Sentences)
        {
            TextSpans found = splitter.Split(utf8Text);
            for (int i = 0; i < found.Count; i++) Add(found[i], found.GetStart(i) + found[i].Length);
            return;
        }
        ReadOnlySpan<byte> text = utf8Text.Span;
        for (int at = 0; at < text.Length;)
        {
            (int end, int next) = unit == SentenceUnit.Lines ? FindLine(text, at) : FindParagraph(text, at);
            Add(text[at..end], next);
            at = next;
        }
    }

    /// <summary>Returns the normal form of a window: those of its parts, with spaces between them.</summary>
    public ReadOnlySpan<byte> GetNormalForm(int window) =>
        normal.AsSpan(starts[window]..(starts[window + windowSentences] - 1));

    /// <summary>Hashes a window.</summary>
    /// <returns>False if its normal form is blank.</returns>
    public bool TryGetHash(int window, out UInt128 hash)
    {
        ReadOnlySpan<byte> form = GetNormalForm(window);
        bool isBlank = form.IndexOfAnyExcept((byte)' ') < 0;
        hash = isBlank ? default : XxHash128.HashToUInt128(form);
        return !isBlank;
    }

    /// <summary>Finds the end of a line without and with its separator.</summary>
    internal static (int End, int Next) FindLine(ReadOnlySpan<byte> text, int at)
    {
        for (; at < text.Length; at++)
        {
            byte value = text[at];
            if (value is > 0x1E and < 0xC2 or > 0xE2) continue;
            if (value == '\r') return (at, at + (at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1));
            if (value is >= 0x0A and <= 0x0C or >= 0x1C and <= 0x1E) return (at, at + 1);
            if (value == 0xC2 && text[at + 1] == 0x85) return (at, at + 2);
            if (value == 0xE2 && text[at + 1] == 0x80 && text[at + 2] is 0xA8 or 0xA9 && text[at + 1] == 0x80) return (at, at + 3);
        }
        return (text.Length, text.Length);
    }

    /// <summary>Finds the end of a paragraph: the first of at least two line ends with nothing but blanks between them.</summary>
    private static (int End, int Next) FindParagraph(ReadOnlySpan<byte> text, int at)
    {
        while (true)
        {
            int feed = text[at..].IndexOf((byte)'\n');
            if (feed < 0) return (text.Length, text.Length);
            int end = at + feed, next = end + 1, scan = next, feeds = 1;
            for (; scan < text.Length && text[scan] is (byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t'; scan++)
            {
                if (text[scan] != '\n') continue;
                feeds++;
                next = scan + 1;
            }
            if (feeds > 1 || scan == text.Length) return (end, scan == text.Length ? scan : next);
            at = scan;
        }
    }

    private void Add(ReadOnlySpan<byte> part, int end)
    {
        if (sentences + 2 > Bounds.Length)
        {
            int[] larger = new int[Bounds.Length * 2];
            Bounds.CopyTo(larger, 0);
            Bounds = larger;
            Array.Resize(ref starts, larger.Length);
        }
        int capacity = SimplifiedText.Capacity(part.Length);
        if (one.Length < capacity) one = new byte[Math.Max(capacity, 2 * one.Length)];
        int length = SimplifiedText.Write(part, one);
        int used = starts[sentences];
        if (normal.Length < used + length + 1) Array.Resize(ref normal, Math.Max(used + length + 1, 2 * normal.Length));
        one.AsSpan(0, length).CopyTo(normal.AsSpan(used));
        normal[used + length] = (byte)' ';
        sentences++;
        starts[sentences] = used + length + 1;
        Bounds[sentences] = end;
    }
}
