using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The score that parts what is kept from what is not.</summary>
/// <param name="Value">The threshold: keep documents with at least this score. <see cref="double.NaN"/> if no document had a score.</param>
/// <param name="Unit">What shares are counted in.</param>
/// <param name="Documents">How many documents with a score it was found on.</param>
/// <param name="Total">What they count together.</param>
/// <param name="KeptDocuments">How many of them have at least this score.</param>
/// <param name="Kept">What those count.</param>
/// <param name="Unrated">Documents without a score or size.</param>
public sealed record ScoreThreshold(double Value, string Unit, long Documents, long Total, long KeptDocuments, long Kept, long Unrated)
{
    /// <summary>The share that is kept, in <see cref="Unit"/>.</summary>
    public double Share => Total == 0 ? 0 : (double)Kept / Total;

    /// <summary>A stage that keeps what reaches the threshold.</summary>
    /// <param name="score">The annotation that the threshold was found on.</param>
    /// <exception cref="InvalidOperationException">There is no threshold, since no document had a score.</exception>
    public ScoreFilter ToFilter(string score) => double.IsNaN(Value) ? throw new InvalidOperationException($"No document had a score, '{score}' or another, when this threshold was looked for: there is none.") : new ScoreFilter(score) { Min = Value };

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
        json.WriteEndObject();
    }

    internal static ScoreThreshold Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement;
        return new(root.TryGetProperty("threshold", out JsonElement value) ? value.GetDouble() : double.NaN, root.GetProperty("unit").GetString()!, root.GetProperty("documents").GetInt64(),
            root.GetProperty("total").GetInt64(), root.GetProperty("kept_documents").GetInt64(), root.GetProperty("kept").GetInt64(), root.GetProperty("unrated").GetInt64());
    }
}
