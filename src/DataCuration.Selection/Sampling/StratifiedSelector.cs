using System.Numerics;
using System.Runtime.InteropServices;

namespace DataCuration.Selection;

/// <summary>
/// Takes from each stratum the shortest prefix, best keys first, that reaches the stratum's quota, out of a table that is streamed, not held. All strata's cutoffs are
/// found side by side by histograms over the range of keys in question, narrowed until what is undecided can be sorted in memory. Equal keys go by the corpus's order.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="judge">What becomes of a row; a pure function.</param>
/// <param name="maxSorted">So many candidates are sorted in memory (48 bytes each).</param>
/// <param name="maxBins">So many bins, of 48 bytes each, all histograms have together.</param>
internal sealed class StratifiedSelector(AnnotationTable table, Func<AnnotationRow, Candidate> judge, int maxSorted = 1 << 20, int maxBins = 1 << 20)
{
    /// <summary>More strata than this are a mistake in the choice of fields.</summary>
    public const int MaxStrata = 65_536;

    private readonly Dictionary<(int First, int Second), Stratum> strata = [];

    /// <summary>The strata, in the order of their parts; known after <see cref="Survey"/>.</summary>
    public IReadOnlyList<Stratum> Strata { get; private set; } = [];

    /// <summary>How many rows lack a score or size.</summary>
    public long Unrated { get; private set; }

    /// <summary>How many rows a filter left out.</summary>
    public long Excluded { get; private set; }

    /// <summary>Finds the strata and what is in them.</summary>
    public void Survey(CancellationToken cancellationToken)
    {
        foreach (AnnotationRow row in table.Rows(cancellationToken))
        {
            Candidate candidate = judge(row);
            if (candidate.Standing == CandidateStanding.Unrated) Unrated++;
            if (candidate.Standing == CandidateStanding.Excluded) Excluded++;
            if (candidate.Standing != CandidateStanding.Candidate) continue;
            ref Stratum? stratum = ref CollectionsMarshal.GetValueRefOrAddDefault(strata, (candidate.First, candidate.Second), out _);
            if (stratum is null && strata.Count > MaxStrata)
                throw new CurationException($"The corpus has more than {MaxStrata} pairs of source and domain: choose fields of fewer values.");
            stratum ??= new(candidate.First, candidate.Second);
            stratum.Documents++;
            stratum.Available += row.Size;
            if (candidate.Key < stratum.Min) stratum.Min = candidate.Key;
            if (candidate.Key > stratum.Max) stratum.Max = candidate.Key;
        }
        Strata = [.. strata.Values.OrderBy(stratum => stratum.First).ThenBy(stratum => stratum.Second)];
    }

