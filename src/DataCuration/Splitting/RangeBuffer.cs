using System.Buffers;
using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>Collects ranges in a pooled array.</summary>
internal ref struct RangeBuffer
{
    private const int MinInts = 1024;
    private int[] buffer;
    private int used;

    /// <summary>Creates a buffer for a text.</summary>
    /// <param name="bytes">The length of the text.</param>
    public RangeBuffer(int bytes) => buffer = ArrayPool<int>.Shared.Rent(Math.Max(MinInts, bytes / 2));

    /// <summary>The ranges as pairs of start and length.</summary>
    public readonly Span<int> Ranges => buffer.AsSpan(0, used);

    /// <summary>Adds a range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int start, int length)
    {
        int[] ranges = buffer;
        int place = used;
        if ((uint)(place + 1) >= (uint)ranges.Length) ranges = Grow();
        ranges[place] = start;
        ranges[place + 1] = length;
        used = place + 2;
    }

    /// <summary>Copies the ranges and returns the array to its pool.</summary>
    public int[] ToArrayAndReturn()
    {
        int[] result = Ranges.ToArray();
        ArrayPool<int>.Shared.Return(buffer);
        buffer = [];
        used = 0;
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int[] Grow()
    {
        int[] larger = ArrayPool<int>.Shared.Rent(checked(2 * Math.Max(MinInts, buffer.Length)));
        buffer.CopyTo(larger, 0);
        ArrayPool<int>.Shared.Return(buffer);
        return buffer = larger;
    }
}
