using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Selection;

/// <summary>
/// Maps tokens to identifiers (from 1) and unigram buckets, by linear probing over 32-byte slots in native memory. A token of at most 16 bytes is its own
/// key, so a look-up reads one cache line. The text of longer tokens is in an arena. Table and arena grow by doubling; at their limit new tokens get
/// identifier 0.
/// </summary>
/// <remarks>
/// Threads share the table: they add under a lock, a block at a time, and write a slot's length last. Only <see cref="Grow"/> needs exclusive access.
/// </remarks>
internal sealed unsafe class TokenTable : IDisposable
{
    /// <summary>The bytes of working memory that a look-up needs for each token.</summary>
    public const int KeyBytes = 32;

    private const int InitialSlots = 1024;
    private const int InitialArena = 1 << 16;
    private const int InlineBytes = 16;

    private readonly long maximumBytes;
    private readonly uint maximumIdentifier;
    private readonly Lock adding = new();
    private NativeBuffer slots = new(InitialSlots * (nuint)sizeof(Slot));
    private NativeBuffer arena = new(InitialArena);
    private uint arenaUsed;
    private uint count;
    private uint limit;
    private int shift;

    /// <summary>Creates a table with limits on its bytes and identifiers.</summary>
    public TokenTable(long maximumBytes, uint maximumIdentifier)
    {
        this.maximumBytes = maximumBytes;
        this.maximumIdentifier = maximumIdentifier;
        Measure();
    }

    /// <summary>Gets a value indicating whether table or arena are full enough to slow look-ups down, and may grow.</summary>
    public bool ShouldGrow => SlotsShouldGrow || ArenaShouldGrow;

    // 16 bytes of 0xFF, then 16 of 0: a load at 16 - length keeps the first bytes of a token.
    private static ReadOnlySpan<byte> InlineMask =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    private long SlotCount => (long)slots.Length / sizeof(Slot);

    private bool SlotsShouldGrow => count > SlotCount / 2 && limit < maximumIdentifier && ((long)slots.Length * 2) + (long)arena.Length <= maximumBytes;

    private bool ArenaShouldGrow => arenaUsed > arena.Length / 2 && arena.Length * 2 <= uint.MaxValue
        && (long)slots.Length + ((long)arena.Length * 2) <= maximumBytes;

    /// <summary>
    /// Looks up the tokens <paramref name="first"/>..first+count, and adds new ones. Fills identifiers (0: not cached) and buckets. The tokens without a
    /// bucket are added to <paramref name="pending"/>.
    /// </summary>
    /// <returns>The number of pending tokens.</returns>
    public int Resolve(TokenBuffer text, int first, int count, byte* working, uint* identifiers, int* buckets, PendingNGram* pending)
    {
        var keys = (Key*)working;
        var table = (Slot*)slots.Pointer;
        nuint mask = (nuint)SlotCount - 1;
        int shift = this.shift; // the field shares a cache line with the counters that other workers write
        MakeKeys(text, first, count, keys, table);
        int pendingCount = 0;
        for (int i = 0; i < count; i++)
        {
            Slot* slot = Find(table, mask, shift, keys + i, text.Text + text.Starts[first + i], out bool known);
            identifiers[i] = known ? slot->Identifier : 0;
            buckets[i] = known ? slot->Bucket : -1;
            if (buckets[i] < 0) pending[pendingCount++] = new PendingNGram(i, null);
        }
        // Adding to a full table is not worth the lock. Tokens that another worker added meanwhile are hashed once more.
        if (pendingCount > 0 && count < limit) Add(text, first, table, mask, keys, identifiers, pending, pendingCount);
        return pendingCount;
    }

