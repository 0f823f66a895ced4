using System.Globalization;
using System.Text.Json.Nodes;
using DataCuration;
using Spectre.Console;

namespace WebCorpus;

/// <summary>Reports the records that did not become pages: the number of records, the number of pages, and the reason for each other record.</summary>
internal static class LossReport
{
    private const int MostMessages = 8;

    public static void Print(RunReport report)
    {
        var table = new Table().Border(TableBorder.MinimalHeavyHead).Title("What was left out, and why");
        table.AddColumn("what").AddColumn("by").AddColumn("reason").AddColumn(new TableColumn("count").RightAligned());
        foreach (StageReport stage in report.Stages)
            foreach ((string reason, long count) in stage.DroppedByReason)
                table.AddRow(Cells("dropped", stage.Name, reason, count));
        List<JsonNode> faults = ReadQuarantine(report.Folder);
        foreach (IGrouping<(string Kind, string By, string Reason), JsonNode> group in faults.GroupBy(Key).OrderBy(group => group.Key))
            table.AddRow(Cells($"{group.Key.Kind} fault", group.Key.By, group.Key.Reason, group.Count()));
        AnsiConsole.Write(table);
        foreach (JsonNode fault in faults.Take(MostMessages))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  lost: {Path.GetFileName(Text(fault, "source"))} at {Text(fault, "offset")}: {Text(fault, "message")}"));
        if (faults.Count > 0) Console.WriteLine($"  {(faults.Count > MostMessages ? "All of them" : "They")}, with the first bytes of each, are in "
            + $"{Path.Combine(report.Folder, ".curation", "quarantine")}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Records:N0} records in = {report.Kept:N0} kept + {report.Dropped:N0} dropped + {report.Faulted:N0} faulted"));
    }

    private static List<JsonNode> ReadQuarantine(string folder)
    {
        string quarantine = Path.Combine(folder, ".curation", "quarantine");
        if (!Directory.Exists(quarantine)) return [];
        // Files of a failed attempt are left out: the shard was processed again since.
        return [.. Directory.GetFiles(quarantine, "*.jsonl").Where(path => !path.EndsWith(".failed.jsonl", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(line => JsonNode.Parse(line)!)];
    }

    private static (string Kind, string By, string Reason) Key(JsonNode fault) =>
        Text(fault, "kind") == "record" ? ("record", "read", Text(fault, "reason")) : ("document", Text(fault, "stage"), Text(fault, "error"));

    private static string Text(JsonNode fault, string field) => fault[field]?.ToString() ?? "";

    private static string[] Cells(string what, string by, string reason, long count) =>
        [.. new[] { what, by, reason, count.ToString("N0", CultureInfo.InvariantCulture) }.Select(Markup.Escape)];
}
