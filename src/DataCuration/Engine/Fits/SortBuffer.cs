using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Records being sorted, in one block of native memory: their bytes grow from its start, their entries of 16 bytes from its end. Sorted by the prefixes' bytes
/// (in place, highest byte first), small groups and equal prefixes by comparison; equal keys go by their offset, which is the order in which they came.
/// The block starts at 1 MiB or less and doubles up to the capacity.
/// </summary>
internal sealed unsafe class SortBuffer : IDisposable
{
    private const int SmallGroup = 40;
    private const long FirstBytes = 1 << 20;
    private readonly long capacity;
    private byte* memory;
    private long size;
    private int halvings;
    private readonly int recordSize;
    private readonly RecordOrder order;
    private long used;
    private int count;
    private bool isDisposed;

    public SortBuffer(long bytes, int recordSize, RecordOrder order)
    {
        // Entries are addressed by an int.
        capacity = Math.Min(bytes, (long)int.MaxValue * sizeof(SortEntry)) & ~15L;
        while (capacity >> halvings > FirstBytes) halvings++;
        size = SizeAt(halvings);
        memory = Allocate(size);
        this.recordSize = recordSize;
        this.order = order;
    }

    ~SortBuffer() => Free();

    public int Count => count;

    /// <summary>The size of the block in bytes.</summary>
    public long AllocatedBytes => size;

    /// <summary>Adds a record.</summary>
    /// <returns>False if it does not fit.</returns>
    public bool TryAdd(ReadOnlySpan<byte> record)
    {
        int length = record.Length + (recordSize == 0 ? sizeof(int) : 0);
        long needed = used + length + ((count + 1L) * sizeof(SortEntry));
        if (needed > capacity) return false;
        if (needed > size) Grow(needed);
        byte* target = memory + used;
        if (recordSize == 0)
        {
            Unsafe.WriteUnaligned(target, record.Length);
            target += sizeof(int);
        }
        record.CopyTo(new Span<byte>(target, record.Length));
        count++;
        *Entry(count) = new(order.Prefix(record), used);
        used += length;
        GC.KeepAlive(this);
        return true;
    }

    public void Clear()
    {
        used = 0;
        count = 0;
    }

    /// <summary>The record at a place of the sorted order.</summary>
    public ReadOnlySpan<byte> this[int place] => Record(Sorted[place]);

