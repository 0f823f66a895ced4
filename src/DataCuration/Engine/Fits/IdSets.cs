namespace DataCuration;

/// <summary>Disjoint sets of any 64-bit ids in a hash table of fixed size. <see cref="ConnectedComponents"/> uses it for graphs that fit in memory.</summary>
internal sealed unsafe class IdSets : IDisposable
{
    private readonly NativeBuffer ids;
    private readonly NativeBuffer parents;
    private readonly NativeBuffer slots;
    private readonly uint mask;
    private readonly uint capacity;
    private uint count;

    public IdSets(long bytes)
    {
        // A slot takes 4 bytes, and for every second slot there is an id with its parent: 10 bytes a slot.
        uint table = (uint)Math.Clamp(System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)(bytes / 10) + 1) / 2, 16, 1u << 31);
        mask = table - 1;
        capacity = table / 2;
        slots = new NativeBuffer((nuint)table * sizeof(uint));
        ids = new NativeBuffer((nuint)capacity * sizeof(long));
        parents = new NativeBuffer((nuint)capacity * sizeof(uint));
    }

    /// <summary>Joins two ids' sets.</summary>
    /// <returns>False if there is no room for a new id.</returns>
    public bool TryUnion(long left, long right)
    {
        if (count > capacity - 2) return false;
        uint a = Root(IndexOf(left)), b = Root(IndexOf(right));
        if (a != b)
        {
            (uint smaller, uint larger) = Ids[a] < Ids[b] ? (a, b) : (b, a);
            Parents[larger] = smaller;
        }
        GC.KeepAlive(this); // the buffers' finalizers free the memory
        return true;
    }

    /// <summary>Every id with the smallest of its set, in the order of the ids.</summary>
    public IdPair[] ToPairs()
    {
        var pairs = new IdPair[count];
        for (uint i = 0; i < count; i++) pairs[i] = new(Ids[i], Ids[Root(i)]);
        GC.KeepAlive(this);
        Array.Sort(pairs, static (x, y) => x.First.CompareTo(y.First));
        return pairs;
    }

    public void Dispose()
    {
        ids.Dispose();
        parents.Dispose();
        slots.Dispose();
    }

    private long* Ids => (long*)ids.Pointer;

    private uint* Parents => (uint*)parents.Pointer;

    private uint Root(uint index)
    {
        while (Parents[index] != index)
        {
            Parents[index] = Parents[Parents[index]];
            index = Parents[index];
        }
        return index;
    }

    private uint IndexOf(long id)
    {
        uint* table = (uint*)slots.Pointer;
        ulong hash = (ulong)id * 0x9E3779B97F4A7C15;
        for (uint slot = (uint)(hash >> 32) & mask; ; slot = (slot + 1) & mask)
        {
            if (table[slot] == 0)
            {
                Ids[count] = id;
                Parents[count] = count;
                table[slot] = ++count;
                return count - 1;
            }
            if (Ids[table[slot] - 1] == id) return table[slot] - 1;
        }
    }
}
