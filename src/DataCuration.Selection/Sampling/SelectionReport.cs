using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>How a selection by scores came out, stratum by stratum. It lies beside the keep list.</summary>
/// <param name="Unit">What sizes and quotas count (<see cref="DocumentMeasure.Unit"/>).</param>
/// <param name="Strata">The strata, in ordinal order of source and domain.</param>
/// <param name="Unrated">Documents without a score or a size, which cannot be selected.</param>
/// <param name="Excluded">Documents that the selection's own filters leave out.</param>
/// <param name="Epochs">How often a document stands in the selection at most.</param>
public sealed record SelectionReport(string Unit, ImmutableArray<SelectionStratum> Strata, long Unrated, long Excluded, int Epochs)
{
    internal const string FileName = "strata.json";

    /// <summary>The sum of the quotas.</summary>
    public long Quota => Strata.Sum(stratum => stratum.Quota);

    /// <summary>How much was selected, every document once.</summary>
    public long Selected => Strata.Sum(stratum => stratum.Selected);

    /// <summary>How many documents that are.</summary>
    public long SelectedDocuments => Strata.Sum(stratum => stratum.SelectedDocuments);

    /// <summary>What is missing to the quotas.</summary>
    public long Shortfall => Strata.Sum(stratum => stratum.Shortfall);

    /// <summary>Reads the report of a keep list.</summary>
    /// <param name="list">The result of <see cref="QuantileSelection"/>, <see cref="QuRatingSelection"/>, <see cref="DataManSelection"/> or <see cref="PreSelectExamples"/>.</param>
    public static SelectionReport Load(KeepList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(list.Folder, FileName)));
        JsonElement root = document.RootElement;
        return new(root.GetProperty("unit").GetString()!, [.. root.GetProperty("strata").EnumerateArray().Select(Read)],
            root.GetProperty("unrated").GetInt64(), root.GetProperty("excluded").GetInt64(), root.GetProperty("epochs").GetInt32());

        static SelectionStratum Read(JsonElement stratum) => new(
            stratum.GetProperty("source").GetString()!, stratum.GetProperty("domain").GetString()!, stratum.GetProperty("documents").GetInt64(), stratum.GetProperty("available").GetInt64(),
            stratum.GetProperty("quota").GetInt64(), stratum.GetProperty("selected").GetInt64(), stratum.GetProperty("selected_documents").GetInt64(), stratum.GetProperty("repeated").GetInt64());
    }

    /// <summary>The report as JSON.</summary>
    /// <param name="output">Takes it, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("unit", Unit);
        json.WriteNumber("unrated", Unrated);
        json.WriteNumber("excluded", Excluded);
        json.WriteNumber("epochs", Epochs);
        json.WriteObjects("strata", Strata, stratum =>
        {
            json.WriteString("source", stratum.Source);
            json.WriteString("domain", stratum.Domain);
            json.WriteNumber("documents", stratum.Documents);
            json.WriteNumber("available", stratum.Available);
            json.WriteNumber("quota", stratum.Quota);
            json.WriteNumber("selected", stratum.Selected);
            json.WriteNumber("selected_documents", stratum.SelectedDocuments);
            json.WriteNumber("repeated", stratum.Repeated);
        });
        json.WriteEndObject();
    }

    /// <summary>The report as a table.</summary>
    public override string ToString()
    {
        var table = new TextTable("source", "domain", "documents", $"available {Unit}", "quota", "selected", "of documents", "repeated", "missing");
        foreach (SelectionStratum s in Strata)
            table.Add(s.Source, s.Domain, TextTable.Number(s.Documents), TextTable.Number(s.Available), TextTable.Number(s.Quota), TextTable.Number(s.Selected), TextTable.Number(s.SelectedDocuments), TextTable.Number(s.Repeated), TextTable.Number(s.Shortfall));
        table.Add("all", "", TextTable.Number(Strata.Sum(s => s.Documents)), TextTable.Number(Strata.Sum(s => s.Available)), TextTable.Number(Quota), TextTable.Number(Selected), TextTable.Number(SelectedDocuments), TextTable.Number(Strata.Sum(s => s.Repeated)), TextTable.Number(Shortfall));
        return $"{table}{TextTable.Number(Unrated)} documents without a score or size, {TextTable.Number(Excluded)} left out by filters\n";
    }
}
