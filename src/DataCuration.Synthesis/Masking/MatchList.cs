namespace DataCuration.Synthesis;

/// <summary>A reusable list of starts and lengths.</summary>
internal sealed class MatchList
{
    private long[] items = new long[64];

    /// <summary>The number of items.</summary>
    public int Count { get; private set; }

    /// <summary>Gets an item.</summary>
    public (int Start, int Length) this[int index] => ((int)(items[index] >> 32), (int)items[index]);

    /// <summary>Adds an item.</summary>
    public void Add(int start, int length)
    {
        if (Count == items.Length) Array.Resize(ref items, 2 * Count);
        items[Count++] = ((long)start << 32) | (uint)length;
    }

    /// <summary>Removes all items.</summary>
    public void Clear() => Count = 0;
}