    /// <summary>Sorts what was added; <paramref name="threads"/> threads share the groups of the first byte.</summary>
    public void Sort(int threads)
    {
        Span<SortEntry> all = Sorted;
        int shift = 56;
        // The bytes that all prefixes share need no pass.
        ulong different = 0;
        for (int i = 1; i < all.Length; i++) different |= all[i].Prefix ^ all[0].Prefix;
        while (shift > 0 && different >> shift == 0) shift -= 8;
        if (threads <= 1 || all.Length < 100_000)
        {
            Sort(all, shift);
            GC.KeepAlive(this);
            return;
        }
        var ends = new int[257];
        Permute(all, shift, ends.AsSpan(1));
        var groups = Enumerable.Range(0, 256).Where(group => ends[group + 1] > ends[group]).OrderByDescending(group => ends[group + 1] - ends[group]);
        Parallel.ForEach(groups, new ParallelOptions { MaxDegreeOfParallelism = threads }, group => Sort(Sorted[ends[group]..ends[group + 1]], shift - 8));
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>The entries; they grow downwards, so the latest comes first until they are sorted.</summary>
    private Span<SortEntry> Sorted => new(Entry(count), count);

    private SortEntry* Entry(long number) => (SortEntry*)(memory + size) - number;

    private long SizeAt(int halvings) => (capacity >> halvings) & ~15L;

    private static byte* Allocate(long bytes)
    {
        var allocated = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
        GC.AddMemoryPressure(bytes);
        return allocated;
    }

    /// <summary>
    /// Moves the records to a larger block. The old block is at most half as large, and pages of the new one that hold nothing yet take no memory: the two
    /// together stay within the capacity.
    /// </summary>
    private void Grow(long needed)
    {
        while (SizeAt(halvings) < needed) halvings--;
        long grown = SizeAt(halvings), entries = count * (long)sizeof(SortEntry);
        byte* target = Allocate(grown);
        Buffer.MemoryCopy(memory, target, grown, used);
        Buffer.MemoryCopy(memory + size - entries, target + grown - entries, entries, entries);
        NativeMemory.AlignedFree(memory);
        GC.RemoveMemoryPressure(size);
        memory = target;
        size = grown;
    }

    private ReadOnlySpan<byte> Record(SortEntry entry)
    {
        byte* start = memory + entry.Offset;
        return recordSize > 0 ? new(start, recordSize) : new(start + sizeof(int), Unsafe.ReadUnaligned<int>(start));
    }

    private void Sort(Span<SortEntry> entries, int shift)
    {
        Span<int> ends = stackalloc int[256];
        while (entries.Length > SmallGroup)
        {
            if (shift < 0)
            {
                entries.Sort(new Comparer(this));
                return;
            }
            Permute(entries, shift, ends);
            shift -= 8;
            if (ends[255] == entries.Length && HasOneGroup(ends, entries.Length)) continue;
            int start = 0;
            for (int group = 0; group < 256; group++)
            {
                if (ends[group] - start > 1) Sort(entries[start..ends[group]], shift);
                start = ends[group];
            }
            return;
        }
        InsertionSort(entries);
    }

    private static bool HasOneGroup(ReadOnlySpan<int> ends, int length)
    {
        int start = 0;
        foreach (int end in ends)
        {
            if (end > start) return end - start == length;
            start = end;
        }
        return false;
    }

    /// <summary>Brings the entries into the order of one byte of their prefixes, in place (American flag sort).</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="shift">The byte's place.</param>
    /// <param name="ends">For each value of the byte, gets the end of its group.</param>
    private static void Permute(Span<SortEntry> entries, int shift, Span<int> ends)
    {
        Span<int> next = stackalloc int[256];
        ends.Clear();
        foreach (ref readonly SortEntry entry in entries) ends[(byte)(entry.Prefix >> shift)]++;
        int sum = 0;
        for (int value = 0; value < 256; value++)
        {
            next[value] = sum;
            sum += ends[value];
            ends[value] = sum;
        }
        for (int value = 0; value < 256; value++)
        {
            while (next[value] < ends[value])
            {
                SortEntry entry = entries[next[value]];
                int digit;
                while ((digit = (byte)(entry.Prefix >> shift)) != value)
                {
                    ref SortEntry place = ref entries[next[digit]++];
                    (place, entry) = (entry, place);
                }
                entries[next[value]++] = entry;
            }
        }
    }

    private void InsertionSort(Span<SortEntry> entries)
    {
        for (int i = 1; i < entries.Length; i++)
        {
            SortEntry entry = entries[i];
            int j = i - 1;
            for (; j >= 0 && Compare(entries[j], entry) > 0; j--) entries[j + 1] = entries[j];
            entries[j + 1] = entry;
        }
    }

    private int Compare(in SortEntry left, in SortEntry right)
    {
        if (left.Prefix != right.Prefix) return left.Prefix < right.Prefix ? -1 : 1;
        int compared = order.PrefixIsKey ? 0 : order.Compare(Record(left), Record(right));
        return compared != 0 ? compared : left.Offset.CompareTo(right.Offset);
    }

    private void Free()
    {
        if (isDisposed) return;
        isDisposed = true;
        count = 0; // a look-up after this fails its range check and reads no freed memory
        NativeMemory.AlignedFree(memory);
        GC.RemoveMemoryPressure(size);
    }

    private sealed class Comparer(SortBuffer buffer) : IComparer<SortEntry>
    {
        public int Compare(SortEntry x, SortEntry y) => buffer.Compare(x, y);
    }
}
