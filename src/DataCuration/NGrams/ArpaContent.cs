using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration;

/// <summary>The n-grams of an ARPA file in memory, and the conversion to a model file.</summary>
internal sealed class ArpaContent
{
    private const ulong Seed = 0;
    private const float MissingUnknown = -100;
    private readonly Dictionary<WordKey, int> words = [];
    private readonly List<byte[]> wordBytes = [];
    private readonly List<OrderEntries> orders = [];

    private readonly record struct WordKey(ulong High, ulong Low);

    /// <summary>Returns the number of n-grams that one array of their words can hold; of single words, one array of their two values.</summary>
    public static int MaxCount(int n) => Array.MaxLength / Math.Max(2, n);

    /// <summary>Starts an order.</summary>
    public void Begin(int n) => orders.Add(new OrderEntries(n));

    public long Count(int n) => orders[n - 1].Count;

    public bool TryAddWord(ReadOnlySpan<byte> word, out int id)
    {
        id = wordBytes.Count;
        if (!words.TryAdd(Key(word), id)) return false;
        wordBytes.Add(word.ToArray());
        return true;
    }

    public bool TryFind(ReadOnlySpan<byte> word, out int id) => words.TryGetValue(Key(word), out id);

    public bool TryAdd(ReadOnlySpan<int> ids, float probability, float backoff) => orders[ids.Length - 1].TryAdd(ids, probability, backoff);

    /// <summary>Adds what models may lack, and checks that the context of every n-gram is there.</summary>
    public void Complete(string path)
    {
        // KenLM reads "<UNK>" as "<unk>" too (lm/vocab.cc, kUnknownCapHash).
        if (!TryFind("<unk>"u8, out _) && words.Remove(Key("<UNK>"u8), out int capital))
        {
            words.Add(Key("<unk>"u8), capital);
            wordBytes[capital] = "<unk>"u8.ToArray();
        }
        foreach (string special in (string[])["<s>", "</s>"])
            if (!TryFind(Encoding.UTF8.GetBytes(special), out _)) throw new InvalidDataException($"'{path}' has no word '{special}'.");
        if (TryAddWord("<unk>"u8, out int unknown)) orders[0].TryAdd([unknown], MissingUnknown, 0);
        for (int n = orders.Count; n >= 2; n--)
        {
            OrderEntries own = orders[n - 1], lower = orders[n - 2];
            for (int i = 0; i < own.Count; i++)
                if (lower.Find(own.Ids(i)[1..]) < 0) lower.TryAdd(own.Ids(i)[1..], float.NaN, 0);
        }
        // An added n-gram is an n-gram of a context that may be missing in turn: its weight is then 1.
        for (int n = 2; n < orders.Count; n++)
            for (int i = 0; i < orders[n - 1].Count; i++)
                if (float.IsNaN(orders[n - 1].Probability(i))) orders[n - 1].SetProbability(i, BackOff(orders[n - 1].Ids(i)));
        for (int n = orders.Count; n >= 2; n--)
            for (int i = 0; i < orders[n - 1].Count; i++)
                if (orders[n - 2].Find(orders[n - 1].Ids(i)[..^1]) < 0)
                    throw new InvalidDataException($"'{path}': the {n}-gram '{Text(orders[n - 1].Ids(i))}' is there without its context "
                        + $"'{Text(orders[n - 1].Ids(i)[..^1])}'.");
    }

    /// <summary>Writes a model file.</summary>
    public void Write(ChecksummedWriter output, NGramTokens tokens)
    {
        // Special words have fixed ids, and the others are sorted by their bytes.
        int[] sorted = [.. Enumerable.Range(0, wordBytes.Count).Where(id => !NGramVocabulary.IsSpecial(wordBytes[id]))];
        Array.Sort(sorted, (left, right) => wordBytes[left].AsSpan().SequenceCompareTo(wordBytes[right]));
        var ids = new int[wordBytes.Count];
        for (int special = 0; special < NGramVocabulary.SpecialWords; special++)
            ids[words[Key(NGramVocabulary.SpecialWord(special))]] = special;
        for (int i = 0; i < sorted.Length; i++) ids[sorted[i]] = i + NGramVocabulary.SpecialWords;
        int order = orders.Count;
        var layout = new NGramLayout { Order = order, HashSeed = Seed, Identity = tokens.ToIdentity(), Counts = [.. orders.Select(one => (long)one.Count)] };
        layout.WriteHeader(output);
        NGramVocabulary.Write(output, sorted.Length, receive =>
        {
            foreach (int id in sorted) receive(wordBytes[id]);
        });
        var unigrams = new float[2 * ids.Length];
        for (int i = 0; i < orders[0].Count; i++)
            (unigrams[2 * ids[orders[0].Ids(i)[0]]], unigrams[(2 * ids[orders[0].Ids(i)[0]]) + 1]) = (orders[0].Probability(i), orders[0].Backoff(i));
        output.Write(MemoryMarshal.AsBytes(unigrams.AsSpan()));
        for (int n = 2; n <= order; n++) orders[n - 1].Write(output, ids, NGramLayout.EntryBytes(n, order), Seed);
        output.Complete(NGramLayout.Magic, order, 0, 0);
    }

