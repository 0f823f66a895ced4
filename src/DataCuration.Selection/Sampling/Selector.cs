using System.Numerics;

namespace DataCuration.Selection;

/// <summary>
/// Selects the documents with the largest keys (weight plus noise) from tables that are streamed and not held in memory. A cutoff for each target decides.
/// It is found by a histogram of the keys' leading bits, which is narrowed until the rest fits in memory. Gumbel top-k over the keys samples without
/// replacement, with probabilities proportional to exp(weight) (DSIR section 3; Kool, van Hoof and Welling 2019).
/// </summary>
internal sealed class Selector
{
    private const int DigitBits = 16;

    /// <summary>
    /// The default for the maximum number of candidates to sort in memory, at 48 bytes each. More candidates are narrowed by another pass.
    /// </summary>
    private const int DefaultMaxSorted = 1 << 20;

    /// <summary>
    /// The maximum number of keys to hold in memory, at 8 bytes each, over all targets. The noise is most of the time of a pass, and every target needs two
    /// or three passes.
    /// </summary>
    public const long MaxHeldKeys = 1 << 22;
    private readonly WeightTable table;
    private readonly SelectionRule rule;
    private readonly int maxSorted;
    private readonly List<SelectionCutoff> cutoffs;
    private readonly ulong[][]? legacyBits;
    private readonly NumPyLegacyRandom? legacy;

    /// <summary>The keys of each target by row of the whole table, 0 where not computed yet; null if they are not held.</summary>
    private readonly ulong[][]? keys;
    private readonly long[] firstRows;

    /// <param name="table">The documents.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="maxSorted">The maximum number of candidates to sort in memory.</param>
    /// <param name="cutoffs">Known cutoffs; null to find them with <see cref="Run"/>.</param>
    /// <param name="holdsKeys">True to compute each key once and to hold it. Default: true for a small table and unknown cutoffs.</param>
    public Selector(
        WeightTable table, SelectionRule rule, int maxSorted = DefaultMaxSorted, IEnumerable<SelectionCutoff>? cutoffs = null, bool? holdsKeys = null)
    {
        this.cutoffs = [.. cutoffs ?? []];
        this.maxSorted = maxSorted;
        this.table = table;
        this.rule = rule;
        firstRows = new long[table.ShardCount];
        if (holdsKeys ?? (this.cutoffs.Count == 0 && HoldsKeys(table, rule)))
            keys = [.. Enumerable.Range(0, table.Targets).Select(_ => new ulong[table.RowCount])];
        if (rule.Noise != SelectionNoise.NumPyLegacy) return;
        legacy = new NumPyLegacyRandom(checked((uint)rule.Seed));
        legacyBits = [.. Enumerable.Range(0, table.ShardCount).Select(shard => new ulong[(table.RecordsOf(shard) + 63) / 64])];
    }

    /// <summary>
    /// Returns true if a selector computes each key of the table once: then marking the shards costs little, and the task that finds the cutoffs does it.
    /// </summary>
    public static bool HoldsKeys(WeightTable table, SelectionRule rule) =>
        rule.Noise == SelectionNoise.Keyed && table.RowCount <= rule.MaxHeldKeys / Math.Max(1, table.Targets);

    /// <summary>The cutoff of each target. Empty with NumPy's noise, which cannot be drawn again for one shard.</summary>
    public IReadOnlyList<SelectionCutoff> Cutoffs => cutoffs;

    /// <summary>The totals of the selection so far.</summary>
    public SelectionTotals Totals { get; private set; }

    public void Run(ReadOnlySpan<double> proportions, CancellationToken cancellationToken)
    {
        long left = rule.Size.Amount;
        for (int target = 0; target < proportions.Length; target++)
        {
            // As in the reference: each target's part is rounded down, and the last target gets the rest.
            long amount = target == proportions.Length - 1 ? left : Math.Min(left, (long)(rule.Size.Amount * proportions[target]));
            left -= amount;
            Choose(target, amount, cancellationToken);
        }
    }

