namespace DataCuration;

/// <summary>
/// Disjoint sets of the numbers from 0 to <see cref="Count"/> − 1, in memory. A set is known by its smallest member, for any order of the unions.
/// For ids that are not consecutive, or more than fit in memory, see <see cref="ConnectedComponents"/>.
/// </summary>
/// <remarks>
/// Memory: 4 bytes for each id up to 4,294,967,295 ids, then 8; pages that no union touches take none. Roots are linked by smaller id, and paths are halved by
/// every search (Tarjan and van Leeuwen 1984), so both operations take amortised logarithmic time. One thread at a time.
/// </remarks>
public sealed unsafe class UnionFind : IDisposable
{
    private readonly NativeBuffer buffer;
    private readonly bool isWide;
    private bool isDisposed;

    /// <summary>Creates sets of one id each.</summary>
    /// <param name="count">The number of ids.</param>
    public UnionFind(long count)
        : this(count, count > uint.MaxValue)
    {
    }

    internal UnionFind(long count, bool isWide)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        SetCount = count;
        this.isWide = isWide;
        buffer = new NativeBuffer(checked((nuint)Math.Max(count, 1) * (isWide ? 8u : 4u)));
    }

    /// <summary>The number of ids.</summary>
    public long Count { get; }

    /// <summary>The number of sets.</summary>
    public long SetCount { get; private set; }

    /// <summary>Returns the smallest id of a set.</summary>
    /// <param name="id">A member of the set.</param>
    public long Find(long id)
    {
        Check(id);
        // Memory holds the distance to the parent, which is never larger than the id: zero-filled memory is a forest of roots.
        if (isWide)
        {
            ulong* wide = (ulong*)buffer.Pointer;
            ulong node = (ulong)id;
            while (wide[node] != 0)
            {
                ulong parent = node - wide[node];
                wide[node] += wide[parent];
                node -= wide[node];
            }
            GC.KeepAlive(this); // the buffer's finalizer frees the memory
            return (long)node;
        }
        uint* narrow = (uint*)buffer.Pointer;
        uint current = (uint)id;
        while (narrow[current] != 0)
        {
            uint parent = current - narrow[current];
            narrow[current] += narrow[parent];
            current -= narrow[current];
        }
        GC.KeepAlive(this);
        return current;
    }

    /// <summary>Joins the sets of two ids.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>True if they were in different sets.</returns>
    public bool Union(long left, long right)
    {
        left = Find(left);
        right = Find(right);
        if (left == right) return false;
        (long smaller, long larger) = left < right ? (left, right) : (right, left);
        if (isWide) ((ulong*)buffer.Pointer)[larger] = (ulong)(larger - smaller);
        else ((uint*)buffer.Pointer)[larger] = (uint)(larger - smaller);
        SetCount--;
        GC.KeepAlive(this);
        return true;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        isDisposed = true;
        buffer.Dispose();
    }

    private void Check(long id)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Count);
    }
}
