using System.Text;

namespace DataCuration;

/// <summary>
/// A model's words and labels, and how a text becomes rows of the input matrix: words, character n-grams and word n-grams (dictionary.cc of fastText 0.9.2). Words lie in one array of bytes; n-grams of known
/// words are worked out when they occur, where the original keeps a list for every word.
/// </summary>
internal sealed class FastTextDictionary
{
    private const int MaxEntries = 1 << 29;

    /// <summary>In a table that is at most half full an entry takes about half a step.</summary>
    private const long MaxStepsPerEntry = 16;
    private readonly FastTextArguments arguments;
    private readonly byte[] text;
    private readonly int[] starts;
    private readonly int[] table;
    private readonly Dictionary<int, int>? pruned;

    private FastTextDictionary(FastTextFileReader reader, FastTextArguments arguments, byte[] text, int[] starts, int words, long[] labelCounts, Dictionary<int, int>? pruned)
    {
        this.arguments = arguments;
        this.text = text;
        this.starts = starts;
        this.pruned = pruned;
        Words = words;
        LabelCounts = labelCounts;
        int capacity = 4;
        while (capacity < 2L * (starts.Length - 1)) capacity *= 2;
        table = new int[capacity];
        Array.Fill(table, -1);
        long collisions = 0;
        for (int i = 0; i < starts.Length - 1; i++)
        {
            ref int slot = ref Slot(Word(i), FastTextHash.Compute(Word(i)), out int steps);
            if (slot < 0) slot = i;
            collisions += steps;
            // A hash of 32 bits is easily made to collide; a table like that would make loading and every lookup slow.
            if (collisions > 1000 + MaxStepsPerEntry * i) throw reader.Invalid("word", "one of many with the same hash");
        }
    }

    /// <summary>How many words there are; labels are the entries behind them.</summary>
    public int Words { get; }

    /// <summary>How often each label occurred in training: what the tree of hierarchical softmax is made of.</summary>
    public long[] LabelCounts { get; }

    /// <summary>How many rows of hashed n-grams a pruned model keeps; null if it is not pruned.</summary>
    public int? PrunedRows { get; private init; }

    /// <summary>The rows that the input matrix must have.</summary>
    public long RequiredRows => Words + (PrunedRows ?? (arguments.UsesBuckets ? arguments.Buckets : 0L));

    public static FastTextDictionary Read(FastTextFileReader reader, FastTextArguments arguments)
    {
        int size = reader.ReadInt32("size of the dictionary", 1, MaxEntries), words = reader.ReadInt32("number of words", 0, size), labels = reader.ReadInt32("number of labels", 1, size);
        if (words + labels != size) throw reader.Invalid("number of labels", "not what is left of the dictionary");
        reader.ReadInt64("number of tokens", long.MinValue, long.MaxValue);
        long prunedSize = reader.ReadInt64("size of the pruned index", -1, int.MaxValue);
        reader.RequireRoom("size of the dictionary", size, 10); // an empty word, its end, count and type
        var text = new List<byte>();
        var starts = new int[size + 1];
        var counts = new long[labels];
        for (int i = 0; i < size; i++)
        {
            starts[i] = text.Count;
            reader.ReadString("word", text);
            long count = reader.ReadInt64("count of a word", 0, 1_000_000_000_000_000);
            byte type = reader.ReadByte("type of a word");
            if (type != (i < words ? 0 : 1)) throw reader.Invalid("type of a word", "not that of its place: words stand before labels");
            if (i >= words) counts[i - words] = count;
        }
        starts[size] = text.Count;
        Dictionary<int, int>? pruned = null;
        int rows = 0;
        if (prunedSize >= 0)
        {
            reader.RequireRoom("size of the pruned index", prunedSize, 8);
            pruned = new((int)prunedSize);
            for (long i = 0; i < prunedSize; i++)
            {
                int from = reader.ReadInt32("pruned index", 0, int.MaxValue), to = reader.ReadInt32("pruned index", 0, (int)prunedSize - 1);
                pruned[from] = to;
                rows = Math.Max(rows, to + 1);
            }
        }
        return new(reader, arguments, [.. text], starts, words, counts, pruned) { PrunedRows = prunedSize >= 0 ? rows : null };
    }

    /// <summary>A label without its prefix.</summary>
    public string Label(int index)
    {
        ReadOnlySpan<byte> label = Word(Words + index);
        return Encoding.UTF8.GetString(label.StartsWith("__label__"u8) ? label[9..] : label);
    }

