using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The calibration of a score, and precision and recall at thresholds: the result of <see cref="CalibrationFit"/>.</summary>
public sealed record CalibrationReport
{
    /// <summary>The number of documents with score and label.</summary>
    public long Documents { get; init; }

    /// <summary>The number of these documents that are positive.</summary>
    public long Positives { get; init; }

    /// <summary>The number of documents without score or label.</summary>
    public long Unusable { get; init; }

    /// <summary>The mean of (score − label)², with label 1 or 0 (Brier 1950). 0 is best. NaN without documents.</summary>
    public required double BrierScore { get; init; }

    /// <summary>
    /// The mean distance between mean score and positive share over the bins, weighted by documents (Naeini and others 2015; Guo and others 2017).
    /// </summary>
    public required double ExpectedCalibrationError { get; init; }

    /// <summary>
    /// The probability that a positive document has a higher score than a negative one; equal scores count half. NaN if one of the two classes is missing.
    /// </summary>
    public required double RocAuc { get; init; }

    /// <summary>The reliability curve.</summary>
    public ImmutableArray<ReliabilityBin> Bins { get; init; } = [];

    /// <summary>Precision and recall at each threshold.</summary>
    public ImmutableArray<ThresholdPoint> Thresholds { get; init; } = [];

    /// <summary>Writes the report as JSON. NaN is written as null.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
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
    /// <param name="path">A file that <see cref="WriteJson"/> wrote.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    public static CalibrationReport Load(string path, IFileStore? files = null)
    {
        using JsonDocument document = JsonDocument.Parse((files ?? LocalFileStore.Instance).ReadAllBytes(path));
        JsonElement root = document.RootElement;
        return new()
        {
            Documents = root.GetProperty("documents").GetInt64(),
            Positives = root.GetProperty("positives").GetInt64(),
            Unusable = root.GetProperty("unusable").GetInt64(),
            BrierScore = root.NumberOrNaN("brier_score"),
            ExpectedCalibrationError = root.NumberOrNaN("expected_calibration_error"),
            RocAuc = root.NumberOrNaN("roc_auc"),
            Bins = [.. root.GetProperty("bins").EnumerateArray().Select(ReadBin)],
            Thresholds = [.. root.GetProperty("thresholds").EnumerateArray().Select(ReadPoint)],
        };

        static ReliabilityBin ReadBin(JsonElement bin) => new()
        {
            Low = bin.GetProperty("low").GetDouble(),
            High = bin.GetProperty("high").GetDouble(),
            Documents = bin.GetProperty("documents").GetInt64(),
            MeanScore = bin.NumberOrNaN("mean_score"),
            PositiveShare = bin.NumberOrNaN("positive_share"),
        };

        static ThresholdPoint ReadPoint(JsonElement point) => new()
        {
            Threshold = point.GetProperty("threshold").GetDouble(),
            TruePositives = point.GetProperty("true_positives").GetInt64(),
            FalsePositives = point.GetProperty("false_positives").GetInt64(),
            FalseNegatives = point.GetProperty("false_negatives").GetInt64(),
        };
    }

    /// <summary>Returns the report as tables.</summary>
    public override string ToString()
    {
        var bins = new TextTable("score", "documents", "mean score", "positive share");
        foreach (ReliabilityBin bin in Bins) bins.Add($"{TextTable.Number(bin.Low, 2)}-{TextTable.Number(bin.High, 2)}", TextTable.Number(bin.Documents),
            TextTable.Number(bin.MeanScore), TextTable.Number(bin.PositiveShare));
        var points = new TextTable("threshold", "kept", "precision", "recall", "F1");
        foreach (ThresholdPoint p in Thresholds) points.Add(TextTable.Number(p.Threshold), TextTable.Number(p.TruePositives + p.FalsePositives),
            TextTable.Number(p.Precision), TextTable.Number(p.Recall), TextTable.Number(p.F1));
        return $"{TextTable.Number(Documents)} documents, {TextTable.Number(Positives)} positive, {TextTable.Number(Unusable)} without score or label\n"
            + $"Brier score {TextTable.Number(BrierScore, 4)}, expected calibration error {TextTable.Number(ExpectedCalibrationError, 4)}, ROC AUC "
                + $"{TextTable.Number(RocAuc, 4)}\n\n{bins}\n{points}";
    }
}
