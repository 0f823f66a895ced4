using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The lowest score that a filter keeps, and the numbers of documents it was computed from.</summary>
public sealed record ScoreThreshold
{
    /// <summary>The threshold: documents with at least this score are kept. A fit finds a finite number, or throws.</summary>
    public required double Value { get; init; }

    /// <summary>The unit of sizes.</summary>
    public required string Unit { get; init; }

    /// <summary>The number of documents with a score that the threshold was computed from.</summary>
    public long Documents { get; init; }

    /// <summary>The size of these documents.</summary>
    public long Total { get; init; }

    /// <summary>The number of these documents that reach the threshold.</summary>
    public long KeptDocuments { get; init; }

    /// <summary>The size of the documents that reach the threshold.</summary>
    public long Kept { get; init; }

    /// <summary>The size that the share asks for: the smallest whole amount above it. Default: 0.</summary>
    public long Quota { get; init; }

    /// <summary>The number of documents without a score or a size.</summary>
    public long Unrated { get; init; }

    /// <summary>The number of documents with a score that are not in the sample (<see cref="ScoreThresholdFit.SampleShare"/>).</summary>
    public long Excluded { get; init; }

    /// <summary>The share that is kept, in <see cref="Unit"/>.</summary>
    public double Share => Total == 0 ? 0 : (double)Kept / Total;

    /// <summary>Creates a stage that keeps documents that reach the threshold.</summary>
    /// <param name="score">The annotation that the threshold was computed from.</param>
    /// <exception cref="InvalidOperationException">There is no threshold, since no document had a score.</exception>
    public ScoreFilter ToFilter(string score) => double.IsNaN(Value)
        ? throw new InvalidOperationException($"There is no threshold for '{score}': no document had a score when it was computed.")
        : new ScoreFilter(score) { Min = Value };

    /// <summary>Returns the numbers as the report that every selection has: what the threshold selects of the documents that it was computed from.</summary>
    public SelectionReport ToReport() => new()
    {
        Unit = Unit,
        Documents = Documents,
        Available = Total,
        Quota = Quota,
        Selected = Kept,
        SelectedDocuments = KeptDocuments,
        Unrated = Unrated,
        Excluded = Excluded,
    };

    internal void Write(Stream output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        if (!double.IsNaN(Value)) json.WriteNumber("threshold", Value);
        json.WriteString("unit", Unit);
        json.WriteNumber("documents", Documents);
        json.WriteNumber("total", Total);
        json.WriteNumber("kept_documents", KeptDocuments);
        json.WriteNumber("kept", Kept);
        json.WriteNumber("unrated", Unrated);
        json.WriteNumber("quota", Quota);
        json.WriteNumber("excluded", Excluded);
        json.WriteEndObject();
    }

    internal static ScoreThreshold Read(string path, IFileStore files)
    {
        using JsonDocument document = JsonDocument.Parse(files.ReadAllBytes(path));
        JsonElement root = document.RootElement;
        return new()
        {
            Value = root.TryGetProperty("threshold", out JsonElement value) ? value.GetDouble() : double.NaN,
            Unit = root.GetProperty("unit").GetString()!,
            Documents = root.GetProperty("documents").GetInt64(),
            Total = root.GetProperty("total").GetInt64(),
            KeptDocuments = root.GetProperty("kept_documents").GetInt64(),
            Kept = root.GetProperty("kept").GetInt64(),
            Unrated = root.GetProperty("unrated").GetInt64(),
            // Files of earlier versions do not have these.
            Quota = root.TryGetProperty("quota", out JsonElement quota) ? quota.GetInt64() : 0,
            Excluded = root.TryGetProperty("excluded", out JsonElement excluded) ? excluded.GetInt64() : 0,
        };
    }
}
