using System.Numerics;
using System.Runtime.CompilerServices;

namespace DataCuration.Selection;

/// <summary>
/// Maps pairs of token identifiers to buckets in one 64-bit word each (24 bits, 24 bits, 16-bit bucket; zero is empty). The mapping is exact, and a cache
/// line holds eight entries. The table uses linear probing in native memory. It grows by doubling; at its limit nothing more is added. For bigrams of at
/// most 65,536 buckets.
/// </summary>
/// <remarks>Threads share the table: a word is written once and whole, by compare-and-exchange. Only <see cref="Grow"/> needs exclusive access.</remarks>
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

    /// <summary>Creates a table with a limit on its bytes.</summary>
    public BigramTable(long maximumBytes)
    {
        this.maximumBytes = maximumBytes;
        Measure();
    }

    /// <summary>The number of pairs in the table.</summary>
    public long Count => count;

    /// <summary>Gets a value indicating whether the table is full enough to slow look-ups down, and may grow.</summary>
    public bool ShouldGrow => count > SlotCount / 8 * 5 && (long)slots.Length * 2 <= maximumBytes;

    private long SlotCount => (long)slots.Length / sizeof(ulong);

    /// <summary>
    /// Looks up the pairs (identifiers[i], identifiers[i + 1]) for i in <paramref name="begin"/>..<paramref name="end"/>. Pairs that are not in the table
    /// are added to <paramref name="pending"/>. Pass them and the keys to <see cref="Add"/> when their buckets are known.
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
        // Reserves room for all of them at once. A counter that every new pair of every worker updates would be the slowest part.
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

    /// <summary>Doubles the table while it should grow. No other thread may use it.</summary>
    public void Grow()
    {
        while (ShouldGrow)
        {
            // Allocates first: a table stays as it was if its growth fails.
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

    /// <summary>Returns true if both tokens have an identifier.</summary>
    private static bool IsStorable(ulong key) => key >> 40 != 0 && (key & 0xFFFFFF0000) != 0;

    /// <summary>Adds a pair. Returns false if it is already stored: a pair can be pending twice in one block, and in the blocks of two workers.</summary>
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
