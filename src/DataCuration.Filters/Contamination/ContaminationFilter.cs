using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Drops documents that contain benchmark text: n-grams or paragraphs of an index, or a share of one item's n-grams. The reason is datatrove's,
/// <c>contaminated</c>.
/// </summary>
/// <remarks>
/// With <see cref="RuleFilter.Annotates"/>, a dropped document shows the n-gram, benchmark and item of its first match (datatrove's
/// <c>contaminated_ngram</c> and <c>contaminated_task</c>). <see cref="ContaminationReportFit"/> lists all matches of a corpus.
/// </remarks>
/// <param name="index">The benchmark texts.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// ContaminationIndex index = await Corpus.FromJsonl("benchmarks/*.jsonl").FitAsync(ContaminationIndexFit.OverlapShare, run);
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new ContaminationFilter(index) { MinShare = 0.7 }).WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public sealed class ContaminationFilter(ContaminationIndex index) : RuleFilter("contamination")
{
    private readonly ContaminationIndex index = index ?? throw new ArgumentNullException(nameof(index));

    /// <summary>The drop reason (<c>NGramsDecontFilter</c> of datatrove).</summary>
    public const string Reason = "contaminated";

    /// <summary>
    /// The share of one item's distinct n-grams that a document must contain to be dropped. Null drops a document with any match.
    /// </summary>
    /// <value>Above 0 and at most 1; default null (datatrove, Dolma). PaLM's rule is 0.7 with 8-grams.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double? MinShare
    {
        get;
        init => field = value is null or (> 0 and <= 1) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is above 0 and at most 1, or null for any match.");
    }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        Buffers buffers = context.Scratch<Buffers>();
        bool needsAll = MinShare is not null || measures.IsWanted;
        ContaminationText text = buffers.Text;
        text.Read(index.Settings, document.Utf8Text);
        int first = -1, matches = 0, firstUnit = -1;
        buffers.Units.Clear();
        for (int i = 0; i < text.Count; i++)
        {
            int unit = index.Find(text.HashAt(i));
            if (unit < 0) continue;
            matches++;
            if (first < 0) (first, firstUnit) = (i, unit);
            if (!needsAll) break;
            buffers.Units.Add(unit);
        }
        (int item, double share) = needsAll ? buffers.FindLargestShare(index) : (-1, 0);
        if (measures.IsWanted)
        {
            measures.Add("matches", matches);
            measures.Add("share", share);
            measures.Add("ngram", first < 0 ? null : Encoding.UTF8.GetString(text.GetUnit(first)));
            // The item of the largest share for a rule of shares; else the first one that has the first match.
            ContaminationItem? found = first < 0 ? null : index.Items[MinShare is null ? index.GetItems(firstUnit)[0] : item];
            measures.Add("task", found?.Benchmark);
            measures.Add("item", found?.Id);
        }
        if (matches == 0 || share < MinShare) return StageResult.Keep;
        return MinShare is null ? measures.Drop(Reason, "matches", max: 0) : measures.Drop(Reason, "share", max: MinShare);
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (index.UnitCount == 0)
        {
            throw new InvalidOperationException($"{Name} finds nothing: its index has {index.Items.Count} items without any text of {index.Words} words. "
                + $"Check the fields of {nameof(ContaminationIndexFit)}, or choose fewer words.");
        }
        writer.Add("version", 1);
        writer.Add("index", index);
        writer.AddScope("settings", index.Settings.Describe);
        RuleChecks.Add(writer, nameof(MinShare), MinShare);
    }

    private sealed class Buffers
    {
        private readonly Dictionary<int, int> counts = [];

        public ContaminationText Text { get; } = new();

        /// <summary>The distinct units of the document.</summary>
        public HashSet<int> Units { get; } = [];

        /// <summary>Finds the item with the largest share of its units in the document; the first one of equal items.</summary>
        public (int Item, double Share) FindLargestShare(ContaminationIndex index)
        {
            counts.Clear();
            foreach (int unit in Units)
                foreach (int item in index.GetItems(unit)) counts[item] = counts.GetValueOrDefault(item) + 1;
            int best = -1;
            double largest = 0;
            foreach ((int item, int count) in counts)
            {
                double share = (double)count / index.Items[item].Units;
                if (share > largest || (share == largest && item < best)) (best, largest) = (item, share);
            }
            return (best, largest);
        }
    }
}
