using System.Numerics;
using System.Runtime.InteropServices;

namespace DataCuration.Selection;

/// <summary>
/// Takes from each stratum the shortest prefix, best keys first, that reaches the stratum's quota. The table is streamed and not held in memory. Histograms
/// over the open range of keys find the cutoffs of all strata together. They are narrowed until the undecided candidates can be sorted in memory. Equal
/// keys are taken in the corpus's order.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="toCandidate">Converts a row to a candidate; a pure function.</param>
/// <param name="maxSorted">The maximum number of candidates to sort in memory, at 48 bytes each.</param>
/// <param name="maxBins">The maximum number of bins of all histograms together, at 48 bytes each.</param>
internal sealed class StratifiedSelector(AnnotationTable table, Func<AnnotationRow, Candidate> toCandidate, int maxSorted = 1 << 20, int maxBins = 1 << 20)
{
    /// <summary>The maximum number of strata.</summary>
    public const int MaxStrata = 65_536;

    private readonly Dictionary<(int First, int Second), Stratum> strata = [];

    /// <summary>The strata, in the order of their parts; known after <see cref="Survey"/>.</summary>
    public IReadOnlyList<Stratum> Strata { get; private set; } = [];

    /// <summary>The number of rows without a score or size.</summary>
    public long Unrated { get; private set; }

    /// <summary>The number of rows that a filter excludes.</summary>
    public long Excluded { get; private set; }

    /// <summary>Finds the strata and their sizes.</summary>
    public void Survey(CancellationToken cancellationToken)
    {
        foreach (AnnotationRow row in table.Rows(cancellationToken))
        {
            Candidate candidate = toCandidate(row);
            if (candidate.State == CandidateState.Unrated) Unrated++;
            if (candidate.State == CandidateState.Excluded) Excluded++;
            if (candidate.State != CandidateState.Eligible) continue;
            ref Stratum? stratum = ref CollectionsMarshal.GetValueRefOrAddDefault(strata, (candidate.First, candidate.Second), out _);
            if (stratum is null && strata.Count > MaxStrata)
                throw new CurationException($"The corpus has more than {MaxStrata} pairs of source and domain: choose fields with fewer values.");
            stratum ??= new(candidate.First, candidate.Second);
            stratum.Documents++;
            stratum.Available += row.Size;
            if (candidate.Key < stratum.Min) stratum.Min = candidate.Key;
            if (candidate.Key > stratum.Max) stratum.Max = candidate.Key;
        }
        Strata = [.. strata.Values.OrderBy(stratum => stratum.First).ThenBy(stratum => stratum.Second)];
    }

    /// <summary>Selects. Afterwards each stratum has the size and number of its selected documents.</summary>
    /// <param name="quotas">The quota of each stratum.</param>
    /// <param name="cancellationToken">Cancels the selection.</param>
    /// <returns>The cutoff of each stratum.</returns>
    public StratumCutoff[] Select(ReadOnlySpan<long> quotas, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Strata.Count; i++) Strata[i].Begin(quotas[i]);
        while (Strata.Sum(stratum => stratum.IsOpen ? stratum.Open : 0) > maxSorted) Narrow(cancellationToken);
        HashSet<long> best = Sort(cancellationToken);
        return FindCutoffs(best, cancellationToken);
    }

    /// <summary>Selects every candidate whose key is at least its stratum's lowest key.</summary>
    /// <param name="lowest">The lowest selected key of each stratum.</param>
    /// <param name="cancellationToken">Cancels the selection.</param>
    /// <returns>The cutoff of each stratum.</returns>
    public StratumCutoff[] SelectFrom(ReadOnlySpan<UInt128> lowest, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Strata.Count; i++)
        {
            Strata[i].Begin(0);
            // Keys above the bound are selected. The smallest possible key has no bound below it.
            if (lowest[i] > UInt128.MinValue) Strata[i].ChooseAbove(lowest[i] - 1);
        }
        return FindCutoffs([], cancellationToken);
    }

    /// <summary>Returns the records of one shard that cutoffs select, in order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="toCandidate">The function that the cutoffs were found with.</param>
    /// <param name="cutoffs">The cutoffs.</param>
    /// <param name="shard">The shard.</param>
    public static IEnumerable<long> Selected(AnnotationTable table, Func<AnnotationRow, Candidate> toCandidate,
        IReadOnlyDictionary<(int First, int Second), StratumCutoff> cutoffs, int shard)
    {
        foreach (AnnotationRow row in table.RowsOf(shard))
        {
            Candidate candidate = toCandidate(row);
            if (candidate.State == CandidateState.Eligible && cutoffs[(candidate.First, candidate.Second)].Takes(candidate.Key, row.Shard, row.Number))
                yield return row.Record;
        }
    }

    /// <summary>Returns a bit for each record of every shard, for callers that process all shards together.</summary>
    public ulong[][] Mark(StratumCutoff[] cutoffs)
    {
        var byStratum = cutoffs.ToDictionary(cutoff => (cutoff.First, cutoff.Second));
        var bits = new ulong[table.ShardCount][];
        for (int shard = 0; shard < bits.Length; shard++)
        {
            bits[shard] = table.CreateBits(shard);
            foreach (long record in Selected(table, toCandidate, byStratum, shard)) bits[shard][record >> 6] |= 1UL << (int)(record & 63);
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
            // A bin that exactly uses up the quota is narrowed too: documents of size zero at its end are below the cutoff.
            for (; d > 0 && (own[d].Count == 0 || own[d].Size < stratum.Room); d--) stratum.Room -= own[d].Size;
            (stratum.Low, stratum.High, stratum.Open) = (own[d].Min, own[d].Max, own[d].Count);
        }
    }

    private static int Shift(Stratum stratum, int binBits) => Math.Max(0, 128 - (int)UInt128.LeadingZeroCount(stratum.High - stratum.Low) - binBits);

    /// <summary>Returns the selected ones of the undecided candidates, by their position in the corpus.</summary>
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
            Candidate candidate = toCandidate(row);
            if (candidate.State == CandidateState.Eligible) yield return (row, strata[(candidate.First, candidate.Second)], candidate.Key);
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