    /// <summary>Doubles table and arena while they should grow. No other thread may use them.</summary>
    public void Grow()
    {
        while (ArenaShouldGrow)
        {
            // Allocates first: a table stays as it was if its growth fails.
            var larger = new NativeBuffer(arena.Length * 2);
            using NativeBuffer old = arena;
            arena = larger;
            Buffer.MemoryCopy(old.Pointer, arena.Pointer, arena.Length, arenaUsed);
        }
        while (SlotsShouldGrow)
        {
            var larger = new NativeBuffer(slots.Length * 2);
            using NativeBuffer old = slots;
            slots = larger;
            Measure();
            nuint mask = (nuint)SlotCount - 1;
            var target = (Slot*)slots.Pointer;
            for (var source = (Slot*)old.Pointer; source < (Slot*)(old.Pointer + old.Length); source++)
            {
                if (source->Length == 0) continue;
                nuint index = (nuint)(Mix(source->Low, source->High, source->Length) >> shift);
                while (target[index].Length != 0) index = (index + 1) & mask;
                target[index] = *source;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        slots.Dispose();
        arena.Dispose();
    }

    private void MakeKeys(TokenBuffer text, int first, int count, Key* keys, Slot* table)
    {
        byte* bytes = text.Text;
        int* starts = text.Starts + first;
        int* ends = text.Ends + first;
        int shift = this.shift;
        ref byte masks = ref MemoryMarshal.GetReference(InlineMask);
        for (int i = 0; i < count; i++)
        {
            byte* token = bytes + starts[i];
            int length = ends[i] - starts[i];
            Key* key = keys + i;
            if (length <= InlineBytes)
            {
                Vector128<ulong> inline = (Vector128.Load(token) & Vector128.LoadUnsafe(ref masks, (nuint)(InlineBytes - length))).AsUInt64();
                key->Low = inline.ToScalar();
                key->High = inline.GetElement(1);
            }
            else
            {
                key->Low = XxHash3.HashToUInt64(new ReadOnlySpan<byte>(token, length));
                key->High = Unsafe.ReadUnaligned<ulong>(token);
            }
            key->Length = length;
            key->Hash = Mix(key->Low, key->High, length);
            Prefetch.Line(table + (nuint)(key->Hash >> shift));
        }
    }

    // A multiplication to 128 bits, folded (the "mum" of wyhash, Wang Yi). Only the distribution over slots depends on it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong low, ulong high, int length)
    {
        ulong top = Math.BigMul(low ^ 0x9E3779B97F4A7C15, high ^ 0xD6E8FEB86659FD93 ^ ((ulong)length << 56), out ulong bottom);
        return (top ^ bottom) * 0xBF58476D1CE4E5B9;
    }

    /// <summary>Returns the slot of a token, or the empty slot for it. Another thread may fill an empty slot as soon as this method returns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Slot* Find(Slot* table, nuint mask, int shift, Key* key, byte* text, out bool isFound)
    {
        nuint index = (nuint)(key->Hash >> shift);
        while (true)
        {
            Slot* slot = table + index;
            // Reads the length first. It was written last, so the rest of the slot is valid if it is set.
            int length = Volatile.Read(ref slot->Length);
            if (((slot->Low ^ key->Low) | (slot->High ^ key->High) | (uint)(length ^ key->Length)) == 0 && (length <= InlineBytes || SameText(slot, text)))
            {
                isFound = true;
                return slot;
            }
            if (length == 0)
            {
                isFound = false;
                return slot;
            }
            index = (index + 1) & mask;
        }
    }

    private bool SameText(Slot* slot, byte* text) =>
        new ReadOnlySpan<byte>(arena.Pointer + slot->TextOffset, slot->Length).SequenceEqual(new ReadOnlySpan<byte>(text, slot->Length));

    private void Add(TokenBuffer text, int first, Slot* table, nuint mask, Key* keys, uint* identifiers, PendingNGram* pending, int pendingCount)
    {
        int shift = this.shift;
        lock (adding)
        {
            for (int p = 0; p < pendingCount; p++)
            {
                int position = pending[p].Position;
                byte* token = text.Text + text.Starts[first + position];
                Slot* slot = Find(table, mask, shift, keys + position, token, out bool known);
                if (!known)
                {
                    if (!TryAdd(slot, keys + position, token)) continue;
                    pending[p] = new PendingNGram(position, &slot->Bucket);
                }
                identifiers[position] = slot->Identifier;
            }
        }
    }

    private bool TryAdd(Slot* slot, Key* key, byte* text)
    {
        if (count >= limit) return false;
        if (key->Length > InlineBytes)
        {
            if ((nuint)key->Length > arena.Length - arenaUsed) return false;
            Buffer.MemoryCopy(text, arena.Pointer + arenaUsed, key->Length, key->Length);
            slot->TextOffset = arenaUsed;
            arenaUsed += (uint)key->Length;
        }
        slot->Low = key->Low;
        slot->High = key->High;
        slot->Identifier = ++count;
        slot->Bucket = -1;
        Volatile.Write(ref slot->Length, key->Length);
        return true;
    }

    private void Measure()
    {
        shift = 64 - BitOperations.Log2((ulong)SlotCount);
        limit = (long)slots.Length > maximumBytes ? 0 : (uint)Math.Min(maximumIdentifier, SlotCount / 4 * 3);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Slot
    {
        public ulong Low;
        public ulong High;
        public uint Identifier;
        public int Bucket;
        public int Length;
        public uint TextOffset;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Key
    {
        public ulong Low;
        public ulong High;
        public ulong Hash;
        public int Length;
    }
}
