using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>An <see cref="AnnotationReport"/> as JSON.</summary>
internal static class AnnotationReportJson
{
    public static void Write(Stream output, AnnotationReport report)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("documents", report.Documents);
        json.WriteNumber("sampled_documents", report.SampledDocuments);
        json.WriteObjects("fields", report.Fields, field =>
        {
            json.WriteString("field", field.Field);
            json.WriteNumber("count", field.Count);
            json.WriteNumber("missing", field.Missing);
            json.WriteNumberOrNull("mean", field.Mean);
            json.WriteNumberOrNull("deviation", field.Deviation);
            json.WriteNumberOrNull("min", field.Min);
            json.WriteNumberOrNull("max", field.Max);
        });
        json.WriteObjects("correlations", report.Correlations, pair =>
        {
            json.WriteString("first", pair.First);
            json.WriteString("second", pair.Second);
            json.WriteNumber("count", pair.Count);
            json.WriteNumberOrNull("pearson", pair.Pearson);
            json.WriteNumberOrNull("spearman", pair.Spearman);
        });
        json.WriteObjects("histograms", report.Histograms, histogram =>
        {
            json.WriteString("field", histogram.Field);
            json.WriteString("group_field", histogram.GroupField);
            json.WriteString("group", histogram.Group);
            json.WriteNumber("count", histogram.Count);
            json.WriteNumberOrNull("mean", histogram.Mean);
            json.WriteObjects("bins", histogram.Bins, bin =>
            {
                json.WriteNumber("low", bin.Low);
                json.WriteNumber("high", bin.High);
                json.WriteNumber("count", bin.Count);
            });
        });
        json.WriteEndObject();
    }

    public static AnnotationReport Read(JsonElement root) => new(
        root.GetProperty("documents").GetInt64(),
        root.GetProperty("sampled_documents").GetInt64(),
        [.. root.GetProperty("fields").EnumerateArray().Select(field => new FieldSummary(field.GetProperty("field").GetString()!, field.GetProperty("count").GetInt64(), field.GetProperty("missing").GetInt64(),
            field.NumberOrNaN("mean"), field.NumberOrNaN("deviation"), field.NumberOrNaN("min"), field.NumberOrNaN("max")))],
        [.. root.GetProperty("correlations").EnumerateArray().Select(pair => new FieldCorrelation(pair.GetProperty("first").GetString()!, pair.GetProperty("second").GetString()!,
            pair.GetProperty("count").GetInt64(), pair.NumberOrNaN("pearson"), pair.NumberOrNaN("spearman")))],
        [.. root.GetProperty("histograms").EnumerateArray().Select(histogram => new FieldHistogram(histogram.GetProperty("field").GetString()!, histogram.GetProperty("group_field").GetString(),
            histogram.GetProperty("group").GetString()!, histogram.GetProperty("count").GetInt64(), histogram.NumberOrNaN("mean"),
            [.. histogram.GetProperty("bins").EnumerateArray().Select(bin => new HistogramBin(bin.GetProperty("low").GetDouble(), bin.GetProperty("high").GetDouble(), bin.GetProperty("count").GetInt64()))]))]);
}
