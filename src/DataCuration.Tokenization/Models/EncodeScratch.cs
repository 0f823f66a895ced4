using System.Runtime.CompilerServices;

namespace DataCuration.Tokenization;

/// <summary>The memory of one thread that encodes: tokens so far, texts on their way, and a cache of words. Nothing is allocated for each text.</summary>
internal sealed class EncodeScratch
{
    /// <summary>Tokens that may be written after the last one without a check.</summary>
    public const int Slack = 8;

    private int[] ids = new int[1024];
    private int[] starts = [], ends = [];
    private ulong[] bits = [];

    /// <summary>The number of tokens.</summary>
    public int Count { get; set; }

    /// <summary>True if the place of each token in its text is recorded.</summary>
    public bool Tracks { get; private set; }

    /// <summary>The tokens.</summary>
    public ReadOnlySpan<int> Ids => ids.AsSpan(0, Count);

    /// <summary>The start of each token, if it is recorded.</summary>
    public Span<int> Starts => starts.AsSpan(0, Tracks ? Count : 0);

    /// <summary>The end of each token, if it is recorded.</summary>
    public Span<int> Ends => ends.AsSpan(0, Tracks ? Count : 0);

    /// <summary>The text that is encoded, and the rest of it after added tokens.</summary>
    public WorkText Work { get; } = new();

    /// <summary>A part of the text between added tokens.</summary>
    public WorkText Part { get; } = new();

    /// <summary>Words and their tokens.</summary>
    public WordCache Cache { get; } = new();

    /// <summary>Pairs of tokens that may follow each other.</summary>
    public PairCache Pairs { get; } = new();

    /// <summary>Memory of the Unigram model.</summary>
    public UnigramNode[] Nodes { get; private set; } = [];

    /// <summary>Empties the list of tokens.</summary>
    public void Clear(bool tracks)
    {
        Count = 0;
        Tracks = tracks;
    }

    /// <summary>The first free place of the list, with room for <see cref="Slack"/> tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Next()
    {
        if (Count + Slack > ids.Length) Grow();
        return ref Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(ids), Count);
    }

    /// <summary>Adds a token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id)
    {
        Next() = id;
        Count++;
    }

    /// <summary>Adds a token and its place.</summary>
    public void Add(int id, int start, int end)
    {
        Add(id);
        if (Tracks) Place(Count - 1, start, end);
    }

    /// <summary>Records the place of a token, if places are wanted.</summary>
    public void Place(int index, int start, int end)
    {
        if (starts.Length < ids.Length)
        {
            Array.Resize(ref starts, ids.Length);
            Array.Resize(ref ends, ids.Length);
        }
        (starts[index], ends[index]) = (start, end);
    }

    /// <summary>The token at an index.</summary>
    public int this[int index] => ids[index];

    /// <summary>Bits, all zero.</summary>
    public Span<ulong> Bits(int count)
    {
        int words = (count + 63) >> 6;
        if (bits.Length < words) bits = new ulong[Math.Max(words, 2 * bits.Length)];
        bits.AsSpan(0, words).Clear();
        return bits.AsSpan(0, words);
    }

    /// <summary>Makes room for a number of nodes.</summary>
    public UnigramNode[] ReserveNodes(int count)
    {
        if (Nodes.Length < count) Nodes = new UnigramNode[Math.Max(count, (int)Math.Min(2L * Nodes.Length, Array.MaxLength))];
        return Nodes;
    }

    private void Grow() => Array.Resize(ref ids, (int)Math.Min(2L * ids.Length, Array.MaxLength));
}
