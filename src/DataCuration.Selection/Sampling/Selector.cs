namespace DataCuration.Selection;

/// <summary>
/// Chooses the documents with the largest keys (weight plus noise) out of tables that are streamed, not held: the threshold is found by a histogram of the
/// keys' leading bits, narrowed until the rest fits in memory. Gumbel top-k over the keys is sampling without replacement with probabilities proportional to
/// exp(weight) (DSIR section 3; Kool, van Hoof and Welling 2019).
/// </summary>
internal sealed class Selector
{
    private const int DigitBits = 16;

    /// <summary>So many candidates are sorted in memory (40 bytes each); more are narrowed down by another pass.</summary>
    private const int DefaultMaxSorted = 1 << 20;
    private readonly WeightTable table;
    private readonly SelectionRule rule;
    private readonly int maxSorted;
    private readonly ulong[][] chosen;
    private readonly NumPyLegacyRandom? legacy;

    public Selector(WeightTable table, SelectionRule rule, int maxSorted = DefaultMaxSorted)
    {
        this.maxSorted = maxSorted;
        this.table = table;
        this.rule = rule;
        chosen = [.. Enumerable.Range(0, table.ShardCount).Select(shard => new ulong[(table.RecordsOf(shard) + 63) / 64])];
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
        Totals = Totals with { Asked = Totals.Asked + amount };
        if (legacy is not null)
        {
            // The legacy generator can be drawn from only once, in order: this mode holds its candidates in memory.
            List<Candidate> all = [.. Candidates(target, cancellationToken)];
            if (target == 0) Totals = Totals with { Passing = all.Count };
            MarkAll(Best(all, amount));
            return;
        }
        (ulong prefix, int bits, long room, bool takesAll) = Narrow(target, amount, cancellationToken);
        if (takesAll)
        {
            MarkAll(Candidates(target, cancellationToken));
            return;
        }
        int shift = 64 - bits;
        if (shift == 0)
        {
            // All that is left to decide between are ties, and of those the first in the corpus's order win.
            MarkAll(Candidates(target, cancellationToken).Where(candidate => candidate.Key > prefix || (candidate.Key == prefix && Take(ref room, candidate.Size))));
            return;
        }
        ulong above = prefix << shift | ((1UL << shift) - 1);
        HashSet<long> best = [.. Best([.. Candidates(target, cancellationToken).Where(candidate => candidate.Key >> shift == prefix)], room).Select(candidate => candidate.Sequence)];
        MarkAll(Candidates(target, cancellationToken).Where(candidate => candidate.Key > above || best.Contains(candidate.Sequence)));
    }

    /// <summary>The best candidates up to an amount, which the last one may go over.</summary>
    private static List<Candidate> Best(List<Candidate> candidates, long room)
    {
        candidates.Sort();
        return [.. candidates.TakeWhile(candidate => Take(ref room, candidate.Size))];
    }

    private static bool Take(ref long room, long size)
    {
        if (room <= 0) return false;
        room -= size;
        return true;
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
            for (; d >= 0 && (counts[d] == 0 || sizes[d] < room); d--) room -= sizes[d];
            if (d < 0) return (prefix, bits, room, true);
            prefix = prefix << DigitBits | (uint)d;
            bits += DigitBits;
            if (counts[d] <= maxSorted || bits == 64) return (prefix, bits, room, false);
        }
    }

    /// <summary>Notes what is chosen. The candidates may be streamed from the tables meanwhile: a bit only concerns the candidate just passed.</summary>
    private void MarkAll(IEnumerable<Candidate> candidates)
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