    /// <summary>Selects. Each stratum then holds the size and number of its selected documents.</summary>
    /// <param name="quotas">The size wanted of each stratum.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Each stratum's cutoff.</returns>
    public StratumCutoff[] Select(ReadOnlySpan<long> quotas, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Strata.Count; i++) Strata[i].Begin(quotas[i]);
        while (Strata.Sum(stratum => stratum.IsOpen ? stratum.Open : 0) > maxSorted) Narrow(cancellationToken);
        HashSet<long> best = Sort(cancellationToken);
        return FindCutoffs(best, cancellationToken);
    }

    /// <summary>Selects every candidate whose key is at least its stratum's.</summary>
    /// <param name="lowest">The smallest selected key of each stratum.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Each stratum's cutoff.</returns>
    public StratumCutoff[] SelectFrom(ReadOnlySpan<UInt128> lowest, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Strata.Count; i++)
        {
            Strata[i].Begin(0);
            // Keys above a bound are chosen; the smallest key there is has no number below it.
            if (lowest[i] > UInt128.MinValue) Strata[i].ChooseAbove(lowest[i] - 1);
        }
        return FindCutoffs([], cancellationToken);
    }

    /// <summary>The records of one shard that cutoffs select, in order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="judge">The judge that the cutoffs were found with.</param>
    /// <param name="cutoffs">The cutoffs.</param>
    /// <param name="shard">The shard.</param>
    public static IEnumerable<long> Selected(AnnotationTable table, Func<AnnotationRow, Candidate> judge, IReadOnlyDictionary<(int First, int Second), StratumCutoff> cutoffs, int shard)
    {
        foreach (AnnotationRow row in table.RowsOf(shard))
        {
            Candidate candidate = judge(row);
            if (candidate.Standing == CandidateStanding.Candidate && cutoffs[(candidate.First, candidate.Second)].Takes(candidate.Key, row.Shard, row.Number)) yield return row.Record;
        }
    }

    /// <summary>A bit for each record of every shard: for callers that work on all shards at once.</summary>
    public ulong[][] Mark(StratumCutoff[] cutoffs)
    {
        var byStratum = cutoffs.ToDictionary(cutoff => (cutoff.First, cutoff.Second));
        var bits = new ulong[table.ShardCount][];
        for (int shard = 0; shard < bits.Length; shard++)
        {
            bits[shard] = table.CreateBits(shard);
            foreach (long record in Selected(table, judge, byStratum, shard)) bits[shard][record >> 6] |= 1UL << (int)(record & 63);
        }
        return bits;
    }

    private void Narrow(CancellationToken cancellationToken)
    {
        Stratum[] open = [.. Strata.Where(stratum => stratum.IsOpen)];
        foreach (Stratum stratum in Strata) stratum.Slot = -1;
        for (int i = 0; i < open.Length; i++) open[i].Slot = i;
        int binBits = Math.Max(4, BitOperations.Log2((uint)Math.Max(1, maxBins / open.Length)));
        int bins = 1 << binBits;
        var histogram = new Bin[open.Length * bins];
        foreach ((AnnotationRow row, Stratum stratum, UInt128 key) in Candidates(cancellationToken))
        {
            if (stratum.Slot < 0 || key < stratum.Low || key > stratum.High) continue;
            histogram[stratum.Slot * bins + (int)((key - stratum.Low) >> Shift(stratum, binBits))].Add(key, row.Size);
        }
        foreach (Stratum stratum in open)
        {
            Span<Bin> own = histogram.AsSpan(stratum.Slot * bins, bins);
            int d = bins - 1;
            // A bin that just uses up the quota is looked into: documents of no size at its end are beyond it.
            for (; d > 0 && (own[d].Count == 0 || own[d].Size < stratum.Room); d--) stratum.Room -= own[d].Size;
            (stratum.Low, stratum.High, stratum.Open) = (own[d].Min, own[d].Max, own[d].Count);
        }
    }

    private static int Shift(Stratum stratum, int binBits) => Math.Max(0, 128 - (int)UInt128.LeadingZeroCount(stratum.High - stratum.Low) - binBits);

    /// <summary>The undecided candidates that are chosen, by their number in the corpus's order.</summary>
    private HashSet<long> Sort(CancellationToken cancellationToken)
    {
        var open = new List<(int First, int Second, UInt128 Key, long Sequence, long Size)>();
        long sequence = 0;
        foreach ((AnnotationRow row, Stratum stratum, UInt128 key) in Candidates(cancellationToken))
        {
            sequence++;
            if (stratum.IsOpen && key >= stratum.Low && key <= stratum.High) open.Add((stratum.First, stratum.Second, key, sequence, row.Size));
        }
        open.Sort((left, right) => left.First != right.First ? left.First.CompareTo(right.First)
            : left.Second != right.Second ? left.Second.CompareTo(right.Second)
            : left.Key != right.Key ? right.Key.CompareTo(left.Key) : left.Sequence.CompareTo(right.Sequence));
        var chosen = new HashSet<long>();
        foreach ((int first, int second, _, long number, long size) in open)
            if (Take(strata[(first, second)], size)) chosen.Add(number);
        return chosen;
    }

    private StratumCutoff[] FindCutoffs(HashSet<long> best, CancellationToken cancellationToken)
    {
        long sequence = 0;
        foreach ((AnnotationRow row, Stratum stratum, UInt128 key) in Candidates(cancellationToken))
        {
            sequence++;
            bool isChosen = stratum.TakesAll || key > stratum.High || (stratum.IsOpen
                ? key >= stratum.Low && best.Contains(sequence)
                : stratum.Open > 0 && key == stratum.Low && Take(stratum, row.Size));
            if (!isChosen) continue;
            stratum.Selected += row.Size;
            stratum.SelectedDocuments++;
            // The last document with the lowest key is the cutoff.
            if (key > stratum.LowestSelected) continue;
            (stratum.LowestSelected, stratum.LastShard, stratum.LastRow) = (key, row.Shard, row.Number);
        }
        return [.. Strata.Select(StratumCutoff.Of)];
    }

    private static bool Take(Stratum stratum, long size)
    {
        if (stratum.Room <= 0) return false;
        stratum.Room -= size;
        return true;
    }

    private IEnumerable<(AnnotationRow Row, Stratum Stratum, UInt128 Key)> Candidates(CancellationToken cancellationToken)
    {
        foreach (AnnotationRow row in table.Rows(cancellationToken))
        {
            Candidate candidate = judge(row);
            if (candidate.Standing == CandidateStanding.Candidate) yield return (row, strata[(candidate.First, candidate.Second)], candidate.Key);
        }
    }

    private struct Bin
    {
        public long Count;
        public long Size;
        public UInt128 Min;
        public UInt128 Max;

        public void Add(UInt128 key, long size)
        {
            if (Count == 0 || key < Min) Min = key;
            if (Count == 0 || key > Max) Max = key;
            Count++;
            Size += size;
        }
    }
}
