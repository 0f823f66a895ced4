namespace DataCuration.Extraction;

/// <summary>A list of values. Unlike <see cref="List{T}"/> of the package's own types, it is compiled with the package (ReadyToRun).</summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed class RowList<T>
    where T : struct
{
    private T[] items = new T[8];

    /// <summary>The number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>Gets an element.</summary>
    public ref T this[int index] => ref Rows[index];

    /// <summary>The elements, until the next one is added.</summary>
    public Rows<T> Rows => new(items, Count);

    /// <summary>Adds an element.</summary>
    public void Add(in T item)
    {
        if (Count == items.Length) Arrays.Double(ref items);
        items[Count++] = item;
    }

    /// <summary>Removes the last element and returns it.</summary>
    public T RemoveLast()
    {
        T last = this[Count - 1];
        items[--Count] = default;
        return last;
    }

    /// <summary>Removes all elements.</summary>
    public void Clear()
    {
        Array.Clear(items, 0, Count);
        Count = 0;
    }

    /// <summary>Copies the elements.</summary>
    public T[] ToArray()
    {
        var copy = new T[Count];
        Array.Copy(items, copy, Count);
        return copy;
    }

    /// <summary>Enumerates the elements.</summary>
    public Rows<T>.Enumerator GetEnumerator() => Rows.GetEnumerator();
}
