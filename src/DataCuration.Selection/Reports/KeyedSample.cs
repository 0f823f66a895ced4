namespace DataCuration.Selection;

/// <summary>The documents with the smallest hashes of their ids, up to a number: a uniform sample that does not depend on order, files or workers, and all documents where there are no more.</summary>
internal sealed class KeyedSample<T>(int capacity)
{
    // The largest key is on top, and gives way to a smaller one.
    private readonly PriorityQueue<T, (ulong Key, long Sequence)> kept = new(Comparer<(ulong Key, long Sequence)>.Create((left, right) => right.CompareTo(left)));
    private long sequence;

    public int Count => kept.Count;

    public void Add(ulong idHash, Func<T> make)
    {
        (ulong, long) key = (SeededRandom.Mix(idHash ^ 0x6A09E667F3BCC909), sequence++);
        if (kept.Count < capacity) kept.Enqueue(make(), key);
        else if (capacity > 0 && kept.TryPeek(out _, out (ulong, long) largest) && key.CompareTo(largest) < 0) kept.DequeueEnqueue(make(), key);
    }

    /// <summary>The sample, in an order of its own that depends on nothing but the documents.</summary>
    public T[] ToArray() => [.. kept.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];
}
