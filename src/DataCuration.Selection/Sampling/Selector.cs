using System.Numerics;

namespace DataCuration.Selection;

/// <summary>
/// Chooses the documents with the largest keys (weight plus noise) out of tables that are streamed, not held. A cutoff for each target decides: it is found by
/// a histogram of the keys' leading bits, narrowed until the rest fits in memory. Gumbel top-k over the keys is sampling without replacement with probabilities
/// proportional to exp(weight) (DSIR section 3; Kool, van Hoof and Welling 2019).
/// </summary>
internal sealed class Selector
{
    private const int DigitBits = 16;

    /// <summary>The largest number of candidates that are sorted in memory, at 48 bytes each; more are narrowed down by another pass.</summary>
    private const int DefaultMaxSorted = 1 << 20;
    private readonly WeightTable table;
    private readonly SelectionRule rule;
    private readonly int maxSorted;
    private readonly List<SelectionCutoff> cutoffs;
    private readonly ulong[][]? legacyBits;
    private readonly NumPyLegacyRandom? legacy;

    /// <param name="table">The documents.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="maxSorted">The largest number of candidates to sort.</param>
    /// <param name="cutoffs">Cutoffs that were found before; null to find them with <see cref="Run"/>.</param>
    public Selector(WeightTable table, SelectionRule rule, int maxSorted = DefaultMaxSorted, IEnumerable<SelectionCutoff>? cutoffs = null)
    {
        this.cutoffs = [.. cutoffs ?? []];
        this.maxSorted = maxSorted;
        this.table = table;
        this.rule = rule;
        if (rule.Noise != SelectionNoise.NumPyLegacy) return;
        legacy = new NumPyLegacyRandom(checked((uint)rule.Seed));
        legacyBits = [.. Enumerable.Range(0, table.ShardCount).Select(shard => new ulong[(table.RecordsOf(shard) + 63) / 64])];
    }

    /// <summary>For each target the last document that it takes; empty with NumPy's noise, which cannot be drawn again for one shard.</summary>
    public IReadOnlyList<SelectionCutoff> Cutoffs => cutoffs;

    /// <summary>The size asked for and chosen in the rule's unit, the number of documents chosen, and the number that passed the length filter.</summary>
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

    /// <summary>The records of one shard that are chosen, in order.</summary>
    public IEnumerable<long> Chosen(int shard)
    {
        if (legacyBits is not null)
        {
            for (int i = 0; i < legacyBits[shard].Length; i++)
                for (ulong word = legacyBits[shard][i]; word != 0; word &= word - 1) yield return ((long)i << 6) + BitOperations.TrailingZeroCount(word);
            yield break;
        }
        long row = -1;
        foreach ((WeightRecord record, ReadOnlyMemory<double> weights) in table.Read(shard))
        {
            row++;
            if (record.Tokens >= rule.MinTokens && IsChosen(cutoffs.Count, record, weights.Span, shard, row)) yield return record.Record;
        }
    }

    private void Choose(int target, long amount, CancellationToken cancellationToken)
    {
        Totals = Totals with { Asked = Totals.Asked + amount };
        if (legacyBits is not null)
        {
            // The legacy generator can be drawn from only once, in order: this mode holds its candidates in memory.
            List<Candidate> all = [.. Candidates(target, cancellationToken)];
            if (target == 0) Totals = Totals with { Passing = all.Count };
            foreach (Candidate candidate in Best(all, amount)) legacyBits[candidate.Shard][candidate.Record >> 6] |= 1UL << (int)(candidate.Record & 63);
            return;
        }
        cutoffs.Add(FindCutoff(target, amount, cancellationToken));
    }

    private SelectionCutoff FindCutoff(int target, long amount, CancellationToken cancellationToken)
    {
        (ulong prefix, int bits, long room, bool takesAll) = Narrow(target, amount, cancellationToken);
        if (takesAll) return SelectionCutoff.All;
        int shift = 64 - bits;
        IEnumerable<Candidate> open = Candidates(target, cancellationToken).Where(candidate => candidate.Key >> shift == prefix);
        // With all bits known, what is left to decide between are ties, and of those the first in the corpus's order win.
        var cutoff = SelectionCutoff.Above(shift == 0 ? prefix : prefix << shift | ((1UL << shift) - 1));
        foreach (Candidate candidate in shift == 0 ? TakeTies(open, room) : Best([.. open], room)) cutoff = SelectionCutoff.At(candidate.Key, candidate.Shard, candidate.Row);
        return cutoff;
    }

    /// <summary>The best candidates up to an amount, which the last one may go over.</summary>
    private List<Candidate> Best(List<Candidate> candidates, long room)
    {
        candidates.Sort();
        return [.. candidates.TakeWhile(candidate => Take(ref room, candidate.Size))];
    }

    private IEnumerable<Candidate> TakeTies(IEnumerable<Candidate> ties, long room) => ties.TakeWhile(candidate => Take(ref room, candidate.Size));

    private bool Take(ref long room, long size)
    {
        if (room <= 0) return false;
        room -= size;
        Totals = Totals with { Taken = Totals.Taken + size, Documents = Totals.Documents + 1 };
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
            for (; d >= 0 && (counts[d] == 0 || sizes[d] < room); d--)
            {
                room -= sizes[d];
                Totals = Totals with { Taken = Totals.Taken + sizes[d], Documents = Totals.Documents + counts[d] };
            }
            if (d < 0) return (prefix, bits, room, true);
            prefix = prefix << DigitBits | (uint)d;
            bits += DigitBits;
            if (counts[d] <= maxSorted || bits == 64) return (prefix, bits, room, false);
        }
    }

    /// <summary>Whether one of the first targets takes a document.</summary>
    private bool IsChosen(int targets, in WeightRecord record, ReadOnlySpan<double> weights, int shard, long row)
    {
        for (int target = 0; target < targets; target++)
            if (cutoffs[target].Takes(KeyOf(record, weights, target), shard, row)) return true;
        return false;
    }

    private ulong KeyOf(in WeightRecord record, ReadOnlySpan<double> weights, int target) =>
        OrderedKey(rule.TopK ? weights[target] : weights[target] + GumbelNoise.Sample(rule.Seed, record.IdHash, (uint)target));

    /// <summary>The documents that pass the length filter and are not chosen yet, in the corpus's order, with their keys for a target.</summary>
    private IEnumerable<Candidate> Candidates(int target, CancellationToken cancellationToken)
    {
        for (int shard = 0; shard < table.ShardCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long row = -1;
            foreach ((WeightRecord record, ReadOnlyMemory<double> weights) in table.Read(shard))
            {
                row++;
                if (record.Tokens < rule.MinTokens) continue;
                if (legacyBits is not null)
                {
                    if ((legacyBits[shard][record.Record >> 6] >> (int)(record.Record & 63) & 1) != 0) continue;
                    double value = weights.Span[target] + (rule.TopK ? 0 : legacy!.NextGumbel());
                    yield return new(OrderedKey(value), shard, row, record.Record, rule.Size.Of(record));
                }
                else if (!IsChosen(target, record, weights.Span, shard, row))
                {
                    yield return new(KeyOf(record, weights.Span, target), shard, row, record.Record, rule.Size.Of(record));
                }
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

    private readonly record struct Candidate(ulong Key, int Shard, long Row, long Record, long Size) : IComparable<Candidate>
    {
        /// <summary>Best first: larger keys, then the corpus's order.</summary>
        public int CompareTo(Candidate other) => Key != other.Key ? other.Key.CompareTo(Key) : Shard != other.Shard ? Shard.CompareTo(other.Shard) : Row.CompareTo(other.Row);
    }
}
