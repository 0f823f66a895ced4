namespace DataCuration;

/// <summary>Counts words given as bytes: a table with open addressing over one block of bytes.</summary>
internal sealed class NGramWordCounter
{
    private const int LargeBytes = 16 << 20, LargeCount = 1 << 20;
    private byte[] bytes = new byte[1 << 12];
    private Entry[] entries = new Entry[1 << 8];
    private int[] slots = new int[1 << 9];
    private int used;
    private int count;

    private record struct Entry(ulong Hash, int Start, int Length, long Count);

    /// <summary>True if a map task should write the counts and start again.</summary>
    public bool IsLarge => used > LargeBytes || count > LargeCount;

    public void Add(ReadOnlySpan<byte> word, long times)
    {
        ulong hash = NGramKeys.Word(word);
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        for (; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            ref Entry entry = ref entries[slots[slot] - 1];
            if (entry.Hash != hash || !bytes.AsSpan(entry.Start, entry.Length).SequenceEqual(word)) continue;
            entry.Count = checked(entry.Count + times);
            return;
        }
        if (count == entries.Length)
        {
            Array.Resize(ref entries, checked(count * 2));
            Rehash();
            Add(word, times);
            return;
        }
        if (word.Length > bytes.Length - used) Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(bytes.Length * 2L, (long)used + word.Length)));
        word.CopyTo(bytes.AsSpan(used));
        entries[count] = new(hash, used, word.Length, times);
        slots[slot] = ++count;
        used += word.Length;
    }

    /// <summary>Lists the words in the order in which they came first.</summary>
    public void List(ReceiveCount receive)
    {
        for (int i = 0; i < count; i++) receive(bytes.AsSpan(entries[i].Start, entries[i].Length), entries[i].Count);
    }

    public void Clear()
    {
        Array.Clear(slots);
        used = 0;
        count = 0;
    }

    /// <summary>Receives a word and its count.</summary>
    internal delegate void ReceiveCount(ReadOnlySpan<byte> word, long count);

    private void Rehash()
    {
        slots = new int[entries.Length * 2];
        for (int i = 0; i < count; i++)
        {
            int slot = (int)entries[i].Hash & (slots.Length - 1);
            while (slots[slot] != 0) slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = i + 1;
        }
    }
}
