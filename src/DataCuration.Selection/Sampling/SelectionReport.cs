using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The result of a selection in numbers. Every selection writes a report beside its keep list.</summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// SelectionReport report = SelectionReport.Load(KeepList.Load("out/list"));
/// Console.WriteLine($"{report.SelectedDocuments} of {report.Documents} documents, {report.Shortfall} {report.Unit} missing");
/// </code>
/// </example>
public sealed record SelectionReport
{
    internal const string FileName = "selection.json";

    /// <summary>The unit of sizes and quotas, such as <c>characters</c>, <c>tokens</c> or <c>documents</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The number of documents that could be selected. <see cref="UnionSelection"/> counts all records of the corpus.</summary>
    public long Documents { get; init; }

    /// <summary>The size of these documents, in <see cref="Unit"/>.</summary>
    public long Available { get; init; }

    /// <summary>The requested size, in <see cref="Unit"/>. Null if the selection has none (<see cref="UnionSelection"/>).</summary>
    public long? Quota { get; init; }

    /// <summary>The selected size, each document counted once. The last document may exceed the quota.</summary>
    public long Selected { get; init; }

    /// <summary>The number of selected documents.</summary>
    public long SelectedDocuments { get; init; }

    /// <summary>The size that further epochs repeat (<see cref="SelectionEpochs"/>).</summary>
    public long Repeated { get; init; }

    /// <summary>The number of documents without a score or a size. They cannot be selected.</summary>
    public long Unrated { get; init; }

    /// <summary>The number of documents that the selection's own filters exclude, such as a minimum length.</summary>
    public long Excluded { get; init; }

    /// <summary>The maximum number of times that the selection contains a document. Default: 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The strata, in ordinal order of source and domain. Empty if the selection has no strata.</summary>
    public ImmutableArray<SelectionStratum> Strata { get; init; } = [];

    /// <summary>The quota minus the selected and repeated size, summed over the strata if there are any; 0 or more.</summary>
    public long Shortfall => Strata.IsEmpty ? Math.Max(0, (Quota ?? 0) - Selected - Repeated) : Strata.Sum(stratum => stratum.Shortfall);

    /// <summary>Reads the report of a keep list.</summary>
    /// <param name="list">The result of a selection.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">The folder of the list has no report: the list was not made by a selection.</exception>
    /// <exception cref="InvalidDataException">The report is damaged.</exception>
    public static SelectionReport Load(KeepList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        string path = Path.Combine(list.Folder, FileName);
        if (!list.Files.FileExists(path))
            throw new ArgumentException(
                $"The keep list in '{list.Folder}' has no selection report ('{FileName}'): it was not made by a selection.", nameof(list));
        return Read(path, list.Files);
    }

