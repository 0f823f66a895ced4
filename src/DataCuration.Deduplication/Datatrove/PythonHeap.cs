namespace DataCuration.Deduplication;

/// <summary>
/// The heap of Python's module heapq, move for move: among equal items, the order of removal depends on the moves. <see cref="PriorityQueue{T,P}"/> moves
/// otherwise.
/// </summary>
internal sealed class PythonHeap<T>(Func<T, T, bool> isBefore)
{
    private readonly List<T> items = [];

    public int Count => items.Count;

    /// <summary>Adds an item without order, before <see cref="Heapify"/>.</summary>
    public void Add(T item) => items.Add(item);

    public void Heapify()
    {
        for (int i = items.Count / 2 - 1; i >= 0; i--) SiftUp(i);
    }

    public void Push(T item)
    {
        items.Add(item);
        SiftDown(0, items.Count - 1);
    }

    public T Pop()
    {
        T last = items[^1];
        items.RemoveAt(items.Count - 1);
        if (items.Count == 0) return last;
        T first = items[0];
        items[0] = last;
        SiftUp(0);
        return first;
    }

    private void SiftDown(int start, int at)
    {
        T item = items[at];
        while (at > start)
        {
            int parent = (at - 1) >> 1;
            if (!isBefore(item, items[parent])) break;
            items[at] = items[parent];
            at = parent;
        }
        items[at] = item;
    }

    /// <summary>Moves the smaller child up to a leaf, then the item back down: fewer comparisons than to stop on the way.</summary>
    private void SiftUp(int at)
    {
        int start = at, end = items.Count;
        T item = items[at];
        for (int child = 2 * at + 1; child < end; child = 2 * at + 1)
        {
            if (child + 1 < end && !isBefore(items[child], items[child + 1])) child++;
            items[at] = items[child];
            at = child;
        }
        items[at] = item;
        SiftDown(start, at);
    }
}
