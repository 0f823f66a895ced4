namespace DataCuration.Tokenization;

/// <summary>
/// The vocabulary of a new byte-level encoding: special tokens, the 256 bytes in the order of the characters that spell them, and the results of the merges.
/// That is the order of Hugging Face's trainer with the alphabet of its <c>ByteLevel</c> pre-tokenizer.
/// </summary>
internal sealed class ByteVocabulary : MergeVocabulary
{
    /// <summary>The number of bytes.</summary>
    public const int Alphabet = 256;

    private const int ProgressStep = 256;
    private readonly HashSet<ulong> known = [];
    private readonly TokenTable forbidden = new();
    private readonly List<(int Left, int Right)> merges = [];
    private readonly int[] byteIds = new int[Alphabet];
    private readonly int size;
    private readonly Action<int>? progress;
    private int next;

    /// <summary>Creates a vocabulary without merges.</summary>
    /// <param name="specialTokens">The special tokens, which have the first ids.</param>
    /// <param name="size">The wanted number of tokens.</param>
    /// <param name="limits">Receives the lengths of the tokens.</param>
    /// <param name="progress">Receives the number of tokens now and then.</param>
    public ByteVocabulary(IReadOnlyList<string> specialTokens, int size, MergeLimits limits, Action<int>? progress)
    {
        (SpecialTokens, this.size, Limits, this.progress) = (specialTokens, size, limits, progress);
        next = specialTokens.Count;
        int[] order = new int[Alphabet], points = new int[Alphabet];
        for (int value = 0; value < Alphabet; value++) (order[value], points[value]) = (value, ByteAlphabet.PointOf((byte)value));
        Array.Sort(points, order);
        foreach (int value in order)
        {
            byteIds[value] = next;
            Tokens.Set([(byte)value], next);
            limits.Set(next++, 1);
        }
        for (int i = 0; i < specialTokens.Count; i++)
        {
            byte[] spelling = System.Text.Encoding.UTF8.GetBytes(specialTokens[i]), bytes = new byte[spelling.Length];
            int count = ByteAlphabet.ToBytes(spelling, bytes);
            if (count > 0) forbidden.Set(bytes.AsSpan(0, count), i);
        }
    }

    /// <summary>The special tokens.</summary>
    public IReadOnlyList<string> SpecialTokens { get; }

    /// <summary>The lengths of the tokens.</summary>
    public MergeLimits Limits { get; }

    /// <summary>The bytes of the tokens after the special ones.</summary>
    public TokenTable Tokens { get; } = new();

    /// <summary>The number of tokens.</summary>
    public int Size => next;

    /// <summary>The merges in order.</summary>
    public IReadOnlyList<(int Left, int Right)> Merges => merges;

    /// <summary>The number of occurrences of the last pair that was merged; 0 without merges.</summary>
    public long LastCount { get; private set; }

    public override bool IsFull => next >= size;

    /// <summary>Returns the symbols of a word.</summary>
    public void Spell(ReadOnlySpan<byte> word, Span<int> symbols)
    {
        for (int i = 0; i < word.Length; i++) symbols[i] = byteIds[word[i]];
    }

    // Two different merges may give the same token, as of aa and a, and a and aa. As in the reference, it has one id, and both are in the list. A merge that
    // gives the text of a special token is left out: in the file it would be the special token, which plain text must not become.
    public override int Merge(int left, int right, long count)
    {
        ReadOnlySpan<byte> first = Tokens[left], second = Tokens[right];
        if (forbidden.FindJoined(first, second) >= 0) return -1;
        int id = Tokens.FindJoined(first, second);
        if (id < 0)
        {
            id = next++;
            byte[] joined = [.. first, .. second];
            Tokens.Set(joined, id);
            Limits.Set(id, joined.Length);
            if (next % ProgressStep == 0 || IsFull) progress?.Invoke(next);
        }
        if (known.Add(PairTable.PairOf(left, right))) merges.Add((left, right));
        LastCount = count;
        return id;
    }
}
