namespace DataCuration;

/// <summary>
/// Chooses the documents with the largest keys (weight plus noise) out of tables that are streamed, not held: the threshold is found by a histogram of the
/// keys' leading bits, narrowed until the rest fits in memory. Gumbel top-k over the keys is sampling without replacement with probabilities proportional to
/// exp(weight) (DSIR section 3; Kool, van Hoof and Welling 2019).
/// </summary>
internal sealed class Selector
{
    private const int DigitBits = 16;
    /// <summary>So many candidates are sorted in memory (24 bytes each); more are narrowed down by another pass.</summary>
    private const int DefaultMaxSorted = 1 << 20;
    private readonly WeightTable table;
    private readonly SelectionRule rule;
    private readonly int maxSorted;
    private readonly ulong[][] chosen;
    private NumPyLegacyRandom? legacy;

    public Selector(WeightTable table, SelectionRule rule, int maxSorted = DefaultMaxSorted)
    {
        this.maxSorted = maxSorted;
        this.table = table;
        this.rule = rule;
        chosen = [.. Enumerable.Range(0, table.ShardCount).Select(shard => new ulong[KeepList.Words(table.RecordsOf(shard))])];
        legacy = rule.Noise == SelectionNoise.NumPyLegacy ? new NumPyLegacyRandom(checked((uint)rule.Seed)) : null;
    }

    /// <summary>A bit per record of each shard.</summary>
    public ulong[][] Chosen => chosen;

    /// <summary>How much of the rule's unit was asked for and chosen, and how many documents passed the length filter.</summary>
    public (long Asked, long Taken, long Documents, long Passing) Totals { get; private set; }

    public void Run(ReadOnlySpan<double> proportions, CancellationToken cancellationToken)
    {
        long left = rule.Size.Amount;
        for (int target = 0; target < proportions.Length; target++)
        {
            // As in the reference: each target's part is rounded down, and the last one gets what is left.
            long amount = target == proportions.Length - 1 ? left : Math.Min(left, (long)(rule.Size.Amount * proportions[target]));
            left -= amount;
            Choose(target, amount, cancellationToken);
        }
    }

    private void Choose(int target, long amount, CancellationToken cancellationToken)
    {
        List<Candidate> sorted;
        long room = amount;
        ulong above = ulong.MaxValue; // candidates above this key are in for sure
        bool all = false;
        if (legacy is not null)
        {
            // The legacy generator can be drawn from only once, in order: this mode holds its candidates in memory.
            sorted = [.. Candidates(target, cancellationToken)];
            Totals = Totals with { Passing = Totals.Passing + (target == 0 ? sorted.Count : 0) };
        }
        else
        {
            (ulong prefix, int bits, room, all) = Narrow(target, amount, cancellationToken);
            int shift = 64 - bits;
            above = bits == 0 ? ulong.MaxValue : prefix << shift | ((1UL << shift) - 1);
            sorted = all ? [] : [.. Candidates(target, cancellationToken).Where(candidate => bits == 0 || candidate.Key >> shift == prefix)];
        }
        sorted.Sort();
        int taken = 0;
        while (taken < sorted.Count && room > 0) room -= sorted[taken++].Size;
        // What is chosen is everything above the last one taken in the order of keys, ties in the corpus's order.
        var inSorted = new HashSet<long>(sorted.Take(taken).Select(candidate => candidate.Sequence));
        if (legacy is not null) MarkSorted(sorted.Take(taken));
        else Mark(target, candidate => all || candidate.Key > above || inSorted.Contains(candidate.Sequence), cancellationToken);
        Totals = Totals with { Asked = Totals.Asked + amount };
    }

    /// <summary>Finds a prefix of the keys' bits in which the threshold lies, with few enough candidates to sort.</summary>
    private (ulong Prefix, int Bits, long Room, bool All) Narrow(int target, long amount, CancellationToken cancellationToken)
    {
        ulong prefix = 0;
        int bits = 0;
        long room = amount;
        var counts = new long[1 << DigitBits];
        var sizes = new long[1 << DigitBits];
        while (true)
        {
            Array.Clear(counts);
            Array.Clear(sizes);
            long passing = 0;
            foreach (Candidate candidate in Candidates(target, cancellationToken))
            {
                passing++;
                if (bits > 0 && candidate.Key >> (64 - bits) != prefix) continue;
                int digit = (int)(candidate.Key >> (64 - bits - DigitBits)) & ((1 << DigitBits) - 1);
                counts[digit]++;
                sizes[digit] += candidate.Size;
            }
            if (bits == 0 && target == 0) Totals = Totals with { Passing = passing };
            int d = counts.Length - 1;
            // A digit that just uses up the budget is looked into: documents of no size at its end are beyond it.
            for (; d >= 0 && sizes[d] < room; d--) room -= sizes[d];
            if (d < 0) return (prefix, bits, room, true);
            prefix = prefix << DigitBits | (uint)d;
            bits += DigitBits;
            if (counts[d] <= maxSorted || bits == 64) return (prefix, bits, room, false);
        }
    }

    private void Mark(int target, Func<Candidate, bool> isChosen, CancellationToken cancellationToken) =>
        // The candidates are streamed from the tables, and a bit that is set only concerns the candidate just passed.
        MarkSorted(Candidates(target, cancellationToken).Where(isChosen));

    private void MarkSorted(IEnumerable<Candidate> candidates)
    {
        long taken = 0, documents = 0;
        foreach (Candidate candidate in candidates)
        {
            chosen[candidate.Shard][candidate.Record >> 6] |= 1UL << (int)(candidate.Record & 63);
            taken += candidate.Size;
            documents++;
        }
        Totals = Totals with { Taken = Totals.Taken + taken, Documents = Totals.Documents + documents };
    }

    /// <summary>The documents that pass the length filter and are not chosen yet, in the corpus's order, with their keys for a target.</summary>
    private IEnumerable<Candidate> Candidates(int target, CancellationToken cancellationToken)
    {
        long sequence = 0;
        for (int shard = 0; shard < table.ShardCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ulong[] bits = chosen[shard];
            foreach ((WeightRecord record, ReadOnlyMemory<double> weights) in table.Read(shard))
            {
                sequence++;
                if (record.Tokens < rule.MinTokens || (bits[record.Record >> 6] >> (int)(record.Record & 63) & 1) != 0) continue;
                double value = weights.Span[target];
                if (legacy is not null)
                {
                    if (!rule.TopK) value += legacy.NextGumbel();
                }
                else if (!rule.TopK)
                {
                    value += GumbelNoise.Sample(rule.Seed, record.IdHash, (uint)target);
                }
                yield return new(OrderedKey(value), sequence, shard, record.Record, rule.Size.Of(record));
            }
        }
    }

    /// <summary>An unsigned integer that orders as the number does.</summary>
    internal static ulong OrderedKey(double value)
    {
        if (double.IsNaN(value)) throw new InvalidDataException("A document's weight is not a number.");
        long bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value); // -0 and 0 are one weight
        return (ulong)(bits ^ (bits >> 63 | long.MinValue));
    }

    private readonly record struct Candidate(ulong Key, long Sequence, int Shard, long Record, long Size) : IComparable<Candidate>
    {
        /// <summary>Best first: larger keys, then the corpus's order.</summary>
        public int CompareTo(Candidate other) => Key != other.Key ? other.Key.CompareTo(Key) : Sequence.CompareTo(other.Sequence);
    }
}
