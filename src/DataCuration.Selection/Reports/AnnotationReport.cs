using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The distribution of annotations, by source or domain, and their correlations: the result of <see cref="AnnotationReportFit"/>.</summary>
public sealed record AnnotationReport
{
    /// <summary>The number of documents.</summary>
    public long Documents { get; init; }

    /// <summary>The number of documents in the sample that rank correlations are computed on.</summary>
    public long SampledDocuments { get; init; }

    /// <summary>The summary of each annotation over the whole corpus.</summary>
    public ImmutableArray<FieldSummary> Fields { get; init; } = [];

    /// <summary>The correlation of each pair of annotations.</summary>
    public ImmutableArray<FieldCorrelation> Correlations { get; init; } = [];

    /// <summary>The histogram of each annotation, over the whole corpus and in each group.</summary>
    public ImmutableArray<FieldHistogram> Histograms { get; init; } = [];

    /// <summary>The name of the group that contains all groups without their own histogram.</summary>
    public const string OtherGroups = "(others)";

    /// <summary>Finds the correlation of a pair, in either order.</summary>
    /// <param name="first">The first annotation.</param>
    /// <param name="second">The second annotation.</param>
    /// <exception cref="KeyNotFoundException">The report has no such pair.</exception>
    public FieldCorrelation Correlation(string first, string second) =>
        Correlations.FirstOrDefault(pair => (pair.First == first && pair.Second == second) || (pair.First == second && pair.Second == first))
        ?? throw new KeyNotFoundException($"The report has no pair of '{first}' and '{second}'.");

    /// <summary>Writes the report as JSON. NaN is written as null.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output) => AnnotationReportJson.Write(output, this);

    /// <summary>Reads a report.</summary>
    /// <param name="path">A file that <see cref="WriteJson"/> wrote.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    public static AnnotationReport Load(string path, IFileStore? files = null)
    {
        using JsonDocument document = JsonDocument.Parse((files ?? LocalFileStore.Instance).ReadAllBytes(path));
        return AnnotationReportJson.Read(document.RootElement);
    }

    /// <summary>Returns the report as tables.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var fields = new TextTable("field", "documents", "missing", "mean", "deviation", "min", "max");
        foreach (FieldSummary f in Fields) fields.Add(f.Field, TextTable.Number(f.Count), TextTable.Number(f.Missing), TextTable.Number(f.Mean),
            TextTable.Number(f.Deviation), TextTable.Number(f.Min), TextTable.Number(f.Max));
        text.Append(fields);
        foreach (IGrouping<(string Field, string? GroupField), FieldHistogram> rows in Histograms.GroupBy(histogram => (histogram.Field, histogram.GroupField)))
        {
            ImmutableArray<HistogramBin> bins = rows.First().Bins;
            if (bins.IsEmpty) continue;
            var table = new TextTable([$"{rows.Key.Field} by {rows.Key.GroupField ?? "value"}, %",
                .. bins.Select(bin => bin.Low == bin.High ? $"{TextTable.Number(bin.Low, 0)}" : $"{TextTable.Number(bin.Low, 2)}-"), "documents", "mean"]);
            foreach (FieldHistogram row in rows)
                table.Add([row.GroupField is null ? "all" : row.Group, .. row.Bins.Select(bin => row.Count == 0 ? "-"
                    : TextTable.Number(100.0 * bin.Count / row.Count, 1)), TextTable.Number(row.Count), TextTable.Number(row.Mean)]);
            text.Append('\n').Append(table);
        }
        if (Correlations.IsEmpty) return text.ToString();
        var pairs = new TextTable("pair", "documents", "Pearson", "Spearman");
        foreach (FieldCorrelation pair in Correlations)
            pairs.Add($"{pair.First} ~ {pair.Second}", TextTable.Number(pair.Count), TextTable.Number(pair.Pearson), TextTable.Number(pair.Spearman));
        return text.Append('\n').Append(pairs).ToString();
    }
}