    /// <summary>Returns the selected records of one shard, in order.</summary>
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
        Totals = Totals with { Requested = Totals.Requested + amount };
        if (legacyBits is not null)
        {
            // The legacy generator must be read once, in order, so this mode holds its candidates in memory.
            List<Candidate> all = [.. Candidates(target, cancellationToken)];
            if (target == 0) Totals = Totals with { PassingDocuments = all.Count, PassingSize = all.Sum(candidate => candidate.Size) };
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
        // If all bits are known, only ties remain, and the first ones in the corpus's order are taken.
        var cutoff = SelectionCutoff.Above(shift == 0 ? prefix : prefix << shift | ((1UL << shift) - 1));
        foreach (Candidate candidate in shift == 0 ? TakeTies(open, room) : Best([.. open], room))
            cutoff = SelectionCutoff.At(candidate.Key, candidate.Shard, candidate.Row);
        return cutoff;
    }

    /// <summary>Returns the best candidates up to an amount, which the last one may exceed.</summary>
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
        Totals = Totals with { Selected = Totals.Selected + size, SelectedDocuments = Totals.SelectedDocuments + 1 };
        return true;
    }

    /// <summary>Finds a prefix of the keys' bits that contains the threshold and has few enough candidates to sort.</summary>
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
            long passing = 0, passingSize = 0;
            foreach (Candidate candidate in Candidates(target, cancellationToken))
            {
                passing++;
                passingSize += candidate.Size;
                if (bits > 0 && candidate.Key >> (64 - bits) != prefix) continue;
                int digit = (int)(candidate.Key >> (64 - bits - DigitBits)) & ((1 << DigitBits) - 1);
                counts[digit]++;
                sizes[digit] += candidate.Size;
            }
            if (bits == 0 && target == 0) Totals = Totals with { PassingDocuments = passing, PassingSize = passingSize };
            int d = counts.Length - 1;
            // A bin that exactly uses up the budget is narrowed too: documents of size zero at its end are below the cutoff.
            for (; d >= 0 && (counts[d] == 0 || sizes[d] < room); d--)
            {
                room -= sizes[d];
                Totals = Totals with { Selected = Totals.Selected + sizes[d], SelectedDocuments = Totals.SelectedDocuments + counts[d] };
            }
            if (d < 0) return (prefix, bits, room, true);
            prefix = prefix << DigitBits | (uint)d;
            bits += DigitBits;
            if (counts[d] <= maxSorted || bits == 64) return (prefix, bits, room, false);
        }
    }

    /// <summary>Returns true if one of the first targets takes a document.</summary>
    private bool IsChosen(int targets, in WeightRecord record, ReadOnlySpan<double> weights, int shard, long row)
    {
        for (int target = 0; target < targets; target++)
            if (cutoffs[target].Takes(KeyOf(record, weights, target, shard, row), shard, row)) return true;
        return false;
    }

    private ulong KeyOf(in WeightRecord record, ReadOnlySpan<double> weights, int target, int shard, long row)
    {
        if (keys is null) return ComputeKey(record, weights, target);
        // No key is 0: it would be that of a number below negative infinity.
        ref ulong key = ref keys[target][firstRows[shard] + row];
        return key != 0 ? key : key = ComputeKey(record, weights, target);
    }

    private ulong ComputeKey(in WeightRecord record, ReadOnlySpan<double> weights, int target) =>
        OrderedKey(rule.TopK ? weights[target] : weights[target] + GumbelNoise.Sample(rule.Seed, record.IdHash, (uint)target));

    /// <summary>Returns the documents that pass the length filter and are not selected yet, in the corpus's order, with their keys for a target.</summary>
    private IEnumerable<Candidate> Candidates(int target, CancellationToken cancellationToken)
    {
        long firstRow = 0;
        for (int shard = 0; shard < table.ShardCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            firstRows[shard] = firstRow;
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
                    yield return new(KeyOf(record, weights.Span, target, shard, row), shard, row, record.Record, rule.Size.Of(record));
                }
            }
            firstRow += row + 1;
        }
    }

    /// <summary>Converts a number to an unsigned integer with the same order.</summary>
    internal static ulong OrderedKey(double value)
    {
        if (double.IsNaN(value)) throw new InvalidDataException("A document's weight is not a number.");
        long bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value); // -0 and 0 are the same weight
        return (ulong)(bits ^ (bits >> 63 | long.MinValue));
    }

    private readonly record struct Candidate(ulong Key, int Shard, long Row, long Record, long Size) : IComparable<Candidate>
    {
        /// <summary>Orders by key, largest first, and then by position in the corpus.</summary>
        public int CompareTo(Candidate other) =>
            Key != other.Key ? other.Key.CompareTo(Key) : Shard != other.Shard ? Shard.CompareTo(other.Shard) : Row.CompareTo(other.Row);
    }
}
