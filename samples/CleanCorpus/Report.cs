using System.Globalization;
using System.Text;
using DataCuration;
using DataCuration.Filters;

namespace CleanCorpus;

/// <summary>Reports what went and why: to the console, and as Markdown and JSON to files.</summary>
internal static class Report
{
    private const int MostMatches = 50;

    public static void Print(Outcome outcome, TextWriter output)
    {
        output.WriteLine(outcome.Drops);
        output.WriteLine(outcome.Duplicates);
        if (outcome.Contamination is { } contamination)
        {
            output.Write(contamination);
            foreach (ContaminationMatch match in contamination.ReadMatches().Take(MostMatches))
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {match.Document}, code points {match.Start} to {match.End}: {match.Benchmark} {match.Item} (\"{match.NGram}\")"));
            output.WriteLine();
        }
        output.WriteLine(Accounts(outcome));
    }

    /// <summary>Writes <c>report.md</c> and <c>report.json</c>.</summary>
    /// <returns>The path of the first.</returns>
    public static string Write(Outcome outcome, Settings settings, string folder)
    {
        var text = new StringBuilder("# Report\n\n").Append(Accounts(outcome)).Append("\n\n");
        text.Append($"Profile: {settings.Profile}.\n\n## What went, and why\n\n").Append(outcome.Drops.ToMarkdown());
        text.Append("\n## Edited documents\n\n| stage | documents |\n|---|--:|\n");
        foreach (StageReport stage in outcome.Filtering.Stages.Where(stage => stage.Replaced > 0))
            text.Append(CultureInfo.InvariantCulture, $"| {stage.Name} | {stage.Replaced:N0} |\n");
        text.Append(CultureInfo.InvariantCulture,
            $"\n## Duplicates\n\n{outcome.Duplicates.DroppedRecords:N0} documents are near duplicates of {outcome.Duplicates.Clusters:N0} others.\n\n");
        text.Append(outcome.Duplicates.ToMarkdown());
        if (outcome.Contamination is { } contamination) Append(text, contamination);
        string path = Path.Combine(folder, "report.md");
        File.WriteAllText(path, text.ToString());
        File.WriteAllText(Path.Combine(folder, "report.json"), outcome.Drops.ToJson());
        return path;
    }

    private static void Append(StringBuilder text, ContaminationReport contamination)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"\n## Benchmark text\n\n{contamination.ContaminatedDocuments:N0} of {contamination.Documents:N0} documents match benchmark items.\n\n");
        text.Append("| benchmark | items | matched items |\n|---|--:|--:|\n");
        foreach (ContaminationBenchmarkReport one in contamination.Benchmarks)
            text.Append(CultureInfo.InvariantCulture, $"| {one.Benchmark} | {one.Items:N0} | {one.MatchedItems:N0} |\n");
        text.Append("\n| document | code points | item | first words |\n|---|---|---|---|\n");
        foreach (ContaminationMatch match in contamination.ReadMatches().Take(MostMatches))
            text.Append(CultureInfo.InvariantCulture, $"| {match.Document} | {match.Start}-{match.End} | {match.Benchmark} {match.Item} | {match.NGram} |\n");
    }

    /// <summary>One line that accounts for every record.</summary>
    private static string Accounts(Outcome outcome) => string.Create(CultureInfo.InvariantCulture,
        $"{outcome.Filtering.Records:N0} records in = {outcome.Cleaning.Kept:N0} kept + {outcome.Filtering.Dropped:N0} dropped by filters + ")
        + string.Create(CultureInfo.InvariantCulture, $"{Dropped(outcome, isDuplicate: true):N0} duplicates + ")
        + string.Create(CultureInfo.InvariantCulture, $"{Dropped(outcome, isDuplicate: false):N0} with benchmark text + ")
        + string.Create(CultureInfo.InvariantCulture, $"{outcome.Filtering.Faulted + outcome.Cleaning.Faulted:N0} faulted");

    private static long Dropped(Outcome outcome, bool isDuplicate) => outcome.Cleaning.Stages
        .SelectMany(stage => stage.DroppedByReason).Where(reason => reason.Key == "near_duplicate" == isDuplicate).Sum(reason => reason.Value);
}
