namespace DataCuration.FastText;

/// <summary>
/// The words and labels of a model. Maps texts to rows of the input matrix: words, character n-grams and word n-grams (dictionary.cc of fastText 0.9.2).
/// All words are in one byte array. The original keeps a list of n-grams for every word; here the list is kept only if it is not much longer than the
/// words.
/// </summary>
internal sealed class FastTextDictionary
{
    private const int MaxEntries = 1 << 29;

    /// <summary>The limit of the mean number of probe steps. In a table that is at most half full an entry normally needs about half a step.</summary>
    private const long MaxStepsPerEntry = 16;

    /// <summary>The maximum length of the list of n-grams, for each byte of the words. A longer list is not kept.</summary>
    private const long MaxNGramsPerByte = 8;

    /// <summary>The longest n-grams that are listed. With longer ones, counting them would already take too long.</summary>
    private const int MaxListedLength = 32;

    private readonly FastTextArguments arguments;
    private readonly int[] table;
    private readonly PrunedNGrams? pruned;
    private readonly int[]? nGrams;
    private readonly int[] nGramStarts = [];

    public FastTextDictionary(FastTextEntries entries, FastTextArguments arguments, PrunedNGrams? pruned = null)
    {
        Entries = entries;
        this.arguments = arguments;
        this.pruned = pruned;
        int capacity = 4;
        while (capacity < 2L * entries.Count) capacity *= 2;
        table = new int[capacity];
        Array.Fill(table, -1);
        long collisions = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            ref int slot = ref Slot(entries[i], FastTextHash.Compute(entries[i]), out int steps);
            if (slot < 0) slot = i;
            collisions += steps;
            // Collisions of a 32-bit hash are easy to construct. Such a table would make loading and every lookup slow.
            if (collisions > 1000 + MaxStepsPerEntry * i) throw new InvalidDataException("Too many words have the same hash.");
        }
        if (arguments.MaxN is > 0 and <= MaxListedLength) (nGrams, nGramStarts) = ListNGrams();
    }

    /// <summary>The words, labels and their counts.</summary>
    public FastTextEntries Entries { get; }

    /// <summary>The number of words. The entries after the words are labels.</summary>
    public int Words => Entries.Words;

    /// <summary>The frequency of each label in training. The tree of hierarchical softmax is built from it.</summary>
    public ReadOnlySpan<long> LabelCounts => Entries.Counts.AsSpan(Words);

    /// <summary>The frequencies of the prediction targets: labels in a classifier, words otherwise.</summary>
    public ReadOnlySpan<long> TargetCounts => arguments.Model == FastTextModelKind.Supervised ? LabelCounts : Entries.Counts.AsSpan(0, Words);

    /// <summary>The number of n-gram rows in a pruned model; null if the model is not pruned.</summary>
    public int? PrunedRows => pruned?.Rows;

    /// <summary>The minimum number of rows of the input matrix.</summary>
    public long RequiredRows => Words + (PrunedRows ?? (arguments.UsesBuckets ? arguments.Buckets : 0L));

    public static FastTextDictionary Read(FastTextFileReader reader, FastTextArguments arguments)
    {
        int size = reader.ReadInt32("size of the dictionary", 1, MaxEntries), words = reader.ReadInt32("number of words", 0, size);
        int labels = reader.ReadInt32("number of labels", arguments.Model == FastTextModelKind.Supervised ? 1 : 0, size);
        if (words + labels != size) throw reader.Invalid("number of labels", "not the size of the dictionary minus its words");
        long tokens = reader.ReadInt64("number of tokens", long.MinValue, long.MaxValue);
        long prunedSize = reader.ReadInt64("size of the pruned index", -1, int.MaxValue);
        reader.RequireRoom("size of the dictionary", size, 10); // an empty word with terminator, count and type
        var text = new List<byte>();
        var starts = new int[size + 1];
        var counts = new long[size];
        for (int i = 0; i < size; i++)
        {
            starts[i] = text.Count;
            reader.ReadString("word", text);
            counts[i] = reader.ReadInt64("count of a word", 0, 1_000_000_000_000_000);
            byte type = reader.ReadByte("type of a word");
            if (type != (i < words ? 0 : 1)) throw reader.Invalid("type of a word", "wrong: words must come before labels");
        }
        starts[size] = text.Count;
        PrunedNGrams? pruned = prunedSize < 0 ? null : PrunedNGrams.Read(reader, prunedSize);
        try
        {
            return new(new([.. text], starts, counts, words, tokens), arguments, pruned);
        }
        catch (InvalidDataException)
        {
            throw reader.Invalid("word", "one of too many words with the same hash");
        }
    }

    public void Write(FastTextFileWriter writer)
    {
        writer.Write(Entries.Count);
        writer.Write(Words);
        writer.Write(Entries.Labels);
        writer.Write(Entries.Tokens);
        writer.Write(pruned?.Count ?? -1L);
        for (int i = 0; i < Entries.Count; i++)
        {
            foreach (byte value in Entries[i]) writer.Write(value);
            writer.Write((byte)0);
            writer.Write(Entries.Counts[i]);
            writer.Write((byte)(i < Words ? 0 : 1));
        }
        pruned?.Write(writer);
    }

    /// <summary>Makes a dictionary with only some words and n-grams, and all labels (dictionary.cc, prune).</summary>
    /// <param name="rows">The rows to keep.</param>
    /// <returns>The new dictionary, and the old row of each new row.</returns>
    public (FastTextDictionary Dictionary, int[] Rows) Prune(ReadOnlySpan<int> rows)
    {
        var words = new List<int>();
        var kept = new List<int>();
        foreach (int row in rows) (row < Words ? words : kept).Add(row);
        words.Sort();
        (int, int)[] pairs = [.. kept.Select((row, index) => (row - Words, index))];
        var text = new List<byte>();
        var starts = new List<int>();
        var counts = new List<long>();
        foreach (int entry in words.Concat(Enumerable.Range(Words, Entries.Labels)))
        {
            starts.Add(text.Count);
            text.AddRange(Entries[entry]);
            counts.Add(Entries.Counts[entry]);
        }
        starts.Add(text.Count);
        var entries = new FastTextEntries([.. text], [.. starts], [.. counts], words.Count, Entries.Tokens);
        return (new(entries, arguments, new(pairs)), [.. words, .. kept]);
    }

    /// <summary>Returns a label without its prefix.</summary>
    public string Label(int index) => Entries.Label(index);

    /// <summary>Returns the index of a word or label; -1 if it is unknown.</summary>
    public int Find(ReadOnlySpan<byte> word, uint hash) => Slot(word, hash, out _);

    /// <summary>Adds the rows of a word: its own row if it is known, and those of its character n-grams.</summary>
    /// <param name="word">The word.</param>
    /// <param name="id">The word's index; -1 if it is unknown.</param>
    /// <param name="sink">Receives the rows.</param>
    public void AddWord<TSink>(ReadOnlySpan<byte> word, int id, ref TSink sink) where TSink : struct, IFeatureSink, allows ref struct
    {
        if (id >= 0) sink.Add(id);
        if (arguments.MaxN <= 0) return;
        if (id >= 0 && nGrams is not null)
            foreach (int row in nGrams.AsSpan(nGramStarts[id], nGramStarts[id + 1] - nGramStarts[id])) sink.Add(row);
        else if (!word.SequenceEqual("</s>"u8)) AddSubwords(word, ref sink);
    }

    /// <summary>
    /// Adds the rows of a text. The text is read as one line: line ends separate words like other white space, and the end-of-line word is added at the
    /// end. As in the original, the text ends at a word <c>&lt;/s&gt;</c>, and unknown words that begin with <c>__label__</c> are skipped.
    /// </summary>
    /// <param name="line">The text in UTF-8. Invalid UTF-8 is accepted.</param>
    /// <param name="wordHashes">A buffer, used if the model has word n-grams.</param>
    /// <param name="sink">Receives the rows.</param>
    public void Read<TSink>(ReadOnlySpan<byte> line, List<int> wordHashes, ref TSink sink) where TSink : struct, IFeatureSink, allows ref struct
    {
        wordHashes.Clear();
        int at = 0;
        bool ended = false;
        while (!ended)
        {
            while (at < line.Length && FastTextTokenReader.IsSpace(line[at])) at++;
            int begin = at;
            uint hash = FastTextHash.Seed;
            while (at < line.Length && !FastTextTokenReader.IsSpace(line[at])) hash = FastTextHash.Append(hash, line[at++]);
            ReadOnlySpan<byte> word = line[begin..at];
            if (word.IsEmpty)
            {
                word = "</s>"u8;
                hash = FastTextHash.Compute(word);
            }
            ended = word.SequenceEqual("</s>"u8);
            int id = Slot(word, hash, out _);
            if (id < 0 ? word.StartsWith("__label__"u8) : id >= Words) continue;
            AddWord(word, id, ref sink);
            if (arguments.WordNGrams > 1) wordHashes.Add(unchecked((int)hash));
        }
        if (arguments.WordNGrams > 1) AddWordNGrams(wordHashes, ref sink);
    }

    /// <summary>
    /// Adds the rows of a word's character n-grams. The word is enclosed in <c>&lt;</c> and <c>&gt;</c>. A character is one byte and the continuation bytes
    /// after it.
    /// </summary>
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

    /// <summary>Adds the rows of a line's word n-grams.</summary>
    /// <param name="hashes">The hashes of the words.</param>
    /// <param name="sink">Receives the rows.</param>
    public void AddWordNGrams<TSink>(List<int> hashes, ref TSink sink) where TSink : struct, IFeatureSink, allows ref struct
    {
        for (int i = 0; i < hashes.Count; i++)
        {
            // The original stores hashes as signed numbers, so they are sign-extended to 64 bits.
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
        else if (pruned.TryGetRow(bucket, out int kept)) sink.Add(Words + kept);
    }

    /// <summary>Lists the n-grams of every word, as the original does. Returns no list if it would be much longer than the words.</summary>
    private (int[]? Rows, int[] Starts) ListNGrams()
    {
        var starts = new int[Words + 1];
        var counter = new Counter();
        for (int i = 0; i < Words; i++)
        {
            if (!Entries[i].SequenceEqual("</s>"u8)) AddSubwords(Entries[i], ref counter);
            if (counter.Count > 1000 + MaxNGramsPerByte * Entries.Text.Length) return (null, []);
            starts[i + 1] = (int)counter.Count;
        }
        var rows = new Lister { Rows = new int[counter.Count] };
        for (int i = 0; i < Words; i++)
            if (!Entries[i].SequenceEqual("</s>"u8)) AddSubwords(Entries[i], ref rows);
        return (rows.Rows, starts);
    }

    private ref int Slot(ReadOnlySpan<byte> word, uint hash, out int steps)
    {
        int mask = table.Length - 1;
        steps = 0;
        for (int slot = (int)(SeededRandom.Mix(hash) & (uint)mask); ; slot = (slot + 1) & mask, steps++)
        {
            ref int entry = ref table[slot];
            if (entry < 0 || Entries[entry].SequenceEqual(word)) return ref entry;
        }
    }

    private static byte At(ReadOnlySpan<byte> word, int index) => index == 0 ? (byte)'<' : index == word.Length + 1 ? (byte)'>' : word[index - 1];

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private struct Counter : IFeatureSink
    {
        public long Count { get; private set; }

        public void Add(int row) => Count++;
    }

    private struct Lister : IFeatureSink
    {
        private int count;

        public int[] Rows { get; init; }

        public void Add(int row) => Rows[count++] = row;
    }
}
