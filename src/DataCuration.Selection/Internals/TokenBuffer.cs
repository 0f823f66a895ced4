using System.Buffers;

namespace DataCuration.Selection;

/// <summary>
/// The tokens of one segment of a document. The last n - 1 tokens of the previous segment come first, so that n-grams cross segments. Segments keep the
/// working memory small for documents of many megabytes. They end before ASCII white space, which no token and no final-sigma context crosses.
/// </summary>
internal sealed unsafe class TokenBuffer(int carry) : IDisposable
{
    private const int SegmentBytes = 128 << 10;

    private static readonly SearchValues<byte> AsciiSpace = SearchValues.Create([9, 10, 11, 12, 13, 28, 29, 30, 31, 32]);

    private NativeBuffer _text = new(4096);
    private NativeBuffer _positions = new(4096);

    /// <summary>The lower-cased text. At least 64 bytes after its end can be read.</summary>
    public byte* Text => _text.Pointer;

    /// <summary>The start of each token in <see cref="Text"/>.</summary>
    public int* Starts => (int*)_positions.Pointer;

    /// <summary>The end of each token in <see cref="Text"/>.</summary>
    public int* Ends => (int*)(_positions.Pointer + (_positions.Length / 2));

    /// <summary>The number of tokens, including carried ones.</summary>
    public int Count { get; private set; }

    /// <summary>The number of tokens at the front that were already part of the previous segment.</summary>
    public int Carried { get; private set; }

    /// <summary>Returns the length of the first segment of the rest of a document.</summary>
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

    // Moves the carried tokens to the front, each followed by one space, and makes room for a segment. Returns the offset for the segment's text.
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
