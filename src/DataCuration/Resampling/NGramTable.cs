using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Maps the n-grams of one order, as pairs (identifier of the (n-1)-gram, identifier of the last token), to a bucket and an identifier of their own (from 1).
/// Linear probing over 16-byte slots in native memory; growing doubles the table, and at its cap new n-grams get identifier 0.
/// </summary>
internal sealed unsafe class NGramTable : IDisposable
{
    private const int InitialSlots = 2048;

    private readonly long _maximumBytes;
    private readonly NativeBuffer _work;
    private NativeBuffer _slots = new(InitialSlots * (nuint)sizeof(Slot));
    private uint _count;
    private uint _limit;
    private int _shift;

    /// <summary>A table of at most so many bytes.</summary>
    public NGramTable(long maximumBytes, int blockTokens)
    {
        _maximumBytes = maximumBytes;
        _work = new NativeBuffer((nuint)blockTokens * sizeof(ulong));
        Measure(InitialSlots);
    }

    /// <summary>
    /// Looks up the n-grams (prefixes[i], tokens[i + 1]) for i in <paramref name="begin"/>..<paramref name="count"/>, adding new ones. Fills
    /// <paramref name="identifiers"/>[i + 1] (0: not cached) and buckets; those without a bucket go to <paramref name="pending"/>.
    /// </summary>
    /// <returns>The number of pending n-grams.</returns>
    public int Resolve(uint* prefixes, uint* tokens, int begin, int count, uint* identifiers, int* buckets, PendingNGram* pending)
    {
        Grow((uint)count);
        var keys = (ulong*)_work.Pointer;
        var slots = (Slot*)_slots.Pointer;
        int shift = _shift;
        nuint mask = (_slots.Length / (nuint)sizeof(Slot)) - 1;
        for (int i = begin; i < count; i++)
        {
            ulong key = ((ulong)prefixes[i] << 32) | tokens[i + 1];
            keys[i] = key;
            Prefetch.Line(slots + (nuint)(Mix(key) >> shift));
        }

        int pendingCount = 0;
        for (int i = begin; i < count; i++)
        {
            ulong key = keys[i];
            if (key >> 32 == 0 || (uint)key == 0)
            {
                identifiers[i + 1] = 0;
                pending[pendingCount++] = new PendingNGram(i, null);
                continue;
            }

            nuint index = (nuint)(Mix(key) >> shift);
            while (slots[index].Key != key && slots[index].Key != 0)
            {
                index = (index + 1) & mask;
            }

            Slot* slot = slots + index;
            bool cached = slot->Key != 0;
            bool added = !cached && _count < _limit;
            if (added)
            {
                slot->Key = key;
                slot->Identifier = ++_count;
                slot->Bucket = -1;
            }

            identifiers[i + 1] = slot->Identifier;
            buckets[i] = slot->Bucket;
            if (!cached || slot->Bucket < 0)
            {
                pending[pendingCount++] = new PendingNGram(i, added ? &slot->Bucket : null);
            }
        }

        return pendingCount;
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
        _limit = (long)slots * sizeof(Slot) > _maximumBytes ? 0 : (uint)Math.Min(uint.MaxValue - 1, slots / 4 * 3);
    }

    private void Grow(uint additional)
    {
        nuint slots = _slots.Length / (nuint)sizeof(Slot);
        while ((ulong)_count + additional > slots / 8 * 5 && (long)_slots.Length * 2 <= _maximumBytes)
        {
            var larger = new NativeBuffer(_slots.Length * 2);
            Measure(slots * 2);
            nuint mask = (slots * 2) - 1;
            var source = (Slot*)_slots.Pointer;
            var target = (Slot*)larger.Pointer;
            for (nuint i = 0; i < slots; i++)
            {
                if (source[i].Key != 0)
                {
                    nuint index = (nuint)(Mix(source[i].Key) >> _shift);
                    while (target[index].Key != 0)
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

    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        public ulong Key;
        public int Bucket;
        public uint Identifier;
    }
}
