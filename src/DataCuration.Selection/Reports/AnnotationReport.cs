using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>How ratings are distributed, by source or domain, and how they go together: the result of <see cref="AnnotationReportFit"/>.</summary>
/// <param name="Documents">How many documents.</param>
/// <param name="SampledDocuments">How many of them rank correlations were computed on.</param>
/// <param name="Fields">Each annotation over the whole corpus.</param>
/// <param name="Correlations">Each pair of annotations.</param>
/// <param name="Histograms">Each annotation in the whole corpus and in each group.</param>
public sealed record AnnotationReport(
    long Documents, long SampledDocuments, ImmutableArray<FieldSummary> Fields, ImmutableArray<FieldCorrelation> Correlations, ImmutableArray<FieldHistogram> Histograms)
{
    /// <summary>The name under which groups stand that are not shown by themselves.</summary>
    public const string OtherGroups = "(others)";

    /// <summary>The coefficients of a pair, in either order.</summary>
    /// <param name="first">One annotation.</param>
    /// <param name="second">The other one.</param>
    /// <exception cref="KeyNotFoundException">The pair is not in the report.</exception>
    public FieldCorrelation Correlation(string first, string second) =>
        Correlations.FirstOrDefault(pair => (pair.First == first && pair.Second == second) || (pair.First == second && pair.Second == first))
        ?? throw new KeyNotFoundException($"The report has no pair of '{first}' and '{second}'.");

    /// <summary>The report as JSON; numbers that are not there are null.</summary>
    /// <param name="output">Takes it, in UTF-8.</param>
    public void WriteJson(Stream output) => AnnotationReportJson.Write(output, this);

    /// <summary>Reads a report.</summary>
    /// <param name="path">The file that <see cref="WriteJson"/> wrote.</param>
    public static AnnotationReport Load(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return AnnotationReportJson.Read(document.RootElement);
    }

    /// <summary>The report as tables.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var fields = new TextTable("field", "documents", "missing", "mean", "deviation", "min", "max");
        foreach (FieldSummary f in Fields) fields.Add(f.Field, TextTable.Number(f.Count), TextTable.Number(f.Missing), TextTable.Number(f.Mean), TextTable.Number(f.Deviation), TextTable.Number(f.Min), TextTable.Number(f.Max));
        text.Append(fields);
        foreach (IGrouping<(string Field, string? GroupField), FieldHistogram> rows in Histograms.GroupBy(histogram => (histogram.Field, histogram.GroupField)))
        {
            ImmutableArray<HistogramBin> bins = rows.First().Bins;
            if (bins.IsEmpty) continue;
            var table = new TextTable([$"{rows.Key.Field} by {rows.Key.GroupField ?? "value"}, %", .. bins.Select(bin => bin.Low == bin.High ? $"{TextTable.Number(bin.Low, 0)}" : $"{TextTable.Number(bin.Low, 2)}-"), "documents", "mean"]);
            foreach (FieldHistogram row in rows)
                table.Add([row.GroupField is null ? "all" : row.Group, .. row.Bins.Select(bin => row.Count == 0 ? "-" : TextTable.Number(100.0 * bin.Count / row.Count, 1)), TextTable.Number(row.Count), TextTable.Number(row.Mean)]);
            text.Append('\n').Append(table);
        }
        if (Correlations.IsEmpty) return text.ToString();
        var pairs = new TextTable("pair", "documents", "Pearson", "Spearman");
        foreach (FieldCorrelation pair in Correlations) pairs.Add($"{pair.First} ~ {pair.Second}", TextTable.Number(pair.Count), TextTable.Number(pair.Pearson), TextTable.Number(pair.Spearman));
        return text.Append('\n').Append(pairs).ToString();
    }
}
