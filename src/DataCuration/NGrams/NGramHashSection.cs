using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// A table in a model file: entries of equal size in the order of their 64-bit key, which are their first eight bytes, and an index of buckets of about four
/// entries. A look-up reads two places of the file. Keys are hashes, so their high bits give the bucket.
/// </summary>
internal readonly struct NGramHashSection
{
    private const int EntriesPerBucket = 4;
    private readonly ChecksummedFile file;
    private readonly long entries;
    private readonly long index;
    private readonly ulong buckets;

    /// <summary>Opens a table.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">The offset of the first entry.</param>
    /// <param name="count">The number of entries.</param>
    /// <param name="entryBytes">The size of an entry with its key.</param>
    public NGramHashSection(ChecksummedFile file, long offset, long count, int entryBytes)
    {
        this.file = file;
        entries = offset;
        Count = count;
        EntryBytes = entryBytes;
        buckets = BucketsOf(count);
        index = Align(checked(offset + count * entryBytes));
    }

    public long Count { get; }

    public int EntryBytes { get; }

    /// <summary>The first byte after the table.</summary>
    public long End => index + (((long)buckets + 1) * sizeof(long));

    /// <summary>Finds the entries of a key's bucket, and the first entry in it with that key.</summary>
    /// <returns>The entry from its key on, followed by the rest of the bucket; empty if no entry has the key.</returns>
    public ReadOnlySpan<byte> Find(ulong key)
    {
        long bucket = (long)Math.BigMul(key, buckets, out _);
        ReadOnlySpan<long> bounds = MemoryMarshal.Cast<byte, long>(file.Slice(index + bucket * sizeof(long), 2 * sizeof(long)));
        long first = bounds[0], size = (bounds[1] - first) * EntryBytes;
        if (first < 0 || size < 0 || size > 1 << 24 || bounds[1] > Count) throw file.Damaged(index + bucket * sizeof(long), "a bucket is outside its table");
        ReadOnlySpan<byte> all = file.Slice(entries + first * EntryBytes, (int)size);
        for (; all.Length > 0; all = all[EntryBytes..])
        {
            ulong found = MemoryMarshal.Read<ulong>(all);
            if (found == key) return all;
            if (found > key) break;
        }
        return default;
    }

    /// <summary>Asks the processor for the part of the index that a look-up reads first.</summary>
    public void PrefetchIndex(ulong key) => file.Prefetch(index + ((long)Math.BigMul(key, buckets, out _) * sizeof(long)));

    /// <summary>
    /// Asks the processor for the entries of a key's bucket, after its part of the index has arrived. Nothing is checked: <see cref="Find"/> does.
    /// </summary>
    public void PrefetchEntries(ulong key)
    {
        long first = file.PeekInt64(index + ((long)Math.BigMul(key, buckets, out _) * sizeof(long)));
        // A bucket has four entries of up to 16 bytes in the mean.
        file.Prefetch(entries + (first * EntryBytes));
        file.Prefetch(entries + (first * EntryBytes) + 64);
    }

    /// <summary>Returns an entry by its place in the order of keys.</summary>
    public ReadOnlySpan<byte> At(long place) => file.Slice(entries + place * EntryBytes, EntryBytes);

    public static long Align(long offset) => (offset + 7) & ~7L;

    public static ulong BucketsOf(long count) => (ulong)Math.Max(1, count / EntriesPerBucket);

    /// <summary>Writes a table: entries in the order of their keys, then <see cref="Complete"/>.</summary>
    internal sealed class Writer(ChecksummedWriter output, long count, int entryBytes)
    {
        private readonly ulong buckets = BucketsOf(count);
        private readonly long[] starts = new long[BucketsOf(count) + 1];
        private long written;
        private ulong last;

        /// <summary>Adds an entry.</summary>
        /// <exception cref="InvalidDataException">The key is smaller than the one before.</exception>
        public void Write(ReadOnlySpan<byte> entry)
        {
            if (entry.Length != entryBytes) throw new ArgumentException($"An entry has {entryBytes} bytes, not {entry.Length}.", nameof(entry));
            ulong key = MemoryMarshal.Read<ulong>(entry);
            if (written > 0 && key < last) throw new InvalidDataException("The entries of a table are not in the order of their keys.");
            last = key;
            starts[Math.BigMul(key, buckets, out _) + 1]++;
            output.Write(entry);
            written++;
        }

        public void Complete()
        {
            if (written != count) throw new InvalidDataException($"A table of {count} entries got {written}.");
            output.Align();
            for (int i = 1; i < starts.Length; i++) starts[i] += starts[i - 1];
            foreach (long start in starts) output.WriteInt64(start);
        }
    }
}
