namespace DataCuration.Tokenization.Tests;

/// <summary>Byte-pair training as the papers state it: before each merge, all pairs of all words are counted again. The oracle of the trainer.</summary>
internal static class NaiveTrainer
{
    /// <summary>Learns merges.</summary>
    /// <param name="words">The words, as bytes of one character each, with their counts.</param>
    /// <param name="firstId">The id of the smallest byte; ids follow the order of the characters that spell bytes.</param>
    /// <param name="size">The wanted number of tokens.</param>
    /// <param name="minCount">The smallest count of a pair.</param>
    /// <param name="maxBytes">The maximum length of a token.</param>
    /// <returns>The merges, as pairs of ids.</returns>
    public static List<(int Left, int Right)> Train(IEnumerable<(byte[] Word, long Count)> words, int firstId, int size, long minCount, int maxBytes)
    {
        int[] order = [.. Enumerable.Range(0, 256).OrderBy(value => ByteAlphabet.PointOf((byte)value))];
        var texts = new Dictionary<int, byte[]>();
        for (int i = 0; i < 256; i++) texts[firstId + i] = [(byte)order[i]];
        var all = words.Select(word => (Symbols: word.Word.Select(value => firstId + Array.IndexOf(order, value)).ToList(), word.Count)).ToList();
        var merges = new List<(int, int)>();
        while (firstId + texts.Count < size)
        {
            var counts = new Dictionary<(int Left, int Right), long>();
            foreach ((List<int> symbols, long count) in all)
                for (int i = 1; i < symbols.Count; i++)
                {
                    (int, int) pair = (symbols[i - 1], symbols[i]);
                    counts[pair] = counts.GetValueOrDefault(pair) + count;
                }
            var possible = counts.Where(pair => pair.Value >= minCount && texts[pair.Key.Left].Length + texts[pair.Key.Right].Length <= maxBytes)
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Left).ThenBy(pair => pair.Key.Right).ToList();
            if (possible.Count == 0) break;
            (int left, int right) = possible[0].Key;
            byte[] text = [.. texts[left], .. texts[right]];
            int id = texts.Where(token => token.Value.SequenceEqual(text)).Select(token => token.Key).DefaultIfEmpty(-1).First();
            if (id < 0) texts[id = firstId + texts.Count] = text;
            if (!merges.Contains((left, right))) merges.Add((left, right));
            foreach ((List<int> symbols, _) in all)
                for (int i = 0; i + 1 < symbols.Count; i++)
                    if (symbols[i] == left && symbols[i + 1] == right)
                    {
                        symbols[i] = id;
                        symbols.RemoveAt(i + 1);
                    }
        }
        return merges;
    }
}
