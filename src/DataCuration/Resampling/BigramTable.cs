using System.Numerics;
using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// Maps pairs of token identifiers to buckets in one 64-bit word each (24 bits, 24 bits, 16-bit bucket; zero is empty): exact, and eight entries to a
/// cache line. Linear probing in native memory; growing doubles the table, and at its cap nothing is added any more. For bigrams of at most 65,536 buckets.
/// </summary>
internal sealed unsafe class BigramTable : IDisposable
{
    /// <summary>The largest identifier that fits.</summary>
    public const uint MaximumIdentifier = (1 << 24) - 1;

    /// <summary>The most buckets that fit.</summary>
    public const int MaximumBuckets = 1 << 16;

    private const int InitialSlots = 4096;

    private readonly long _maximumBytes;
    private readonly NativeBuffer _work;
    private NativeBuffer _slots = new(InitialSlots * sizeof(ulong));
    private ulong _count;
    private ulong _limit;
    private int _shift;

    /// <summary>A table of at most so many bytes.</summary>
    public BigramTable(long maximumBytes, int blockTokens)
    {
        _maximumBytes = maximumBytes;
        _work = new NativeBuffer((nuint)blockTokens * sizeof(ulong));
        Measure(InitialSlots);
    }

    /// <summary>
    /// Looks up the pairs (identifiers[i], identifiers[i + 1]) for i in <paramref name="begin"/>..<paramref name="count"/>. Pairs that are not in the table
    /// go to <paramref name="pending"/>; hand them to <see cref="Add"/> when their buckets are known.
    /// </summary>
    /// <returns>The number of pending pairs.</returns>
    public int Resolve(uint* identifiers, int begin, int count, int* buckets, PendingNGram* pending)
    {
        Grow((uint)count);
        var keys = (ulong*)_work.Pointer;
        var slots = (ulong*)_slots.Pointer;
        int shift = _shift;
        nuint mask = (_slots.Length / sizeof(ulong)) - 1;
        for (int i = begin; i < count; i++)
        {
            ulong key = ((ulong)identifiers[i] << 40) | ((ulong)identifiers[i + 1] << 16);
            keys[i] = key;
            Prefetch.Line(slots + (nuint)(Mix(key) >> shift));
        }

        int pendingCount = 0;
        for (int i = begin; i < count; i++)
        {
            ulong key = keys[i];
            nuint index = (nuint)(Mix(key) >> shift);
            while (true)
            {
                ulong slot = slots[index];
                ulong bucket = slot ^ key;
                if (bucket < MaximumBuckets)
                {
                    buckets[i] = (int)bucket;

                    // A pair with an identifier of zero is never stored; an empty slot would look like one.
                    if (slot != 0)
                    {
                        break;
                    }
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

    /// <summary>Stores the buckets of the pending pairs of the last <see cref="Resolve"/>.</summary>
    public void Add(PendingNGram* pending, int pendingCount, int* buckets)
    {
        var keys = (ulong*)_work.Pointer;
        var slots = (ulong*)_slots.Pointer;
        nuint mask = (_slots.Length / sizeof(ulong)) - 1;
        for (int p = 0; p < pendingCount; p++)
        {
            int position = pending[p].Position;
            ulong key = keys[position];
            if (key >> 40 == 0 || (key & 0xFFFFFF0000) == 0 || _count >= _limit)
            {
                continue;
            }

            nuint index = (nuint)(Mix(key) >> _shift);
            while (slots[index] != 0 && (slots[index] ^ key) >= MaximumBuckets)
            {
                index = (index + 1) & mask;
            }

            // The same new pair can be pending twice in one block.
            _count += slots[index] == 0 ? 1u : 0;
            slots[index] = key | (uint)buckets[position];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _work.Dispose();
        _slots.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong key) => Math.BigMul(key ^ 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, out ulong low) ^ low;

    private void Measure(nuint slots)
    {
        _shift = 64 - BitOperations.Log2(slots);
        _limit = (long)slots * sizeof(ulong) > _maximumBytes ? 0 : slots / 4 * 3;
    }

    private void Grow(uint additional)
    {
        nuint slots = _slots.Length / sizeof(ulong);
        while (_count + additional > slots / 8 * 5 && (long)_slots.Length * 2 <= _maximumBytes)
        {
            var larger = new NativeBuffer(_slots.Length * 2);
            Measure(slots * 2);
            nuint mask = (slots * 2) - 1;
            var source = (ulong*)_slots.Pointer;
            var target = (ulong*)larger.Pointer;
            for (nuint i = 0; i < slots; i++)
            {
                if (source[i] != 0)
                {
                    nuint index = (nuint)(Mix(source[i] & ~0xFFFFUL) >> _shift);
                    while (target[index] != 0)
                    {
                        index = (index + 1) & mask;
                    }

                    target[index] = source[i];
                }
            }

            _slots.Dispose();
            _slots = larger;
            slots *= 2;
        }
    }
}
