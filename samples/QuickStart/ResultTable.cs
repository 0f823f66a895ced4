using System.Globalization;
using DataCuration.Training;
using Spectre.Console;

namespace QuickStart;

/// <summary>Prints the outcomes as a table.</summary>
internal static class ResultTable
{
    /// <summary>The limit of the column for little overlap: the share of an evaluation document that occurs in a selection.</summary>
    private const double LittleOverlap = 0.05;

    public static void Print(IReadOnlyList<Outcome> outcomes)
    {
        var table = new Table().Border(TableBorder.MinimalHeavyHead);
        foreach (string column in (string[])["selection", "seed", "documents", "tokens", "KL reduction", "bits/byte", "vs random", "95 % interval",
            "eval bytes in selection", "little overlap"])
            table.AddColumn(column.StartsWith("sel", StringComparison.Ordinal) ? new TableColumn(column) : new TableColumn(column).RightAligned());
        foreach (IGrouping<ulong, Outcome> seed in outcomes.GroupBy(outcome => outcome.Selection.Seed))
        {
            Outcome? random = seed.FirstOrDefault(outcome => outcome.Selection.Method.Name == "random");
            // The same documents for all rows of a seed: those that no selection repeats.
            HashSet<string> fresh = [.. seed.First().Selection.Overlap.Keys.Where(id => seed.All(outcome => outcome.Selection.Overlap[id] < LittleOverlap))];
            foreach (Outcome outcome in seed) table.AddRow([.. Row(outcome, random, fresh).Select(Markup.Escape)]);
        }
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(table);
    }

    private static string[] Row(Outcome outcome, Outcome? random, HashSet<string> fresh)
    {
        string change = "", interval = "";
        if (random is not null && random != outcome)
        {
            BitsPerByteDifference difference = PairedBootstrap.Compare(outcome.Evaluation, random.Evaluation, seed: outcome.Selection.Seed);
            change = Format($"{difference.Mean / random.Evaluation.BitsPerByte:+0.0%;-0.0%;0.0%}");
            interval = Format($"[{difference.Low:+0.000;-0.000;0.000}, {difference.High:+0.000;-0.000;0.000}]");
        }
        string little = outcome.On(fresh) is { } few ? Format($"{few.BitsPerByte:F3} ({few.Documents.Count})") : "none";
        Selection selection = outcome.Selection;
        return [selection.Method.Name, Format($"{selection.Seed}"), Format($"{selection.KullbackLeibler.Documents:N0}"), Format($"{outcome.Tokens:N0}"),
            Format($"{selection.KullbackLeibler.Reduction:F3}"),
            Format($"{outcome.Evaluation.BitsPerByte:F3}"), change, interval, Format($"{selection.OverlapBytes:P1}"), little];
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
