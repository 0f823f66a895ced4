using System.Numerics;
using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// A hash table of windows. A window is found by a rolling hash and compared symbol by symbol; the first copy's symbols are kept. Use: <see cref="Begin"/> with
/// a run of windows, then <see cref="AddNext"/> or <see cref="FindNext"/> once for each.
/// </summary>
/// <typeparam name="T">The type of a symbol: a byte or a token id.</typeparam>
/// <param name="length">The length of a window.</param>
/// <param name="bounds">The places of the current run's symbols.</param>
internal sealed class WindowIndex<T>(int length, RunBounds bounds) where T : unmanaged, IBinaryInteger<T>
{
    private const ulong Factor = 0xD6E8FEB86659FD93;
    private const int EntryBytes = 20, SlotBytes = 16, OwnerBytes = 24;
    private readonly ulong leaving = Power(length);
    private T[] symbols = new T[1 << 12];
    private int[] offsets = bounds.HasPlaces ? new int[1 << 12] : [];
    private int used;
    private int[] slots = new int[1 << 10];
    private Entry[] entries = new Entry[1 << 9];
    private int count;
    private Owner[] owners = new Owner[1 << 6];
    private int ownerCount;

    // The current run.
    private T[] run = [];
    private int runLength;
    private int place;
    private int kept;
    private ulong rolling;
    private WindowRecord head;
    private int shard;

    /// <summary>True if the last window that was added had no copy before.</summary>
    public bool IsNew { get; private set; }

    /// <summary>The memory of what was added so far.</summary>
    public long Memory => (used * (long)SymbolBytes(bounds.HasPlaces)) + (ownerCount * (long)OwnerBytes) + (count * (long)(EntryBytes + SlotBytes));

    /// <summary>Returns an upper bound for the memory that a run takes.</summary>
    public static long MemoryOf(int windows, int length, bool hasPlaces) =>
        ((windows + length - 1) * (long)SymbolBytes(hasPlaces)) + OwnerBytes + (windows * (long)(EntryBytes + SlotBytes));

    /// <summary>Starts a run of windows.</summary>
    public void Begin(ReadOnlySpan<byte> runBytes, WindowRecord record, int recordShard)
    {
        ReadOnlySpan<T> next = MemoryMarshal.Cast<byte, T>(runBytes);
        if (run.Length < next.Length) run = new T[Math.Max(next.Length, 2 * run.Length)];
        next.CopyTo(run);
        (runLength, place, kept, rolling, head, shard) = (next.Length, -1, -1, 0, record, recordShard);
        for (int i = 0; i < length - 1; i++) rolling = unchecked((rolling * Factor) + ulong.CreateTruncating(run[i]) + 1);
    }

    /// <summary>Adds the next window, or counts it as a copy of an earlier one.</summary>
    /// <returns>The window's entry.</returns>
    public int AddNext()
    {
        int slot = Locate(out uint tag);
        int entry = slots[slot] - 1;
        IsNew = entry < 0;
        if (!IsNew)
        {
            entries[entry].Count++;
            return entry;
        }
        if (kept < 0) Keep();
        if (count == entries.Length) Array.Resize(ref entries, 2 * count);
        entries[count] = new() { Tag = tag, Place = kept + place, Owner = ownerCount - 1, Count = 1 };
        slots[slot] = ++count;
        if (count > slots.Length / 2) Grow();
        return count - 1;
    }

    /// <summary>Finds the entry of the next window; -1 if it was not added before.</summary>
    public int FindNext() => slots[Locate(out _)] - 1;

    public int CountOf(int entry) => entries[entry].Count;

    /// <summary>True if the current window is the first copy.</summary>
    public bool IsFirst(int entry)
    {
        Entry found = entries[entry];
        Owner owner = owners[found.Owner];
        return owner.Record == head.Record && owner.Shard == shard && owner.Start + found.Place - owner.Place == head.Start + place;
    }

    /// <summary>Returns the place of the first copy.</summary>
    public WindowPlace PlaceOf(int entry)
    {
        Entry found = entries[entry];
        Owner owner = owners[found.Owner];
        return owner.Shard < 0 ? WindowPlace.Known
            : new(owner.Record, owner.Shard, bounds.HasPlaces ? offsets[found.Place] : owner.Start + found.Place - owner.Place);
    }

    // Symbols with places have an offset beside.
    private static int SymbolBytes(bool hasPlaces) => System.Runtime.CompilerServices.Unsafe.SizeOf<T>() + (hasPlaces ? sizeof(int) : 0);

    private static ulong Power(int exponent)
    {
        ulong power = 1;
        for (int i = 0; i < exponent; i++) power = unchecked(power * Factor);
        return power;
    }

    private int Locate(out uint tag)
    {
        place++;
        unchecked
        {
            rolling = (rolling * Factor) + ulong.CreateTruncating(run[place + length - 1]) + 1;
            if (place > 0) rolling -= leaving * (ulong.CreateTruncating(run[place - 1]) + 1);
        }
        ulong hash = rolling ^ (rolling >> 32);
        hash = unchecked(hash * 0xBF58476D1CE4E5B9);
        tag = (uint)(hash >> 32);
        ReadOnlySpan<T> window = run.AsSpan(place, length);
        int mask = slots.Length - 1;
        for (int slot = (int)(tag & (uint)mask); ; slot = (slot + 1) & mask)
        {
            int entry = slots[slot] - 1;
            if (entry < 0 || (entries[entry].Tag == tag && symbols.AsSpan(entries[entry].Place, length).SequenceEqual(window))) return slot;
        }
    }

    /// <summary>Keeps the symbols of the current run: it has a window that is new.</summary>
    private void Keep()
    {
        kept = used;
        int needed = checked(used + runLength);
        if (needed > symbols.Length)
        {
            int size = (int)Math.Min(Array.MaxLength, Math.Max((long)needed, (long)symbols.Length * 2));
            Array.Resize(ref symbols, size);
            if (bounds.HasPlaces) Array.Resize(ref offsets, size);
        }
        run.AsSpan(0, runLength).CopyTo(symbols.AsSpan(used));
        if (bounds.HasPlaces) bounds.CopyOffsets(offsets.AsSpan(used, runLength));
        used = needed;
        if (ownerCount == owners.Length) Array.Resize(ref owners, 2 * ownerCount);
        owners[ownerCount++] = new() { Record = head.Record, Shard = shard, Start = head.Start, Place = kept };
    }

    private void Grow()
    {
        slots = new int[checked((int)BitOperations.RoundUpToPowerOf2((uint)slots.Length * 2))];
        int mask = slots.Length - 1;
        for (int i = 0; i < count; i++)
        {
            int slot = (int)(entries[i].Tag & (uint)mask);
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = i + 1;
        }
    }

    private struct Entry
    {
        public uint Tag;
        public int Place;
        public int Owner;
        public int Count;
    }

    private struct Owner
    {
        public long Record;
        public int Shard;
        public int Start;
        public int Place;
    }
}
