using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>Whether a score can be taken for a probability, and what thresholds on it would give: the result of <see cref="CalibrationFit"/>.</summary>
/// <param name="Documents">Documents with score and label.</param>
/// <param name="Positives">How many of them are positive.</param>
/// <param name="Unusable">Documents without score or label.</param>
/// <param name="BrierScore">The mean of (score − label)², label 1 or 0 (Brier 1950); 0 is best, NaN without documents.</param>
/// <param name="ExpectedCalibrationError">The mean distance of mean score and positive share over the bins, weighted by their documents (Naeini and others 2015; Guo and others 2017).</param>
/// <param name="RocAuc">The probability that a positive document has a higher score than a negative one, equal scores counted half; NaN if one of the two kinds is missing.</param>
/// <param name="Bins">The reliability curve.</param>
/// <param name="Thresholds">Precision and recall at thresholds.</param>
public sealed record CalibrationReport(
    long Documents, long Positives, long Unusable, double BrierScore, double ExpectedCalibrationError, double RocAuc, ImmutableArray<ReliabilityBin> Bins, ImmutableArray<ThresholdPoint> Thresholds)
{
    /// <summary>The report as JSON; numbers that are not there are null.</summary>
    /// <param name="output">Takes it, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("documents", Documents);
        json.WriteNumber("positives", Positives);
        json.WriteNumber("unusable", Unusable);
        json.WriteNumberOrNull("brier_score", BrierScore);
        json.WriteNumberOrNull("expected_calibration_error", ExpectedCalibrationError);
        json.WriteNumberOrNull("roc_auc", RocAuc);
        json.WriteObjects("bins", Bins, bin =>
        {
            json.WriteNumber("low", bin.Low);
            json.WriteNumber("high", bin.High);
            json.WriteNumber("documents", bin.Documents);
            json.WriteNumberOrNull("mean_score", bin.MeanScore);
            json.WriteNumberOrNull("positive_share", bin.PositiveShare);
        });
        json.WriteObjects("thresholds", Thresholds, point =>
        {
            json.WriteNumber("threshold", point.Threshold);
            json.WriteNumber("true_positives", point.TruePositives);
            json.WriteNumber("false_positives", point.FalsePositives);
            json.WriteNumber("false_negatives", point.FalseNegatives);
            json.WriteNumberOrNull("precision", point.Precision);
            json.WriteNumberOrNull("recall", point.Recall);
            json.WriteNumberOrNull("f1", point.F1);
        });
        json.WriteEndObject();
    }

    /// <summary>Reads a report.</summary>
    /// <param name="path">The file that <see cref="WriteJson"/> wrote.</param>
    public static CalibrationReport Load(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement;
        return new(root.GetProperty("documents").GetInt64(), root.GetProperty("positives").GetInt64(), root.GetProperty("unusable").GetInt64(),
            root.NumberOrNaN("brier_score"), root.NumberOrNaN("expected_calibration_error"), root.NumberOrNaN("roc_auc"),
            [.. root.GetProperty("bins").EnumerateArray().Select(bin => new ReliabilityBin(bin.GetProperty("low").GetDouble(), bin.GetProperty("high").GetDouble(), bin.GetProperty("documents").GetInt64(),
                bin.NumberOrNaN("mean_score"), bin.NumberOrNaN("positive_share")))],
            [.. root.GetProperty("thresholds").EnumerateArray().Select(point => new ThresholdPoint(point.GetProperty("threshold").GetDouble(), point.GetProperty("true_positives").GetInt64(),
                point.GetProperty("false_positives").GetInt64(), point.GetProperty("false_negatives").GetInt64()))]);
    }

    /// <summary>The report as tables.</summary>
    public override string ToString()
    {
        var bins = new TextTable("score", "documents", "mean score", "positive share");
        foreach (ReliabilityBin bin in Bins) bins.Add($"{TextTable.Number(bin.Low, 2)}-{TextTable.Number(bin.High, 2)}", TextTable.Number(bin.Documents), TextTable.Number(bin.MeanScore), TextTable.Number(bin.PositiveShare));
        var points = new TextTable("threshold", "kept", "precision", "recall", "F1");
        foreach (ThresholdPoint p in Thresholds) points.Add(TextTable.Number(p.Threshold), TextTable.Number(p.TruePositives + p.FalsePositives), TextTable.Number(p.Precision), TextTable.Number(p.Recall), TextTable.Number(p.F1));
        return $"{TextTable.Number(Documents)} documents, {TextTable.Number(Positives)} positive, {TextTable.Number(Unusable)} without score or label\n"
            + $"Brier score {TextTable.Number(BrierScore, 4)}, expected calibration error {TextTable.Number(ExpectedCalibrationError, 4)}, ROC AUC {TextTable.Number(RocAuc, 4)}\n\n{bins}\n{points}";
    }
}
