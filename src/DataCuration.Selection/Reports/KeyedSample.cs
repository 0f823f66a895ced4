namespace DataCuration.Selection;

/// <summary>
/// A sample of the documents with the smallest hashes of their ids. It is uniform and does not depend on order, files or workers. It contains all documents
/// if there are no more than its capacity.
/// </summary>
internal sealed class KeyedSample<T>(int capacity)
{
    // The largest key is on top; a smaller one replaces it.
    private readonly PriorityQueue<T, (ulong Key, long Sequence)> kept =
        new(Comparer<(ulong Key, long Sequence)>.Create((left, right) => right.CompareTo(left)));
    private long sequence;

    public int Count => kept.Count;

    public void Add(ulong idHash, Func<T> make)
    {
        (ulong, long) key = (SeededRandom.Mix(idHash ^ 0x6A09E667F3BCC909), sequence++);
        if (kept.Count < capacity) kept.Enqueue(make(), key);
        else if (capacity > 0 && kept.TryPeek(out _, out (ulong, long) largest) && key.CompareTo(largest) < 0) kept.DequeueEnqueue(make(), key);
    }

    /// <summary>Returns the sample in an order that depends on the documents alone.</summary>
    public T[] ToArray() => [.. kept.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];
}
