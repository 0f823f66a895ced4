using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>How a selection came out.</summary>
/// <param name="Asked">How much was asked for, in the unit of the selection's size.</param>
/// <param name="Selected">How much was selected, in that unit.</param>
/// <param name="SelectedDocuments">How many documents were selected.</param>
/// <param name="PassingDocuments">How many documents passed the length filter. Where all of them were selected, less was there than asked for.</param>
public sealed record SelectionSummary(long Asked, long Selected, long SelectedDocuments, long PassingDocuments)
{
    internal const string FileName = "selection.json";

    /// <summary>Reads the summary beside a selection's keep list.</summary>
    /// <param name="list">The result of <see cref="DsirSelection"/> or <see cref="RandomSelection"/>.</param>
    public static SelectionSummary Load(KeepList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(list.Folder, FileName)));
        JsonElement root = document.RootElement;
        return new(root.GetProperty("asked").GetInt64(), root.GetProperty("selected").GetInt64(),
            root.GetProperty("selected_documents").GetInt64(), root.GetProperty("passing_documents").GetInt64());
    }

    internal static void Write(Stream output, SelectionSummary summary, SelectionRule rule)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("size", rule.Size.ToString());
        json.WriteNumber("min_tokens", rule.MinTokens);
        json.WriteBoolean("top_k", rule.TopK);
        json.WriteNumber("seed", rule.Seed);
        json.WriteNumber("asked", summary.Asked);
        json.WriteNumber("selected", summary.Selected);
        json.WriteNumber("selected_documents", summary.SelectedDocuments);
        json.WriteNumber("passing_documents", summary.PassingDocuments);
        json.WriteEndObject();
    }
}
