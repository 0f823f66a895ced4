using System.Buffers;

namespace DataCuration;

/// <summary>A text that rules rewrite, with the place of each byte in the original text.</summary>
internal sealed class TreebankText : IDisposable
{
    private byte[] bytes;
    private int[] places;

    /// <summary>Creates an empty text.</summary>
    /// <param name="capacity">The expected length in bytes.</param>
    public TreebankText(int capacity)
    {
        bytes = ArrayPool<byte>.Shared.Rent(capacity);
        places = ArrayPool<int>.Shared.Rent(capacity);
    }

    /// <summary>The length in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, Length);

    /// <summary>Returns the byte at an offset; 0 outside the text.</summary>
    public byte this[int offset] => (uint)offset < (uint)Length ? bytes[offset] : (byte)0;

    /// <summary>Returns the place of a byte in the original text.</summary>
    public int PlaceOf(int offset) => places[offset];

    /// <summary>Removes all bytes.</summary>
    public void Clear() => Length = 0;

    /// <summary>Adds a byte.</summary>
    public void Add(byte value, int place)
    {
        if (Length == bytes.Length || Length == places.Length) Grow();
        bytes[Length] = value;
        places[Length++] = place;
    }

    /// <summary>Adds a blank.</summary>
    public void AddBlank(int place) => Add((byte)' ', place);

    /// <summary>Adds bytes of another text.</summary>
    public void Add(TreebankText other, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++) Add(other.bytes[i], other.places[i]);
    }

    /// <summary>Adds bytes of another text between blanks.</summary>
    public void AddApart(TreebankText other, int offset, int count)
    {
        AddBlank(other.places[offset]);
        Add(other, offset, count);
        AddBlank(other.places[offset]);
    }

    /// <summary>Adds two equal signs between blanks.</summary>
    public void AddQuotes(byte sign, int place)
    {
        AddBlank(place);
        Add(sign, place);
        Add(sign, place);
        AddBlank(place);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<int>.Shared.Return(places);
        bytes = [];
        places = [];
    }

    private void Grow()
    {
        int capacity = checked(2 * Math.Max(Length, 64));
        byte[] moreBytes = ArrayPool<byte>.Shared.Rent(capacity);
        int[] morePlaces = ArrayPool<int>.Shared.Rent(capacity);
        bytes.AsSpan(0, Length).CopyTo(moreBytes);
        places.AsSpan(0, Length).CopyTo(morePlaces);
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<int>.Shared.Return(places);
        (bytes, places) = (moreBytes, morePlaces);
    }
}
