using System.Buffers;

namespace DataCuration.Selection;

/// <summary>
/// The tokens of one segment of a document, with the last n - 1 tokens of the segment before it in front, so that n-grams cross segments. Segments keep
/// the working memory small for documents of many megabytes; they end before ASCII white space, which no token and no final-sigma context crosses.
/// </summary>
internal sealed unsafe class TokenBuffer(int carry) : IDisposable
{
    private const int SegmentBytes = 128 << 10;

    private static readonly SearchValues<byte> AsciiSpace = SearchValues.Create([9, 10, 11, 12, 13, 28, 29, 30, 31, 32]);

    private NativeBuffer _text = new(4096);
    private NativeBuffer _positions = new(4096);

    /// <summary>The lower-cased text; at least 64 bytes past its end can be read.</summary>
    public byte* Text => _text.Pointer;

    /// <summary>Where each token starts in <see cref="Text"/>.</summary>
    public int* Starts => (int*)_positions.Pointer;

    /// <summary>Where each token ends in <see cref="Text"/>.</summary>
    public int* Ends => (int*)(_positions.Pointer + (_positions.Length / 2));

    /// <summary>The number of tokens, carried ones included.</summary>
    public int Count { get; private set; }

    /// <summary>How many tokens at the front were already part of the segment before.</summary>
    public int Carried { get; private set; }

    /// <summary>The length of the first segment of the rest of a document.</summary>
    public static int SegmentLength(ReadOnlySpan<byte> rest)
    {
        if (rest.Length <= SegmentBytes)
        {
            return rest.Length;
        }

        int space = rest[SegmentBytes..].IndexOfAny(AsciiSpace);
        return space < 0 ? rest.Length : SegmentBytes + space;
    }

    /// <summary>Tokenizes a segment of valid UTF-8.</summary>
    public void Load(ReadOnlySpan<byte> segment, bool continues)
    {
        Carried = continues ? Math.Min(carry, Count) : 0;
        int end = Carry(segment.Length);
        Count = Carried + Utf8WordTokenizer.Tokenize(segment, Text, end, Starts + Carried, Ends + Carried).Tokens;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _positions.Dispose();
    }

    // Moves the carried tokens to the front, each with one space behind it, and makes room for a segment. Returns where its text goes.
    private int Carry(int segmentLength)
    {
        int first = Count - Carried;
        int carriedBytes = 0;
        for (int i = 0; i < Carried; i++)
        {
            carriedBytes = checked(carriedBytes + Ends[first + i] - Starts[first + i] + 1);
        }

        nuint textBytes = (nuint)checked(carriedBytes + Utf8WordTokenizer.LoweredCapacity(segmentLength));
        nuint positionBytes = ((nuint)segmentLength + (nuint)Carried + Utf8WordTokenizer.Slack) * 2 * sizeof(int);
        NativeBuffer text = textBytes <= _text.Length ? _text : new NativeBuffer(textBytes + (textBytes / 2));
        NativeBuffer positions = positionBytes <= _positions.Length ? _positions : new NativeBuffer((positionBytes + (positionBytes / 2)) & ~(nuint)63);
        int* starts = (int*)positions.Pointer;
        int* ends = (int*)(positions.Pointer + (positions.Length / 2));
        int end = 0;
        for (int i = 0; i < Carried; i++)
        {
            int start = Starts[first + i];
            int length = Ends[first + i] - start;
            Buffer.MemoryCopy(Text + start, text.Pointer + end, length, length);
            starts[i] = end;
            ends[i] = end + length;
            text.Pointer[end + length] = (byte)' ';
            end += length + 1;
        }

        _text = Replace(_text, text);
        _positions = Replace(_positions, positions);
        return end;
    }

    private static NativeBuffer Replace(NativeBuffer old, NativeBuffer current)
    {
        if (!ReferenceEquals(old, current))
        {
            old.Dispose();
        }

        return current;
    }
}
