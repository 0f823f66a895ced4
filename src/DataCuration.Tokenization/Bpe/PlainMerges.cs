namespace DataCuration.Tokenization;

/// <summary>
/// Byte-pair encoding as it is defined: of all pairs of neighbours the one with the lowest rank is merged, the leftmost first, until no pair is a merge. Takes
/// n log n steps. Used for vocabularies whose merges have no order in time, and in tests.
/// </summary>
/// <param name="merges">The merges.</param>
internal sealed class PlainMerges(MergeTable merges)
{
    /// <summary>Merges symbols.</summary>
    /// <param name="symbols">The tokens and lengths of the symbols; afterwards those of the result.</param>
    public void Apply(List<(int Token, int Length)> symbols)
    {
        int count = symbols.Count;
        if (count < 2) return;
        int[] tokens = new int[count], lengths = new int[count], previous = new int[count], next = new int[count];
        for (int i = 0; i < count; i++) (tokens[i], lengths[i], previous[i], next[i]) = (symbols[i].Token, symbols[i].Length, i - 1, i + 1);
        var queue = new PriorityQueue<(int Position, int Rank), ulong>();
        for (int i = 0; i + 1 < count; i++) Add(i, i + 1);
        while (queue.TryDequeue(out (int Position, int Rank) best, out _))
        {
            (int at, int rank) = best;
            int right = next[at];
            // Places are removed by a token of -1, and a pair that changed has another rank.
            if (tokens[at] < 0 || right >= count || merges.Find(tokens[at], tokens[right]) != rank) continue;
            tokens[at] = merges.ResultOf(rank);
            lengths[at] += lengths[right];
            tokens[right] = -1;
            next[at] = next[right];
            if (next[at] < count)
            {
                previous[next[at]] = at;
                Add(at, next[at]);
            }
            if (previous[at] >= 0) Add(previous[at], at);
        }
        symbols.Clear();
        for (int i = 0; i < count; i = next[i]) symbols.Add((tokens[i], lengths[i]));

        void Add(int left, int right)
        {
            int rank = merges.Find(tokens[left], tokens[right]);
            if (rank >= 0) queue.Enqueue((left, rank), (ulong)rank << 32 | (uint)left);
        }
    }
}
