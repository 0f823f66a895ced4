using System.Numerics;

namespace DataCuration.Extraction;

/// <summary>
/// Values by a hash, or by a hash and a number. Unlike a <see cref="Dictionary{TKey, TValue}"/> of the package's own types, it is compiled with the package
/// (ReadyToRun).
/// </summary>
/// <typeparam name="TValue">The value.</typeparam>
internal sealed class KeyTable<TValue>
    where TValue : struct
{
    private const int Smallest = 64;
    private const int Large = 1 << 14;

    private int[] buckets = new int[Smallest]; // the number of an entry plus one; 0 for an empty bucket
    private Entry[] entries = new Entry[Smallest];
    private int shift = ShiftOf(Smallest);

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the value of a key that is in the table.</summary>
    public TValue this[ulong key, int part = 0] => TryGetValue(key, part, out TValue value) ? value : throw new KeyNotFoundException();

    /// <summary>Removes all keys. A large table is replaced by a new one, since clearing takes time proportional to its capacity.</summary>
    public void Clear()
    {
        if (buckets.Length > Large) (buckets, entries, shift) = (new int[Smallest], new Entry[Smallest], ShiftOf(Smallest));
        else if (Count > 0) Array.Clear(buckets);
        Count = 0;
    }

    /// <summary>Gets the value of a key.</summary>
    public bool TryGetValue(ulong key, out TValue value) => TryGetValue(key, 0, out value);

    /// <summary>Gets the value of a key of two parts.</summary>
    public bool TryGetValue(ulong key, int part, out TValue value)
    {
        int at = Find(key, part);
        value = at < 0 ? default : entries[at].Value;
        return at >= 0;
    }

    /// <summary>Gets the value of a key, which is added with the default value if it is missing. The reference is valid until the next key is added.</summary>
    public ref TValue GetOrAdd(ulong key, int part = 0)
    {
        int at = Find(key, part);
        if (at < 0)
        {
            if (Count == entries.Length) Grow();
            at = Count++;
            entries[at] = new Entry { Key = key, Part = part };
            Link(at);
        }
        return ref entries[at].Value;
    }

    private static int ShiftOf(int size) => 64 - BitOperations.Log2((uint)size);

    private int Find(ulong key, int part)
    {
        int at = buckets[BucketOf(key, part)] - 1;
        while (at >= 0 && (entries[at].Key != key || entries[at].Part != part)) at = entries[at].Next;
        return at;
    }

    private int BucketOf(ulong key, int part) => KeyHash.Place(unchecked(key + ((ulong)(uint)part * 0xD6E8FEB86659FD93)), shift);

    private void Link(int at)
    {
        ref Entry entry = ref entries[at];
        ref int bucket = ref buckets[BucketOf(entry.Key, entry.Part)];
        entry.Next = bucket - 1;
        bucket = at + 1;
    }

    private void Grow()
    {
        Arrays.Double(ref entries);
        (buckets, shift) = (new int[entries.Length], ShiftOf(entries.Length));
        for (int i = 0; i < Count; i++) Link(i);
    }

    private struct Entry
    {
        public ulong Key;
        public int Part;
        public int Next;
        public TValue Value;
    }
}
