using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Selection;

/// <summary>
/// Maps the n-grams of one order, as pairs (identifier of the (n-1)-gram, identifier of the last token), to a bucket and an identifier of their own (from
/// 1). The table uses linear probing over 16-byte slots in native memory. It grows by doubling; at its limit new n-grams get identifier 0.
/// </summary>
/// <remarks>
/// Threads share the table: they add under a lock, a block at a time, and write a slot's key last. Only <see cref="Grow"/> needs exclusive access.
/// </remarks>
internal sealed unsafe class NGramTable : IDisposable
{
    private const int InitialSlots = 2048;

    private readonly long maximumBytes;
    private readonly Lock adding = new();
    private NativeBuffer slots = new(InitialSlots * (nuint)sizeof(Slot));
    private uint count;
    private uint limit;
    private int shift;

    /// <summary>Creates a table with a limit on its bytes.</summary>
    public NGramTable(long maximumBytes)
    {
        this.maximumBytes = maximumBytes;
        Measure();
    }

    /// <summary>Gets a value indicating whether the table is full enough to slow look-ups down, and may grow.</summary>
    public bool ShouldGrow => count > SlotCount / 8 * 5 && (long)slots.Length * 2 <= maximumBytes;

    private long SlotCount => (long)slots.Length / sizeof(Slot);

    /// <summary>
    /// Looks up the n-grams (prefixes[i], tokens[i + 1]) for i in <paramref name="begin"/>..<paramref name="end"/>, and adds new ones. Fills
    /// <paramref name="identifiers"/>[i + 1] (0: not cached) and buckets. Those without a bucket are added to <paramref name="pending"/>.
    /// </summary>
    /// <returns>The number of pending n-grams.</returns>
    public int Resolve(uint* prefixes, uint* tokens, int begin, int end, ulong* keys, uint* identifiers, int* buckets, PendingNGram* pending)
    {
        var table = (Slot*)slots.Pointer;
        nuint mask = (nuint)SlotCount - 1;
        int shift = this.shift; // the field shares a cache line with the counter that other workers write
        for (int i = begin; i < end; i++)
        {
            ulong key = ((ulong)prefixes[i] << 32) | tokens[i + 1];
            keys[i] = key;
            Prefetch.Line(table + (nuint)(Mix(key) >> shift));
        }

        int pendingCount = 0;
        for (int i = begin; i < end; i++)
        {
            ulong key = keys[i];
            // An n-gram whose parts have no identifiers cannot be looked up and gets none itself.
            bool known = false;
            Slot* slot = key >> 32 == 0 || (uint)key == 0 ? null : Find(table, mask, shift, key, out known);
            identifiers[i + 1] = known ? slot->Identifier : 0;
            buckets[i] = known ? slot->Bucket : -1;
            if (buckets[i] < 0) pending[pendingCount++] = new PendingNGram(i, null);
        }
        // Adding to a full table is not worth the lock. N-grams that another worker added meanwhile are hashed once more.
        if (pendingCount > 0 && count < limit) Add(table, mask, keys, identifiers, pending, pendingCount);
        return pendingCount;
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
            for (var source = (Slot*)old.Pointer; source < (Slot*)(old.Pointer + old.Length); source++)
            {
                if (source->Key != 0) *Find((Slot*)slots.Pointer, mask, shift, source->Key, out _) = *source;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong key) => Math.BigMul(key ^ 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, out ulong low) ^ low;

    /// <summary>Returns the slot of a key, or the empty slot for it. Another thread may fill an empty slot as soon as this method returns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Slot* Find(Slot* table, nuint mask, int shift, ulong key, out bool isFound)
    {
        nuint index = (nuint)(Mix(key) >> shift);
        while (true)
        {
            ulong found = Volatile.Read(ref table[index].Key);
            if (found == key || found == 0)
            {
                isFound = found != 0;
                return table + index;
            }
            index = (index + 1) & mask;
        }
    }

    private void Add(Slot* table, nuint mask, ulong* keys, uint* identifiers, PendingNGram* pending, int pendingCount)
    {
        int shift = this.shift;
        lock (adding)
        {
            for (int p = 0; p < pendingCount; p++)
            {
                int position = pending[p].Position;
                ulong key = keys[position];
                if (key >> 32 == 0 || (uint)key == 0) continue;
                Slot* slot = Find(table, mask, shift, key, out bool known);
                if (!known)
                {
                    if (count >= limit) continue;
                    slot->Identifier = ++count;
                    slot->Bucket = -1;
                    Volatile.Write(ref slot->Key, key);
                    pending[p] = new PendingNGram(position, &slot->Bucket);
                }
                identifiers[position + 1] = slot->Identifier;
            }
        }
    }

    private void Measure()
    {
        shift = 64 - BitOperations.Log2((ulong)SlotCount);
        limit = (long)slots.Length > maximumBytes ? 0 : (uint)Math.Min(uint.MaxValue - 1, SlotCount / 4 * 3);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        public ulong Key;
        public int Bucket;
        public uint Identifier;
    }
}
