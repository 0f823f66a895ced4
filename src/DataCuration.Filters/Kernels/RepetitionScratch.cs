namespace DataCuration.Filters;

/// <summary>The buffers of the repetition rules. A worker reuses them for all documents.</summary>
internal sealed class RepetitionScratch
{
    private const int MaxKept = 1 << 22;

    public readonly SpanTable Parts = new();
    public readonly PairTable Pairs = new();

    /// <summary>Word numbers.</summary>
    public int[] Ids = [];

    /// <summary>The n-gram number at each word of the current n, or -1 if the n-gram occurs once.</summary>
    public int[] Grams = [];

    /// <summary>The offset of each word in <see cref="Joined"/>, and its end as a last entry.</summary>
    public int[] Starts = [];

    /// <summary>The words without separators, with room for reads of 16 bytes at the end.</summary>
    public byte[] Joined = [];

    /// <summary>The hash of the 12 bytes from each word on.</summary>
    public uint[] Windows = [];

    /// <summary>Marks of hashes: 0, seen once, seen more often.</summary>
    public byte[] Marks = [];

    /// <summary>Words at which a repeated n-gram may start.</summary>
    public int[] Candidates = [];

    /// <summary>Makes room for a text.</summary>
    public void Reserve(int words, int bytes)
    {
        Resize(ref Ids, words + 1);
        Resize(ref Grams, words + 1);
        Resize(ref Starts, words + 1);
        Resize(ref Windows, words + 1);
        Resize(ref Candidates, words + 1);
        Resize(ref Joined, bytes + 32);
    }

    /// <summary>Makes <see cref="Joined"/> larger and keeps its content.</summary>
    public byte[] GrowJoined(int bytes)
    {
        Array.Resize(ref Joined, (int)Math.Min(Array.MaxLength, Math.Max(bytes, 2L * Joined.Length)));
        return Joined;
    }

    /// <summary>Gives a buffer at least a size. A buffer that grew large for one text is not kept for small ones.</summary>
    public static void Resize<T>(ref T[] buffer, int size)
    {
        if (buffer.Length < size || (buffer.Length > MaxKept && size < MaxKept / 4)) buffer = new T[Math.Max(size, Math.Min(2 * size, MaxKept))];
    }
}