    /// <summary>
    /// Gives the rows of a text. The text is one line to fastText: line ends part words like other white space, and the end-of-line word follows at its end. As in the original, the text ends at a word <c>&lt;/s&gt;</c>,
    /// and words that begin with <c>__label__</c> are passed over.
    /// </summary>
    /// <param name="line">The text in UTF-8 (any bytes will do).</param>
    /// <param name="wordHashes">A buffer, used where the model has word n-grams.</param>
    /// <param name="sink">Takes the rows.</param>
    public void Read<TSink>(ReadOnlySpan<byte> line, List<int> wordHashes, ref TSink sink) where TSink : struct, IFeatureSink, allows ref struct
    {
        wordHashes.Clear();
        int at = 0;
        bool ended = false;
        while (!ended)
        {
            while (at < line.Length && IsSpace(line[at])) at++;
            int begin = at;
            uint hash = FastTextHash.Seed;
            while (at < line.Length && !IsSpace(line[at])) hash = FastTextHash.Append(hash, line[at++]);
            ReadOnlySpan<byte> word = line[begin..at];
            if (word.IsEmpty)
            {
                word = "</s>"u8;
                hash = FastTextHash.Compute(word);
            }
            ended = word.SequenceEqual("</s>"u8);
            int id = Slot(word, hash, out _);
            if (id < 0 ? word.StartsWith("__label__"u8) : id >= Words) continue;
            if (id >= 0) sink.Add(id);
            if (!ended && arguments.MaxN > 0) AddSubwords(word, ref sink);
            if (arguments.WordNGrams > 1) wordHashes.Add(unchecked((int)hash));
        }
        if (arguments.WordNGrams > 1) AddWordNGrams(wordHashes, ref sink);
    }

    /// <summary>The hashes of the character n-grams of the word between its marks <c>&lt;</c> and <c>&gt;</c>; a character is a byte and the continuation bytes behind it.</summary>
    private void AddSubwords<TSink>(ReadOnlySpan<byte> word, ref TSink sink) where TSink : struct, IFeatureSink, allows ref struct
    {
        int length = word.Length + 2;
        uint buckets = (uint)arguments.Buckets;
        for (int i = 0; i < length; i++)
        {
            if (IsContinuation(At(word, i))) continue;
            uint hash = FastTextHash.Seed;
            for (int j = i, n = 1; j < length && n <= arguments.MaxN; n++)
            {
                hash = FastTextHash.Append(hash, At(word, j++));
                while (j < length && IsContinuation(At(word, j))) hash = FastTextHash.Append(hash, At(word, j++));
                if (n >= arguments.MinN && !(n == 1 && (i == 0 || j == length))) AddBucket((int)(hash % buckets), ref sink);
            }
        }
    }

    private void AddWordNGrams<TSink>(List<int> hashes, ref TSink sink) where TSink : struct, IFeatureSink, allows ref struct
    {
        for (int i = 0; i < hashes.Count; i++)
        {
            // Hashes are signed there: they are widened with their sign.
            ulong hash = unchecked((ulong)hashes[i]);
            for (int j = i + 1; j < hashes.Count && j - i < arguments.WordNGrams; j++)
            {
                hash = unchecked(hash * 116049371 + (ulong)hashes[j]);
                AddBucket((int)(hash % (ulong)arguments.Buckets), ref sink);
            }
        }
    }

    private void AddBucket<TSink>(int bucket, ref TSink sink) where TSink : struct, IFeatureSink, allows ref struct
    {
        if (pruned is null) sink.Add(Words + bucket);
        else if (pruned.TryGetValue(bucket, out int kept)) sink.Add(Words + kept);
    }

    private ReadOnlySpan<byte> Word(int index) => text.AsSpan(starts[index], starts[index + 1] - starts[index]);

    private ref int Slot(ReadOnlySpan<byte> word, uint hash, out int steps)
    {
        int mask = table.Length - 1;
        steps = 0;
        for (int slot = (int)(SeededRandom.Mix(hash) & (uint)mask); ; slot = (slot + 1) & mask, steps++)
        {
            ref int entry = ref table[slot];
            if (entry < 0 || Word(entry).SequenceEqual(word)) return ref entry;
        }
    }

    private static byte At(ReadOnlySpan<byte> word, int index) => index == 0 ? (byte)'<' : index == word.Length + 1 ? (byte)'>' : word[index - 1];

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'\v' or (byte)'\f' or 0;
}
