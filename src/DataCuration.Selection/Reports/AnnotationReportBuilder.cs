using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>
/// Builds an <see cref="AnnotationReport"/> in two passes over a table. The first computes moments, ranges and the sample, and the second the histograms
/// over these ranges.
/// </summary>
internal sealed class AnnotationReportBuilder
{
    private readonly AnnotationTable table;
    private readonly IReadOnlyList<string> fields, groupFields;
    private readonly int bins, maxGroups;
    private readonly FieldScale[] scales;
    private readonly Correlation.Moments[] pairs;
    private readonly long[][] groupCounts;
    private readonly KeyedSample<double[]> sample;
    private long documents;

    public AnnotationReportBuilder(AnnotationTable table, IReadOnlyList<string> fields, IReadOnlyList<string> groupFields, int bins,
        int maxGroups, int sampleDocuments)
    {
        this.table = table;
        this.fields = fields;
        this.groupFields = groupFields;
        this.bins = bins;
        this.maxGroups = maxGroups;
        scales = [.. fields.Select(_ => new FieldScale(bins))];
        pairs = new Correlation.Moments[fields.Count * fields.Count];
        groupCounts = [.. table.GroupNames.Select(names => new long[names.Length])];
        sample = new(sampleDocuments);
    }

    public AnnotationReport Build(CancellationToken cancellationToken)
    {
        foreach (AnnotationRow row in table.Rows(cancellationToken)) Measure(row);
        List<(int GroupField, string Name, FieldCounts[] Counts)> groups = Groups(out int[][] places);
        FieldCounts[] all = [.. scales.Select(scale => new FieldCounts(scale))];
        foreach (AnnotationRow row in table.Rows(cancellationToken))
        {
            for (int f = 0; f < fields.Count; f++)
            {
                double value = row.Values[f];
                if (double.IsNaN(value)) continue;
                all[f].Add(value);
                for (int g = 0; g < groupFields.Count; g++) groups[places[g][row.Groups[g]]].Counts[f].Add(value);
            }
        }
        double[][] rows = sample.ToArray();
        double[,] spearman = Correlation.Spearman(rows, fields.Count);
        var correlations = ImmutableArray.CreateBuilder<FieldCorrelation>();
        var histograms = ImmutableArray.CreateBuilder<FieldHistogram>();
        for (int f = 0; f < fields.Count; f++)
        {
            for (int other = f + 1; other < fields.Count; other++)
                correlations.Add(ToCorrelation(f, other, spearman));
            histograms.Add(all[f].ToHistogram(fields[f], null, ""));
            foreach ((int groupField, string name, FieldCounts[] counts) in groups)
                histograms.Add(counts[f].ToHistogram(fields[f], groupFields[groupField], name));
        }
        return new()
        {
            Documents = documents,
            SampledDocuments = rows.Length,
            Fields = [.. scales.Select((scale, f) => scale.ToSummary(fields[f], documents))],
            Correlations = correlations.ToImmutable(),
            Histograms = histograms.ToImmutable(),
        };
    }

    private FieldCorrelation ToCorrelation(int first, int second, double[,] spearman)
    {
        Correlation.Moments pair = pairs[first * fields.Count + second];
        return new()
        {
            First = fields[first],
            Second = fields[second],
            Count = pair.Count,
            Pearson = pair.Pearson,
            Spearman = spearman[first, second],
        };
    }

    private void Measure(AnnotationRow row)
    {
        documents++;
        for (int f = 0; f < fields.Count; f++)
        {
            double value = row.Values[f];
            if (double.IsNaN(value)) continue;
            scales[f].Add(value);
            for (int other = f + 1; other < fields.Count; other++)
                if (!double.IsNaN(row.Values[other])) pairs[f * fields.Count + other].Add(value, row.Values[other]);
        }
        for (int g = 0; g < groupCounts.Length; g++) groupCounts[g][row.Groups[g]]++;
        if (fields.Count > 1) sample.Add(row.IdHash, () => [.. row.Values]);
    }

    /// <summary>Returns the groups in the report, and for each value of each group field the index of its group.</summary>
    private List<(int GroupField, string Name, FieldCounts[] Counts)> Groups(out int[][] places)
    {
        var groups = new List<(int, string, FieldCounts[])>();
        places = new int[groupFields.Count][];
        for (int g = 0; g < groupFields.Count; g++)
        {
            long[] counts = groupCounts[g];
            int[] shown = [.. Enumerable.Range(0, counts.Length).OrderByDescending(value => counts[value]).ThenBy(value => value).Take(maxGroups).Order()];
            places[g] = new int[counts.Length];
            foreach (int value in shown) Show(g, value, table.GroupNames[g][value], places);
            if (shown.Length == counts.Length) continue;
            int others = groups.Count;
            groups.Add((g, AnnotationReport.OtherGroups, NewCounts()));
            foreach (int value in Enumerable.Range(0, counts.Length).Except(shown)) places[g][value] = others;
        }
        return groups;

        void Show(int g, int value, string name, int[][] places)
        {
            places[g][value] = groups.Count;
            groups.Add((g, name, NewCounts()));
        }

        FieldCounts[] NewCounts() => [.. scales.Select(scale => new FieldCounts(scale))];
    }
}
