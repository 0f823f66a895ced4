using System.IO.Hashing;

namespace DataCuration.Tokenization;

/// <summary>Counts pieces of text given as bytes, in two columns: a table with open addressing over one block of bytes.</summary>
internal sealed class PieceCounter
{
    private const int LargeBytes = 16 << 20, LargeCount = 1 << 20;
    private byte[] bytes = new byte[1 << 12];
    private Entry[] entries = new Entry[1 << 8];
    private int[] slots = new int[1 << 9];
    private int used, count;

    /// <summary>Receives a piece and its counts.</summary>
    internal delegate void ReceiveCount(ReadOnlySpan<byte> piece, long first, long second);

    private record struct Entry(ulong Hash, int Start, int Length, long First, long Second);

    /// <summary>True if a map task should write the counts and start again.</summary>
    public bool IsLarge => used > LargeBytes || count > LargeCount;

    /// <summary>Adds occurrences of a piece.</summary>
    public void Add(ReadOnlySpan<byte> piece, long first, long second)
    {
        ulong hash = TokenTable.Hash(piece);
        int mask = slots.Length - 1;
        int slot = (int)(hash >> 32) & mask;
        for (; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            ref Entry entry = ref entries[slots[slot] - 1];
            if (entry.Hash != hash || !bytes.AsSpan(entry.Start, entry.Length).SequenceEqual(piece)) continue;
            entry.First = checked(entry.First + first);
            entry.Second = checked(entry.Second + second);
            return;
        }
        if (count == entries.Length)
        {
            Grow();
            Add(piece, first, second);
            return;
        }
        if (piece.Length > bytes.Length - used)
            Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(bytes.Length * 2L, (long)used + piece.Length)));
        piece.CopyTo(bytes.AsSpan(used));
        entries[count] = new(hash, used, piece.Length, first, second);
        slots[slot] = ++count;
        used += piece.Length;
    }

    /// <summary>Lists the pieces in the order in which they came first.</summary>
    public void List(ReceiveCount receive)
    {
        for (int i = 0; i < count; i++)
            receive(bytes.AsSpan(entries[i].Start, entries[i].Length), entries[i].First, entries[i].Second);
    }

    /// <summary>Removes all pieces.</summary>
    public void Clear()
    {
        Array.Clear(slots);
        (used, count) = (0, 0);
    }

    /// <summary>Returns the hash by which pieces are divided into partitions. Part of the files between phases.</summary>
    public static ulong PartitionHash(ReadOnlySpan<byte> piece) => XxHash3.HashToUInt64(piece);

    private void Grow()
    {
        Array.Resize(ref entries, checked(count * 2));
        slots = new int[entries.Length * 2];
        for (int i = 0; i < count; i++)
        {
            int slot = (int)(entries[i].Hash >> 32) & (slots.Length - 1);
            while (slots[slot] != 0) slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = i + 1;
        }
    }
}