    private float BackOff(ReadOnlySpan<int> ids)
    {
        if (orders[ids.Length - 1].Find(ids) is >= 0 and var own && !float.IsNaN(orders[ids.Length - 1].Probability(own)))
            return orders[ids.Length - 1].Probability(own);
        int context = orders[ids.Length - 2].Find(ids[..^1]);
        return (context < 0 ? 0 : orders[ids.Length - 2].Backoff(context)) + BackOff(ids[1..]);
    }

    private string Text(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        foreach (int id in ids) text.Append(text.Length == 0 ? "" : " ").Append(Encoding.UTF8.GetString(wordBytes[id]));
        return text.ToString();
    }

    private static WordKey Key(ReadOnlySpan<byte> word)
    {
        UInt128 hash = System.IO.Hashing.XxHash128.HashToUInt128(word);
        return new((ulong)(hash >> 64), (ulong)hash);
    }

    private sealed class OrderEntries(int n)
    {
        private readonly Dictionary<ulong, int> places = [];
        private readonly List<int> ids = [];
        private readonly List<(float Probability, float Backoff)> values = [];

        public int Count => values.Count;

        public ReadOnlySpan<int> Ids(int place) => CollectionsMarshal.AsSpan(ids).Slice(place * n, n);

        public float Probability(int place) => values[place].Probability;

        public float Backoff(int place) => values[place].Backoff;

        public void SetProbability(int place, float probability) => values[place] = (probability, values[place].Backoff);

        public bool TryAdd(ReadOnlySpan<int> own, float probability, float backoff)
        {
            // Missing n-grams are added to those of the file.
            if (values.Count >= MaxCount(n)) throw new InvalidDataException($"The model has more than {MaxCount(n)} {n}-grams, the most that an import holds.");
            if (!places.TryAdd(NGramKeys.Of(own, Seed), values.Count)) return false;
            ids.AddRange(own);
            values.Add((probability, backoff));
            return true;
        }

        public int Find(ReadOnlySpan<int> own) => places.TryGetValue(NGramKeys.Of(own, Seed), out int place) && Ids(place).SequenceEqual(own) ? place : -1;

        public void Write(ChecksummedWriter output, int[] newIds, int entryBytes, ulong seed)
        {
            var keys = new ulong[Count];
            var order = new int[Count];
            Span<int> renamed = stackalloc int[NGramModel.MaxOrder];
            renamed = renamed[..n];
            for (int i = 0; i < Count; i++)
            {
                for (int word = 0; word < n; word++) renamed[word] = newIds[Ids(i)[word]];
                keys[i] = NGramKeys.Of(renamed, seed);
                order[i] = i;
            }
            Array.Sort(keys, order);
            for (int i = 1; i < Count; i++)
                if (keys[i] == keys[i - 1]) throw new InvalidDataException($"Two {n}-grams of the model have the same hash.");
            var table = new NGramHashSection.Writer(output, Count, entryBytes);
            Span<byte> entry = stackalloc byte[16];
            for (int i = 0; i < Count; i++)
            {
                MemoryMarshal.Write(entry, keys[i]);
                MemoryMarshal.Write(entry[8..], Probability(order[i]));
                MemoryMarshal.Write(entry[12..], Backoff(order[i]));
                table.Write(entry[..entryBytes]);
            }
            table.Complete();
            foreach (int place in order)
            {
                for (int word = 0; word < n; word++) renamed[word] = newIds[Ids(place)[word]];
                output.Write(MemoryMarshal.AsBytes(renamed));
            }
            output.Align();
        }
    }
}