    /// <summary>Creates the report of a stage that selects documents by itself, such as <see cref="ScoreFilter"/> or <see cref="ParetoSampling"/>.</summary>
    /// <param name="report">The report of a phase that ran the stage.</param>
    /// <param name="stage">The stage's name in that report.</param>
    /// <returns>
    /// The numbers, in documents. <see cref="Unrated"/> counts the drops for the reasons <c>no_score</c> and <c>no_losses</c>, <see cref="Excluded"/> those
    /// whose stage failed. There is no quota.
    /// </returns>
    /// <exception cref="ArgumentException">The report has no such stage; the message lists the stages.</exception>
    public static SelectionReport FromStage(RunReport report, string stage)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrEmpty(stage);
        StageReport[] found = [.. report.Stages.Where(one => one.Name == stage)];
        if (found.Length == 0) throw new ArgumentException(
            $"Phase '{report.Phase}' has no stage '{stage}'. It has: {string.Join(", ", report.Stages.Select(one => $"'{one.Name}'"))}.", nameof(stage));
        long seen = found.Sum(one => one.In), faulted = found.Sum(one => one.Faulted), kept = found.Sum(one => one.Kept);
        long unrated = found.Sum(one => one.DroppedByReason.GetValueOrDefault("no_score") + one.DroppedByReason.GetValueOrDefault("no_losses"));
        return new()
        {
            Unit = DocumentMeasure.Documents.Unit,
            Documents = seen - unrated - faulted,
            Available = seen - unrated - faulted,
            Selected = kept,
            SelectedDocuments = kept,
            Unrated = unrated,
            Excluded = faulted,
        };
    }

    internal static SelectionReport Read(string path, IFileStore files)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(files.ReadAllBytes(path));
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a selection report: {e.Message}", e);
        }
    }

    /// <summary>Writes the report as JSON.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("unit", Unit);
        if (Quota is { } quota) json.WriteNumber("quota", quota);
        else json.WriteNull("quota");
        WriteSizes(json, Documents, Available, Selected, SelectedDocuments, Repeated);
        json.WriteNumber("unrated", Unrated);
        json.WriteNumber("excluded", Excluded);
        json.WriteNumber("epochs", Epochs);
        json.WriteObjects("strata", Strata, stratum =>
        {
            json.WriteString("source", stratum.Source);
            json.WriteString("domain", stratum.Domain);
            json.WriteNumber("quota", stratum.Quota);
            WriteSizes(json, stratum.Documents, stratum.Available, stratum.Selected, stratum.SelectedDocuments, stratum.Repeated);
        });
        json.WriteEndObject();
    }

    /// <summary>Returns the report as a table.</summary>
    public override string ToString()
    {
        var table = new TextTable("source", "domain", "documents", $"available {Unit}", "quota", "selected", "of documents", "repeated", "missing");
        foreach (SelectionStratum s in Strata)
            AddRow(table, s.Source, s.Domain, s.Quota, [s.Documents, s.Available, s.Selected, s.SelectedDocuments, s.Repeated, s.Shortfall]);
        AddRow(table, "all", "", Quota, [Documents, Available, Selected, SelectedDocuments, Repeated, Shortfall]);
        string shortfall = Shortfall == 0 ? "" : ShortfallText() + "\n";
        return $"{table}{TextTable.Number(Unrated)} documents without a score or size, {TextTable.Number(Excluded)} left out by filters\n{shortfall}";
    }

    /// <summary>Returns a sentence about a selection that has less than it was asked for.</summary>
    internal string ShortfallText()
    {
        string strata = Strata.Length <= 1 ? "" : string.Create(CultureInfo.InvariantCulture,
            $" {Strata.Count(stratum => stratum.Shortfall > 0)} of {Strata.Length} strata have less than their quotas.");
        return string.Create(CultureInfo.InvariantCulture,
            $"Less was selected than requested: {Selected + Repeated:N0} of {Quota:N0} {Unit}; {Shortfall:N0} are missing.{strata} "
                + $"Everything that could be selected was.");
    }

    /// <summary>Formats the report as an HTML table, for notebooks. All text is escaped.</summary>
    /// <returns>An HTML fragment.</returns>
    public string ToHtml()
    {
        var table = new HtmlTable("source", "domain", "documents", $"available {Unit}", "quota", "selected", "of documents", "repeated", "missing");
        foreach (SelectionStratum s in Strata)
            Add(s.Source, s.Domain, s.Quota, [s.Documents, s.Available, s.Selected, s.SelectedDocuments, s.Repeated, s.Shortfall]);
        Add("all", "", Quota, [Documents, Available, Selected, SelectedDocuments, Repeated, Shortfall]);
        return table.ToHtml($"Selection: {HtmlTable.Number(SelectedDocuments)} of {HtmlTable.Number(Documents)} documents",
            $"{HtmlTable.Number(Unrated)} documents without a score or size, {HtmlTable.Number(Excluded)} left out by filters");

        void Add(string source, string domain, long? quota, long[] sizes)
        {
            string[] cells = [.. sizes.Select(HtmlTable.Number)];
            table.Add(200, [source, domain, .. cells[..2], quota is { } requested ? HtmlTable.Number(requested) : "-", .. cells[2..]]);
        }
    }

    /// <summary>Creates a report whose totals are the sums over its strata.</summary>
    internal static SelectionReport FromStrata(string unit, IReadOnlyList<SelectionStratum> strata, long unrated, long excluded, int epochs) => new()
    {
        Unit = unit,
        Documents = strata.Sum(stratum => stratum.Documents),
        Available = strata.Sum(stratum => stratum.Available),
        Quota = strata.Sum(stratum => stratum.Quota),
        Selected = strata.Sum(stratum => stratum.Selected),
        SelectedDocuments = strata.Sum(stratum => stratum.SelectedDocuments),
        Repeated = strata.Sum(stratum => stratum.Repeated),
        Unrated = unrated,
        Excluded = excluded,
        Epochs = epochs,
        Strata = [.. strata],
    };

    private static SelectionReport Read(JsonElement root) => new()
    {
        Unit = root.GetProperty("unit").GetString()!,
        Documents = root.GetProperty("documents").GetInt64(),
        Available = root.GetProperty("available").GetInt64(),
        Quota = root.GetProperty("quota") is { ValueKind: not JsonValueKind.Null } quota ? quota.GetInt64() : null,
        Selected = root.GetProperty("selected").GetInt64(),
        SelectedDocuments = root.GetProperty("selected_documents").GetInt64(),
        Repeated = root.GetProperty("repeated").GetInt64(),
        Unrated = root.GetProperty("unrated").GetInt64(),
        Excluded = root.GetProperty("excluded").GetInt64(),
        Epochs = root.GetProperty("epochs").GetInt32(),
        Strata = [.. root.GetProperty("strata").EnumerateArray().Select(stratum => new SelectionStratum
        {
            Source = stratum.GetProperty("source").GetString()!,
            Domain = stratum.GetProperty("domain").GetString()!,
            Documents = stratum.GetProperty("documents").GetInt64(),
            Available = stratum.GetProperty("available").GetInt64(),
            Quota = stratum.GetProperty("quota").GetInt64(),
            Selected = stratum.GetProperty("selected").GetInt64(),
            SelectedDocuments = stratum.GetProperty("selected_documents").GetInt64(),
            Repeated = stratum.GetProperty("repeated").GetInt64(),
        })],
    };

    private static void WriteSizes(Utf8JsonWriter json, long documents, long available, long selected, long selectedDocuments, long repeated)
    {
        json.WriteNumber("documents", documents);
        json.WriteNumber("available", available);
        json.WriteNumber("selected", selected);
        json.WriteNumber("selected_documents", selectedDocuments);
        json.WriteNumber("repeated", repeated);
    }

    private static void AddRow(TextTable table, string source, string domain, long? quota, long[] sizes)
    {
        string[] cells = [.. sizes.Select(size => TextTable.Number(size))];
        table.Add([source, domain, .. cells[..2], quota is { } requested ? TextTable.Number(requested) : "-", .. cells[2..]]);
    }
}
