using System.Globalization;

namespace DataCuration.Selection;

/// <summary>
/// Finds the perplexities that divide each language of a corpus into head, middle and tail, as CCNet does (Wenzek and others 2020;
/// <c>cc_net/perplexity.py</c>): its 30th and 60th percentile. The percentiles are exact, with linear interpolation between neighbours (NumPy's default).
/// </summary>
/// <remarks>
/// Run <see cref="PerplexityTagger"/> first. CCNet computes its cutoffs once, on one dump, and applies them to all: fit on a sample, keep the file, and apply
/// <see cref="PerplexityBucketTagger"/> to any corpus whose perplexities come from the same models.
/// <para>Memory: <see cref="MemoryBytes"/> and the names of the groups. Perplexities are sorted on disk, 16 bytes for each document.</para>
/// </remarks>
/// <param name="score">The annotation with the perplexity. Default: <c>perplexity</c>, which <see cref="PerplexityTagger"/> writes.</param>
public sealed class PerplexityBucketFit(string score = "perplexity") : CorpusFit<PerplexityBuckets>
{
    private readonly string score = OptionChecks.NotEmpty(score);

    /// <summary>The annotation or field whose values have cutoffs of their own; null for one pair of cutoffs.</summary>
    /// <value>Default <c>language</c>, as CCNet.</value>
    public string? GroupField { get; init => field = SelectionChecks.Name(value); } = "language";

    /// <summary>The share of documents in the head; above 0, below 1.</summary>
    /// <value>Default 0.3 (CCNet: <c>percentile_head = 30</c>).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double HeadShare { get; init => field = Inner(value); } = 0.3;

    /// <summary>The share of documents in head and middle; at least <see cref="HeadShare"/>, below 1.</summary>
    /// <value>Default 0.6 (CCNet: <c>percentile_tail = 60</c>).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double TailShare { get; init => field = Inner(value); } = 0.6;

    /// <summary>The memory of the sort in bytes, at least 1 MiB. Default: 128 MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 MiB.</exception>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A sort takes at least 1 MiB.");
    } = 128 << 20;

    /// <inheritdoc/>
    public override string Name => "perplexity-buckets";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("score", score);
        writer.Add(nameof(GroupField), GroupField);
        writer.Add(nameof(HeadShare), HeadShare);
        writer.Add(nameof(TailShare), TailShare);
    }

    /// <inheritdoc/>
    protected override async Task<PerplexityBuckets> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (HeadShare > TailShare) throw new InvalidOperationException($"{nameof(HeadShare)} is {HeadShare}, above {nameof(TailShare)}, which is {TailShare}.");
        string[] groups = GroupField is null ? [] : [GroupField];
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([score], groups, DocumentMeasure.Documents), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("buckets", (output, token) =>
        {
            new PerplexityBuckets(score, GroupField, Find(table, output, token)).WriteJson(output.CreateFile(PerplexityBuckets.FileName));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return PerplexityBuckets.Load(Path.Combine(files.Folder, PerplexityBuckets.FileName), files.Files);
    }

    /// <summary>Returns a percentile of sorted numbers that come one after the other: the value at (count − 1) · share, interpolated.</summary>
    private sealed class Percentile(long count, double share)
    {
        private readonly long low = (long)Math.Floor((count - 1) * share);
        private double lower;

        public double Value { get; private set; }

        public void Add(long place, double value)
        {
            if (place == low) lower = Value = value;
            else if (place == low + 1) Value = lower + ((((count - 1) * share) - low) * (value - lower));
        }
    }

    private List<PerplexityCutoff> Find(AnnotationTable table, ShardOutput output, CancellationToken cancellationToken)
    {
        int groups = GroupField is null ? 1 : table.GroupNames[0].Length;
        var counts = new long[groups];
        long missing = 0;
        foreach (AnnotationRow row in table.Rows(cancellationToken))
        {
            if (GroupOf(table, row) is >= 0 and var group) counts[group]++;
            else missing++;
        }
        if (Array.TrueForAll(counts, static count => count == 0))
            throw SelectionChecks.NoCandidates(table, missing, 0, GroupField is null ? [score] : [score, GroupField], "documents", "Options");
        string orGroup = GroupField is null ? "" : $" or no value in '{GroupField}'";
        if (missing > 0) output.Warn(string.Create(CultureInfo.InvariantCulture,
            $"{missing} of {table.RowCount} documents have no number in '{score}'{orGroup} and get no bucket."));
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.UInt64(count: 2))
        {
            RecordSize = 16,
            MemoryBytes = MemoryBytes,
            Warn = message => output.Warn(message, "sort"),
        };
        using RecordReader sorted = sort.Sort(() => new RowReader(this, table, cancellationToken), cancellationToken);
        Percentile[] heads = [.. counts.Select(count => new Percentile(count, HeadShare))],
            tails = [.. counts.Select(count => new Percentile(count, TailShare))];
        long place = 0, last = -1;
        while (sorted.Read())
        {
            (ulong group, ulong key) = sorted.Get<(ulong, ulong)>();
            if ((long)group != last) (place, last) = (0, (long)group);
            double value = Candidate.ScoreOf(new UInt128(key, 0));
            heads[group].Add(place, value);
            tails[group].Add(place, value);
            place++;
        }
        return [.. Enumerable.Range(0, groups).Where(group => counts[group] > 0).Select(group =>
            new PerplexityCutoff(GroupField is null ? "" : table.GroupNames[0][group], counts[group], heads[group].Value, tails[group].Value))];
    }

    /// <summary>Returns the group of a row; -1 without a perplexity or a group.</summary>
    private int GroupOf(AnnotationTable table, AnnotationRow row)
    {
        if (double.IsNaN(row.Values[0])) return -1;
        if (GroupField is null) return 0;
        return table.GroupNames[0][row.Groups[0]].Length == 0 ? -1 : row.Groups[0];
    }

    private static double Inner(double value) =>
        value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is above 0 and below 1.");

    private sealed class RowReader(PerplexityBucketFit fit, AnnotationTable table, CancellationToken cancellationToken) : RecordReader
    {
        private readonly IEnumerator<AnnotationRow> rows = table.Rows(cancellationToken).GetEnumerator();
        private readonly byte[] record = new byte[16];

        public override ReadOnlySpan<byte> Record => record;

        public override bool Read()
        {
            while (rows.MoveNext())
            {
                if (fit.GroupOf(table, rows.Current) is not (>= 0 and var group)) continue;
                System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)group);
                System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(8), Selector.OrderedKey(rows.Current.Values[0]));
                return true;
            }
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
