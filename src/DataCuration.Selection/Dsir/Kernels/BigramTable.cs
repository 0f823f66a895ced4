using System.Numerics;
using System.Runtime.CompilerServices;

namespace DataCuration.Selection;

/// <summary>
/// Maps pairs of token identifiers to buckets in one 64-bit word each (24 bits, 24 bits, 16-bit bucket; zero is empty): exact, and eight entries to a
/// cache line. Linear probing in native memory; growing doubles the table, and at its cap nothing is added any more. For bigrams of at most 65,536 buckets.
/// </summary>
/// <remarks>Threads share it: a word is written once, whole, by compare-and-exchange. Only <see cref="Grow"/> wants to be alone.</remarks>
internal sealed unsafe class BigramTable : IDisposable
{
    /// <summary>The largest identifier that fits.</summary>
    public const uint MaximumIdentifier = (1 << 24) - 1;

    /// <summary>The most buckets that fit.</summary>
    public const int MaximumBuckets = 1 << 16;

    private const int InitialSlots = 4096;

    private readonly long maximumBytes;
    private NativeBuffer slots = new(InitialSlots * sizeof(ulong));
    private long count;
    private long limit;
    private int shift;

    /// <summary>A table of at most so many bytes.</summary>
    public BigramTable(long maximumBytes)
    {
        this.maximumBytes = maximumBytes;
        Measure();
    }

    /// <summary>How many pairs the table holds.</summary>
    public long Count => count;

    /// <summary>Whether the table is so full that look-ups suffer, and may be larger.</summary>
    public bool ShouldGrow => count > SlotCount / 8 * 5 && (long)slots.Length * 2 <= maximumBytes;

    private long SlotCount => (long)slots.Length / sizeof(ulong);

    /// <summary>
    /// Looks up the pairs (identifiers[i], identifiers[i + 1]) for i in <paramref name="begin"/>..<paramref name="end"/>. Pairs that are not in the table
    /// go to <paramref name="pending"/>; hand them and the keys to <see cref="Add"/> when their buckets are known.
    /// </summary>
    /// <returns>The number of pending pairs.</returns>
    public int Resolve(uint* identifiers, int begin, int end, ulong* keys, int* buckets, PendingNGram* pending)
    {
        var table = (ulong*)slots.Pointer;
        int shift = this.shift;
        nuint mask = (nuint)SlotCount - 1;
        for (int i = begin; i < end; i++)
        {
            ulong key = ((ulong)identifiers[i] << 40) | ((ulong)identifiers[i + 1] << 16);
            keys[i] = key;
            Prefetch.Line(table + (nuint)(Mix(key) >> shift));
        }

        int pendingCount = 0;
        for (int i = begin; i < end; i++)
        {
            ulong key = keys[i];
            nuint index = (nuint)(Mix(key) >> shift);
            while (true)
            {
                ulong slot = Volatile.Read(ref Unsafe.AsRef<ulong>(table + index));
                ulong bucket = slot ^ key;
                if (bucket < MaximumBuckets)
                {
                    buckets[i] = (int)bucket;
                    // A pair with an identifier of zero is never stored; an empty slot would look like one.
                    if (slot != 0) break;
                }
                if (slot == 0)
                {
                    pending[pendingCount++] = new PendingNGram(i, null);
                    break;
                }
                index = (index + 1) & mask;
            }
        }
        return pendingCount;
    }

    /// <summary>Stores the buckets of the pending pairs of a <see cref="Resolve"/>.</summary>
    public void Add(ulong* keys, PendingNGram* pending, int pendingCount, int* buckets)
    {
        int storable = 0;
        for (int p = 0; p < pendingCount; p++)
            if (IsStorable(keys[pending[p].Position])) storable++;
        if (storable == 0 || count + storable > limit) return;
        // Room is taken for all of them at once; a counter that every new pair of every worker touched would be the slowest part.
        int unused = storable;
        if (Interlocked.Add(ref count, storable) <= limit)
        {
            var table = (ulong*)slots.Pointer;
            nuint mask = (nuint)SlotCount - 1;
            int shift = this.shift;
            for (int p = 0; p < pendingCount; p++)
            {
                int position = pending[p].Position;
                if (IsStorable(keys[position]) && TryAdd(table, mask, shift, keys[position], (uint)buckets[position])) unused--;
            }
        }
        if (unused > 0) Interlocked.Add(ref count, -unused);
    }

    /// <summary>Doubles the table while it should grow. No other thread may be in it.</summary>
    public void Grow()
    {
        while (ShouldGrow)
        {
            // Allocated first: a table whose growth fails stays as it was.
            var larger = new NativeBuffer(slots.Length * 2);
            using NativeBuffer old = slots;
            slots = larger;
            Measure();
            nuint mask = (nuint)SlotCount - 1;
            var target = (ulong*)slots.Pointer;
            for (var source = (ulong*)old.Pointer; source < (ulong*)(old.Pointer + old.Length); source++)
            {
                if (*source == 0) continue;
                nuint index = (nuint)(Mix(*source & ~0xFFFFUL) >> shift);
                while (target[index] != 0) index = (index + 1) & mask;
                target[index] = *source;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong key) => Math.BigMul(key ^ 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, out ulong low) ^ low;

    /// <summary>Whether both tokens have an identifier.</summary>
    private static bool IsStorable(ulong key) => key >> 40 != 0 && (key & 0xFFFFFF0000) != 0;

    /// <summary>False if the pair is there: it can be pending twice in one block, and in the blocks of two workers.</summary>
    private static bool TryAdd(ulong* table, nuint mask, int shift, ulong key, uint bucket)
    {
        nuint index = (nuint)(Mix(key) >> shift);
        while (true)
        {
            ulong slot = Volatile.Read(ref Unsafe.AsRef<ulong>(table + index));
            if (slot == 0) slot = Interlocked.CompareExchange(ref Unsafe.AsRef<ulong>(table + index), key | bucket, 0);
            if (slot == 0) return true;
            if ((slot ^ key) < MaximumBuckets) return false;
            index = (index + 1) & mask;
        }
    }

    private void Measure()
    {
        shift = 64 - BitOperations.Log2((ulong)SlotCount);
        limit = (long)slots.Length > maximumBytes ? 0 : SlotCount / 4 * 3;
    }
}
