using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>Writes and reads an <see cref="AnnotationReport"/> as JSON.</summary>
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

    public static AnnotationReport Read(JsonElement root) => new()
    {
        Documents = root.GetProperty("documents").GetInt64(),
        SampledDocuments = root.GetProperty("sampled_documents").GetInt64(),
        Fields = [.. root.GetProperty("fields").EnumerateArray().Select(ReadField)],
        Correlations = [.. root.GetProperty("correlations").EnumerateArray().Select(ReadPair)],
        Histograms = [.. root.GetProperty("histograms").EnumerateArray().Select(ReadHistogram)],
    };

    private static FieldSummary ReadField(JsonElement field) => new()
    {
        Field = field.GetProperty("field").GetString()!,
        Count = field.GetProperty("count").GetInt64(),
        Missing = field.GetProperty("missing").GetInt64(),
        Mean = field.NumberOrNaN("mean"),
        Deviation = field.NumberOrNaN("deviation"),
        Min = field.NumberOrNaN("min"),
        Max = field.NumberOrNaN("max"),
    };

    private static FieldCorrelation ReadPair(JsonElement pair) => new()
    {
        First = pair.GetProperty("first").GetString()!,
        Second = pair.GetProperty("second").GetString()!,
        Count = pair.GetProperty("count").GetInt64(),
        Pearson = pair.NumberOrNaN("pearson"),
        Spearman = pair.NumberOrNaN("spearman"),
    };

    private static FieldHistogram ReadHistogram(JsonElement histogram) => new()
    {
        Field = histogram.GetProperty("field").GetString()!,
        GroupField = histogram.GetProperty("group_field").GetString(),
        Group = histogram.GetProperty("group").GetString()!,
        Count = histogram.GetProperty("count").GetInt64(),
        Mean = histogram.NumberOrNaN("mean"),
        Bins = [.. histogram.GetProperty("bins").EnumerateArray().Select(ReadBin)],
    };

    private static HistogramBin ReadBin(JsonElement bin) =>
        new(bin.GetProperty("low").GetDouble(), bin.GetProperty("high").GetDouble(), bin.GetProperty("count").GetInt64());
}
